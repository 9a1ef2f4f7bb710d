import type { Status, StatusCause, StatusDetails, StatusReason } from '../errors/index.ts'

/** Thrown anywhere below the request handler, which answers with its Status. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly code: number
  readonly status: Status
  readonly headers: Readonly<Record<string, string>>

  constructor(code: number, reason: StatusReason | '', message: string, extra: ApiErrorExtra = {}) {
    super(message)
    this.code = code
    this.headers = extra.headers ?? {}
    this.status = {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: extra.continue === undefined ? {} : { continue: extra.continue },
      status: 'Failure',
      message,
      ...(reason === '' ? {} : { reason }),
      ...(extra.details === undefined ? {} : { details: extra.details }),
      code,
    }
  }
}

interface ApiErrorExtra {
  details?: StatusDetails
  headers?: Record<string, string>
  continue?: string
}

/** The object an error is about. */
export interface ErrorSubject {
  group: string
  /** The plural for most errors; some of the real server's name the kind. */
  resource: string
  name: string
}

function detailsOf({ group, resource, name }: ErrorSubject): StatusDetails {
  return { ...(name === '' ? {} : { name }), ...(group === '' ? {} : { group }), kind: resource }
}

function qualified({ group, resource }: ErrorSubject): string {
  return group === '' ? resource : `${resource}.${group}`
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message)
}

/** What should not have happened. */
export function internalError(error: unknown): ApiError {
  return new ApiError(500, 'InternalError', `internal error: ${error instanceof Error ? error.message : String(error)}`)
}

export function unauthorized(): ApiError {
  return new ApiError(401, 'Unauthorized', 'Unauthorized')
}

export function notFound(subject: ErrorSubject): ApiError {
  const message = `${qualified(subject)} "${subject.name}" not found`
  return new ApiError(404, 'NotFound', message, { details: detailsOf(subject) })
}

/** For paths below /api and /version that lead nowhere. */
export function noSuchResource(): ApiError {
  return new ApiError(404, 'NotFound', 'the server could not find the requested resource', { details: {} })
}

export function methodNotAllowed(): ApiError {
  const message = 'the server does not allow this method on the requested resource'
  return new ApiError(405, 'MethodNotAllowed', message, { details: {} })
}

export function notAcceptable(message: string): ApiError {
  return new ApiError(406, 'NotAcceptable', message)
}

export function alreadyExists(subject: ErrorSubject): ApiError {
  const message = `${qualified(subject)} "${subject.name}" already exists`
  return new ApiError(409, 'AlreadyExists', message, { details: detailsOf(subject) })
}

export function conflict(subject: ErrorSubject, why: string): ApiError {
  const message = `Operation cannot be fulfilled on ${qualified(subject)} "${subject.name}": ${why}`
  return new ApiError(409, 'Conflict', message, { details: detailsOf(subject) })
}

export function forbidden(subject: ErrorSubject, why: string, causes?: StatusCause[]): ApiError {
  const name = subject.name === '' ? '' : ` "${subject.name}"`
  const details = { ...detailsOf(subject), ...(causes === undefined ? {} : { causes }) }
  return new ApiError(403, 'Forbidden', `${qualified(subject)}${name} is forbidden: ${why}`, { details })
}

/** The history that was asked for is gone. `next` is a token with which a list may go on, inconsistently. */
export function expired(message: string, next?: string): ApiError {
  return new ApiError(410, 'Expired', message, next === undefined ? {} : { continue: next })
}

export function tooLarge(limit: number): ApiError {
  return new ApiError(413, 'RequestEntityTooLarge', `Request entity too large: limit is ${limit}`)
}

export function unsupportedMediaType(message: string): ApiError {
  return new ApiError(415, 'UnsupportedMediaType', message)
}

/** A failure that the real server reports as a 500 without a reason. */
export function unexplained(message: string): ApiError {
  return new ApiError(500, '', message)
}

/** Kubernetes has this; this server does not, yet. */
export function notSupported(what: string): ApiError {
  return new ApiError(501, '', `not supported by this server: ${what}`)
}

/** A read asked for a version that is still to come. */
export function versionTooLarge(asked: number, current: number): ApiError {
  const details = {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  }
  const message = `Timeout: Too large resource version: ${asked}, current: ${current}`
  return new ApiError(504, 'Timeout', message, { details, headers: { 'retry-after': '1' } })
}
