import { TimeoutError, TransportError, type TransportErrorOptions } from '../errors/index.ts'
import type { ResponseHeaders } from './transport.ts'

/** An answer, or an event of a watch, was longer than the caller allows. It was given up and its socket freed. */
export class BodyTooLargeError extends TransportError {
  override readonly name = 'BodyTooLargeError'
  readonly maxBytes: number

  constructor(maxBytes: number, options: TransportErrorOptions = {}, what = 'the answer') {
    super(`${what} is longer than the allowed ${maxBytes} bytes`, { code: 'EMSGSIZE', ...options })
    this.maxBytes = maxBytes
  }
}

/** What the server answered instead of switching protocols. */
export interface RefusedUpgrade {
  readonly status: number
  readonly headers: ResponseHeaders
  /** The first 2 KiB of the body: enough for a Status. */
  readonly body: Uint8Array
}

/** The server answered an upgrade with something else than 101. */
export class UpgradeRefusedError extends TransportError {
  override readonly name = 'UpgradeRefusedError'
  readonly response: RefusedUpgrade

  constructor(response: RefusedUpgrade, options: TransportErrorOptions = {}) {
    super(`the server does not open a WebSocket: it answered ${response.status}`, {
      ...options,
      statusCode: response.status,
    })
    this.response = response
  }
}

const dropCodes: ReadonlySet<string> = new Set(['ECONNRESET', 'EPIPE', 'ECONNABORTED'])

/**
 * True if an open connection was reset or ended before the whole answer was there. Whether the server acted on the
 * request is then not known. `statusCode` tells whether the head of the answer had arrived.
 */
export function isConnectionDropped(error: unknown): error is TransportError {
  return (
    error instanceof TransportError &&
    !(error instanceof TimeoutError) &&
    error.code !== undefined &&
    dropCodes.has(error.code)
  )
}

/** True if nothing listens at the address. */
export function isConnectionRefused(error: unknown): error is TransportError {
  return error instanceof TransportError && error.code === 'ECONNREFUSED'
}
