import { previousAttemptSuffix, StatusError, TimeoutError, TransportError } from '../errors/errors.ts'
import { isConnectionDropped, type ResponseHeaders } from '../transport/index.ts'

/** How a request is sent, which decides what is repeated when a connection fails. */
export type SendMode = 'request' | 'items' | 'stream' | 'watch'

/** How often a request is repeated at most, unless it says otherwise. Source: `NewRequest` in k8s.io/client-go/rest. */
export const defaultMaxRetries = 10

/** How long to wait before repeating a request whose connection was dropped. */
export const droppedConnectionDelayMs = 1000

/**
 * How long a server asks to wait before the same request may be repeated; undefined if it does not offer that.
 * Only 429 and 5xx count, and only a Retry-After in whole seconds: dates are not honoured.
 *
 * Source: `checkWait` in k8s.io/client-go/rest.
 */
export function retryAfterMs(status: number, headers: ResponseHeaders): number | undefined {
  if (status !== 429 && status < 500) return undefined
  const seconds = retryAfterSeconds(headers)
  return seconds === undefined ? undefined : seconds * 1000
}

/** The header Retry-After, if it is an integer. */
export function retryAfterSeconds(headers: ResponseHeaders): number | undefined {
  const header = headers['retry-after']
  const value = typeof header === 'string' || header === undefined ? header : header[0]
  return value !== undefined && /^\d{1,9}$/.test(value) ? Number(value) : undefined
}

/** Whether a request that got no answer may be repeated. A refused connection never is: nobody is listening. */
export function isRepeatable(error: unknown, method: string, mode: SendMode): boolean {
  if (!(error instanceof TransportError)) return false
  switch (mode) {
    case 'request':
    case 'items':
      return (method === 'GET' || method === 'HEAD') && isConnectionDropped(error)
    case 'watch':
      return error instanceof TimeoutError || isConnectionDropped(error)
    case 'stream':
      return false
  }
}

/**
 * Adds to the error of a last attempt what the attempt before it ended with. The error is changed in place, so that
 * its class and data stay; nobody else holds it yet.
 */
export function addPreviousAttempt(error: unknown, previous: Error | undefined): unknown {
  const isOurs = error instanceof TransportError || error instanceof StatusError
  if (previous === undefined || previous === error || !isOurs) return error
  error.message += previousAttemptSuffix(previous)
  // Behind the system's own error, which stays what it was.
  let last: Error = error
  for (let depth = 0; depth < 8 && last.cause instanceof Error; depth++) last = last.cause
  if (last !== previous) last.cause = previous
  return error
}
