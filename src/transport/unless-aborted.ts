import { watchAbort } from './abort-watch.ts'

/** Waits for work that others share: an abort ends this wait alone, and the work goes on. */
export function unlessAborted<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work
  return new Promise((resolve, reject) => {
    const end = watchAbort(signal, { abort: reject })
    work.then(resolve, reject).finally(end)
  })
}
