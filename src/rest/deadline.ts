import { RequestError, type RequestSummary, TimeoutError } from '../errors/index.ts'
import { type AbortWatch, watchAbort } from '../transport/abort-watch.ts'

/** A signal that fires at the first of several ends, and what lets go of them. */
export interface Deadline {
  readonly signal: AbortSignal | undefined
  /** The reason with which it fired, once the limit in time has passed. */
  readonly expired: TimeoutError | undefined
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
  const isLimited = timeoutMs !== undefined && timeoutMs > 0
  if (!isLimited && given.length === 1 && given[0] === undefined) return unlimited
  const signals = given.filter((signal) => signal !== undefined)
  if (!isLimited && signals.length < 2)
    return { signal: signals[0], expired: undefined, lift: nothing, dispose: nothing }
  const controller = new AbortController()
  let expired: TimeoutError | undefined
  const expire = () => {
    expired = new TimeoutError(`no answer within ${timeoutMs} ms`, timeoutMs ?? 0, about)
    controller.abort(expired)
  }
  const timer = isLimited ? setTimeout(expire, timeoutMs) : undefined
  const watches = signals.map((signal) => followAbort(signal, controller))
  return {
    signal: controller.signal,
    get expired() {
      return expired
    },
    lift: () => clearTimeout(timer),
    dispose() {
      clearTimeout(timer)
      for (const end of watches) end()
    },
  }
}

/** Aborts a controller with the signal, now or later, until the returned function is called. */
export function followAbort(signal: AbortSignal, controller: AbortController): AbortWatch {
  if (signal.aborted) controller.abort(signal.reason)
  return watchAbort(signal, controller)
}

/** For the many calls without a signal and without a limit. */
const unlimited: Deadline = { signal: undefined, expired: undefined, lift: nothing, dispose: nothing }

function nothing(): void {
  // There is no timer and no listener to let go of.
}

/** The longest that a timer of the runtime can wait: 2^31 - 1 ms, nearly 25 days. */
const longestTimeoutMs = 2_147_483_647

/** @throws {RequestError} if a limit in milliseconds is not one */
export function checkTimeout(name: string, timeoutMs: number | undefined): void {
  const problem = timeoutProblem(timeoutMs)
  if (problem !== undefined) throw new RequestError(`invalid ${name}: ${problem}`)
}

/** What is wrong with a limit in milliseconds, if anything is. */
export function timeoutProblem(timeoutMs: number | undefined): string | undefined {
  if (timeoutMs === undefined) return undefined
  if (typeof timeoutMs === 'number' && timeoutMs >= 0 && timeoutMs <= longestTimeoutMs) return undefined
  return `expected 0 to ${longestTimeoutMs} ms, found ${typeof timeoutMs === 'number' ? timeoutMs : typeof timeoutMs}`
}

/** Waits, for however long. Rejects with the signal's reason when that fires first. */
export async function sleep(milliseconds: number, signal?: AbortSignal): Promise<void> {
  // A longer timer would not be refused but fire at once.
  let left = milliseconds
  for (; left > longestTimeoutMs; left -= longestTimeoutMs) await nap(longestTimeoutMs, signal)
  await nap(left, signal)
}

function nap(milliseconds: number, signal: AbortSignal | undefined): Promise<void> {
  return new Promise((resolve, reject) => {
    if (signal?.aborted) {
      reject(signal.reason)
      return
    }
    const timer = setTimeout(() => {
      end?.()
      resolve()
    }, milliseconds)
    const end =
      signal &&
      watchAbort(signal, {
        abort(reason) {
          clearTimeout(timer)
          reject(reason)
        },
      })
  })
}
