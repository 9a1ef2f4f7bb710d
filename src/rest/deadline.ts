import { RequestError, type RequestSummary, TimeoutError } from '../errors/index.ts'

/** A signal that fires at the first of several ends, and what lets go of them. */
export interface Deadline {
  readonly signal: AbortSignal | undefined
  /** Lifts the limit in time; the caller's signal still counts. For streams, once the head is there. */
  lift(): void
  /** Removes timer and listener. Has to be called when the work is over. */
  dispose(): void
}

/**
 * Merges signals with a limit in milliseconds (undefined or 0: none). For one signal alone nothing is made.
 *
 * `AbortSignal.any` and `AbortSignal.timeout` would do the same, but keep a timer and weak references alive until
 * they fire, which adds up over thousands of quick requests.
 */
export function createDeadline(
  given: readonly (AbortSignal | undefined)[],
  timeoutMs: number | undefined,
  about: RequestSummary,
): Deadline {
  const signals = given.filter((signal) => signal !== undefined)
  const isLimited = timeoutMs !== undefined && timeoutMs > 0
  if (!isLimited && signals.length < 2) return { signal: signals[0], lift: nothing, dispose: nothing }
  const controller = new AbortController()
  const expire = () => controller.abort(new TimeoutError(`no answer within ${timeoutMs} ms`, timeoutMs ?? 0, about))
  const timer = isLimited ? setTimeout(expire, timeoutMs) : undefined
  const follow = (event: Event) => controller.abort((event.target as AbortSignal).reason)
  for (const signal of signals) {
    if (signal.aborted) controller.abort(signal.reason)
    else signal.addEventListener('abort', follow, { once: true })
  }
  return {
    signal: controller.signal,
    lift: () => clearTimeout(timer),
    dispose() {
      clearTimeout(timer)
      for (const signal of signals) signal.removeEventListener('abort', follow)
    },
  }
}

function nothing(): void {
  // There is no timer and no listener to let go of.
}

/** The longest that a timer of the runtime can wait: 2^31 - 1 ms, nearly 25 days. */
const longestTimeoutMs = 2_147_483_647

/** @throws {RequestError} if a limit in milliseconds is not one */
export function checkTimeout(name: string, timeoutMs: number | undefined): void {
  if (timeoutMs === undefined) return
  if (!(timeoutMs >= 0) || timeoutMs > longestTimeoutMs) {
    throw new RequestError(`invalid ${name}: expected 0 to ${longestTimeoutMs} ms, found ${timeoutMs}`)
  }
}

/** Waits. Rejects with the signal's reason when that fires first. */
export function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason)
      return
    }
    const cancel = () => {
      clearTimeout(timer)
      reject(signal?.reason)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', cancel)
      resolve()
    }, milliseconds)
    signal?.addEventListener('abort', cancel, { once: true })
  })
}
