import { AuthError, ConfigError, DecodeError, RequestError, StatusError, TransportError } from './errors.ts'
import { causeUnexpectedServerResponse, type StatusReason } from './status.ts'

/**
 * The reasons that a code may stand for. When a Status has a reason that is none of these, the code decides:
 * a newer server's more exact word must not hide a 404 from an older client.
 *
 * Source: `knownReasons` and `IsNotFound` and its sisters in k8s.io/apimachinery/pkg/api/errors.
 */
const knownReasons: ReadonlySet<string> = new Set<StatusReason>([
  'Unauthorized',
  'Forbidden',
  'NotFound',
  'AlreadyExists',
  'Conflict',
  'Gone',
  'Invalid',
  'ServerTimeout',
  'StoreReadError',
  'Timeout',
  'TooManyRequests',
  'BadRequest',
  'MethodNotAllowed',
  'NotAcceptable',
  'RequestEntityTooLarge',
  'UnsupportedMediaType',
  'InternalError',
  'Expired',
  'ServiceUnavailable',
])

/** Finds the StatusError in an error: itself, or what a wrapper of someone else's holds as its `cause`. */
export function statusErrorOf(error: unknown): StatusError | undefined {
  let current = error
  // Our own errors keep an *earlier* attempt as their cause; that one must not speak for the last one.
  for (let depth = 0; depth < 16 && current instanceof Error; depth++) {
    if (current instanceof StatusError) return current
    if (isKubeclientError(current)) return undefined
    current = current.cause
  }
  return undefined
}

/** The machine-readable reason of a failure; empty if there is none. */
export function reasonForError(error: unknown): string {
  return statusErrorOf(error)?.reason ?? ''
}

/** The object or path is not there (404). */
export function isNotFound(error: unknown): boolean {
  return hasReasonOrCode(error, 'NotFound', 404)
}
/** An object of this name is there already (409). */
export function isAlreadyExists(error: unknown): boolean {
  return hasReason(error, 'AlreadyExists')
}
/** The object changed since it was read (409): read it again and repeat the change. */
export function isConflict(error: unknown): boolean {
  return hasReasonOrCode(error, 'Conflict', 409)
}
/** The server refused the object's content (422); `details.causes` has a cause for each bad field. */
export function isInvalid(error: unknown): boolean {
  return hasReasonOrCode(error, 'Invalid', 422)
}
/** The resource is no longer served, or the version asked for is gone (410). */
export function isGone(error: unknown): boolean {
  return hasReasonOrCode(error, 'Gone', 410)
}
/** The resourceVersion or continue token is too old (410 Expired): list again. */
export function isResourceExpired(error: unknown): boolean {
  return hasReason(error, 'Expired')
}
/** The caller may not do this (403). */
export function isForbidden(error: unknown): boolean {
  return hasReasonOrCode(error, 'Forbidden', 403)
}
/** The server does not know who the caller is (401). */
export function isUnauthorized(error: unknown): boolean {
  return hasReasonOrCode(error, 'Unauthorized', 401)
}
/** The server gave up in mid-work (504); it may still have acted. */
export function isTimeout(error: unknown): boolean {
  return hasReasonOrCode(error, 'Timeout', 504)
}
/** The server could not finish in time and asks to repeat the request (500 or 504 with reason ServerTimeout). */
export function isServerTimeout(error: unknown): boolean {
  // No code stands for this reason alone: 500 and 504 both have other meanings.
  return hasReason(error, 'ServerTimeout')
}
/** Something failed inside the server (500). */
export function isInternalError(error: unknown): boolean {
  return hasReasonOrCode(error, 'InternalError', 500)
}
/** The server sheds load (429); `retryAfterMs` says how long to wait. */
export function isTooManyRequests(error: unknown): boolean {
  // A code of 429 counts whatever the reason: load balancers and webhooks use words of their own.
  const status = statusErrorOf(error)
  return status !== undefined && (status.reason === 'TooManyRequests' || status.code === 429)
}
/** The server, or what stands behind it, is not available (503). */
export function isServiceUnavailable(error: unknown): boolean {
  return hasReasonOrCode(error, 'ServiceUnavailable', 503)
}
/** The resource does not have this verb (405). */
export function isMethodNotSupported(error: unknown): boolean {
  return hasReasonOrCode(error, 'MethodNotAllowed', 405)
}
/** The request made no sense to the server (400). */
export function isBadRequest(error: unknown): boolean {
  return hasReasonOrCode(error, 'BadRequest', 400)
}
/** None of the formats asked for is available (406). */
export function isNotAcceptable(error: unknown): boolean {
  return hasReasonOrCode(error, 'NotAcceptable', 406)
}
/** The body's media type is not accepted (415). */
export function isUnsupportedMediaType(error: unknown): boolean {
  return hasReasonOrCode(error, 'UnsupportedMediaType', 415)
}
/** The body is larger than the server takes (413). */
export function isRequestEntityTooLarge(error: unknown): boolean {
  const status = statusErrorOf(error)
  return status !== undefined && (status.reason === 'RequestEntityTooLarge' || status.code === 413)
}
/** The answer was not written by the API machinery: a proxy's page, or a bare HTTP error. */
export function isUnexpectedServerError(error: unknown): boolean {
  return statusErrorOf(error)?.details?.causes?.some((cause) => cause.reason === causeUnexpectedServerResponse) ?? false
}

/**
 * How long the server asks to wait before the next try, in milliseconds; undefined if it does not suggest one.
 *
 * Source: `SuggestsClientDelay` in k8s.io/apimachinery/pkg/api/errors.
 */
export function suggestsClientDelay(error: unknown): number | undefined {
  const status = statusErrorOf(error)
  if (status === undefined) return undefined
  return status.retryAfterMs ?? (status.reason === 'ServerTimeout' ? 0 : undefined)
}

function hasReason(error: unknown, reason: StatusReason): boolean {
  return statusErrorOf(error)?.reason === reason
}

function hasReasonOrCode(error: unknown, reason: StatusReason, code: number): boolean {
  const status = statusErrorOf(error)
  if (status === undefined) return false
  return status.reason === reason || (status.code === code && !knownReasons.has(status.reason))
}

/** Whether an error is one of the classes of this package. */
export function isKubeclientError(error: unknown): boolean {
  return (
    error instanceof StatusError ||
    error instanceof TransportError ||
    error instanceof DecodeError ||
    error instanceof RequestError ||
    error instanceof ConfigError ||
    error instanceof AuthError
  )
}
