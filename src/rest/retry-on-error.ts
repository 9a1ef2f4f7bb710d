import { isConflict, RequestError } from '../errors/index.ts'
import { sleep } from './deadline.ts'

/** How often something is tried, and how long to wait in between. Source: `Backoff` in k8s.io/apimachinery/pkg/util/wait. */
export interface Backoff {
  /** How often it is tried in all: 1 or more. */
  readonly steps: number
  /** The first wait, in milliseconds. */
  readonly durationMs: number
  /** Each wait is this many times the one before it. Default: 1. */
  readonly factor?: number | undefined
  /** Up to this share of a wait is added to it at random, so that those who met do not meet again. Default: 0. */
  readonly jitter?: number | undefined
}

/** What a retry can be given. */
export interface RetryOptions {
  /** Ends the waits and further attempts. An attempt under way is the function's own to end. */
  readonly signal?: AbortSignal | undefined
}

/**
 * For a conflict with others who change the same object now and then: 5 attempts, about 10 ms apart.
 *
 * Source: `DefaultRetry` in k8s.io/client-go/util/retry.
 */
export const defaultRetry: Backoff = { steps: 5, durationMs: 10, factor: 1, jitter: 0.1 }

/**
 * For a conflict with others who are at work on the same object: 4 attempts, about 10, 50 and 250 ms apart.
 *
 * Source: `DefaultBackoff` in k8s.io/client-go/util/retry.
 */
export const defaultBackoff: Backoff = { steps: 4, durationMs: 10, factor: 5, jitter: 0.1 }

/**
 * Calls a function again while it fails with a conflict (`isConflict`), because the object was changed since it was
 * read. The function has to read the object anew each time:
 *
 * `retryOnConflict(async () => pods.update(changed(await pods.get('web'))))`
 *
 * Source: `RetryOnConflict` in k8s.io/client-go/util/retry.
 *
 * @param backoff default: {@link defaultRetry}
 * @returns what the function gives
 * @throws {StatusError} the last conflict, when the attempts are used up; besides, what {@link retryOnError} throws
 */
export function retryOnConflict<T>(
  act: () => T | PromiseLike<T>,
  backoff: Backoff = defaultRetry,
  options?: RetryOptions,
): Promise<T> {
  return retryOnError(backoff, isConflict, act, options)
}

/**
 * Calls a function again while it fails with an error that can be retried.
 *
 * Source: `OnError` in k8s.io/client-go/util/retry.
 *
 * @param retriable tells whether an error is worth another attempt: a predicate such as `isServiceUnavailable`
 * @returns what the function gives
 * @throws {RequestError} for a backoff that is none, before anything is called; besides, what the function throws, at
 *   the last attempt or where it is not retriable, and the signal's reason
 */
export async function retryOnError<T>(
  backoff: Backoff,
  retriable: (error: unknown) => boolean,
  act: () => T | PromiseLike<T>,
  options: RetryOptions = {},
): Promise<T> {
  checkBackoff(backoff)
  const { steps, durationMs, factor = 1, jitter = 0 } = backoff
  const { signal } = options
  for (let step = 1, waitMs = durationMs; ; step++, waitMs *= factor) {
    signal?.throwIfAborted()
    try {
      return await act()
    } catch (error) {
      if (step >= steps || !retriable(error)) throw error
    }
    await sleep(waitMs * (1 + Math.random() * jitter), signal)
  }
}

/** @throws {RequestError} that names the field */
function checkBackoff(backoff: Backoff): void {
  if (typeof backoff !== 'object' || backoff === null) throw new RequestError('invalid backoff: expected an object')
  const { steps, durationMs, factor = 1, jitter = 0 } = backoff
  if (!Number.isInteger(steps) || steps < 1) throw invalid('steps', 'a whole number from 1 on', steps)
  for (const [field, value] of Object.entries({ durationMs, factor, jitter })) {
    if (!Number.isFinite(value) || value < 0) throw invalid(field, 'a number that is not negative', value)
  }
}

function invalid(field: string, expected: string, found: unknown): RequestError {
  return new RequestError(`invalid backoff.${field}: expected ${expected}, found ${String(found)}`)
}
