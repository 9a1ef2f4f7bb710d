import type { Status, StatusDetails } from './status.ts'

/** Which request an error is about. The path has no query, and neither holds credentials. */
export interface RequestSummary {
  /** HTTP method, upper case. */
  method: string
  /** Path on the server, with the base path of the config and without the query. */
  path: string
  /** Origin of the server, such as `https://10.0.0.1:6443`. */
  host?: string | undefined
  /** How the request said who is asking, in kind: `exec plugin aws`. Named for a 401 and a 403. */
  identity?: string | undefined
}

/** A builder or an argument refused what it was given. Nothing was sent. */
export class RequestError extends Error {
  override readonly name = 'RequestError'
}

/**
 * The server answered, and the answer is a failure.
 *
 * `code` and `reason` say which; the predicates (`isNotFound`, `isConflict`, ...) are the way to ask.
 */
export class StatusError extends Error {
  override readonly name = 'StatusError'
  /** The Status body as the server sent it, or one made from a bare HTTP answer. */
  readonly status: Status
  /** HTTP status code. 0 if the Status has none. */
  readonly code: number
  /** One of {@link StatusReason} or a server's own word. Empty if the Status has none. */
  readonly reason: string
  readonly details: StatusDetails | undefined
  /** How long the server asked to wait, in milliseconds. Undefined if it did not ask. */
  readonly retryAfterMs: number | undefined
  readonly method: string | undefined
  /** Path of the request, without the query. */
  readonly path: string | undefined

  /**
   * @param status what there is of a Status; its kind is filled in
   * @param options.cause the error of an earlier attempt, or whatever else led here; an `Error` is named in the message
   */
  constructor(
    status: Omit<Status, 'kind'> & { kind?: string | undefined },
    request?: Partial<RequestSummary>,
    options?: { retryAfterMs?: number | undefined; cause?: unknown },
  ) {
    super(
      statusMessage(status, request) + previousAttemptSuffix(options?.cause),
      options?.cause === undefined ? undefined : { cause: options.cause },
    )
    this.status = { ...status, kind: 'Status' }
    this.code = status.code ?? 0
    this.reason = status.reason ?? ''
    this.details = status.details
    const seconds = status.details?.retryAfterSeconds
    this.retryAfterMs = options?.retryAfterMs ?? (seconds !== undefined && seconds > 0 ? seconds * 1000 : undefined)
    this.method = request?.method
    this.path = request?.path
  }
}

/** Data of a {@link TransportError}. */
export interface TransportErrorOptions extends Partial<RequestSummary> {
  cause?: unknown
  /** The system's or TLS library's code, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
  code?: string | undefined
  /** HTTP status, if an answer's head had arrived. */
  statusCode?: number | undefined
}

/**
 * There was no usable answer: the connection was refused, reset or cut, TLS failed, or the answer ended early.
 * Whether the server acted on the request is not known.
 */
export class TransportError extends Error {
  override readonly name: string = 'TransportError'
  /** The system's or TLS library's code, such as `ECONNREFUSED` or `CERT_HAS_EXPIRED`. */
  readonly code: string | undefined
  /** HTTP status, if an answer's head had arrived. */
  readonly statusCode: number | undefined
  readonly method: string | undefined
  /** Path of the request, without the query. */
  readonly path: string | undefined
  readonly host: string | undefined

  constructor(message: string, options: TransportErrorOptions = {}) {
    super(`${message}${requestSuffix(options)}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.code = options.code
    this.statusCode = options.statusCode
    this.method = options.method
    this.path = options.path
    this.host = options.host
  }
}

/** A deadline of the caller's own (`timeoutMs`), or a connect or idle timeout, passed. */
export class TimeoutError extends TransportError {
  override readonly name = 'TimeoutError'
  /** The limit that passed, in milliseconds. */
  readonly timeoutMs: number

  constructor(message: string, timeoutMs: number, options: TransportErrorOptions = {}) {
    super(message, { code: 'ETIMEDOUT', ...options })
    this.timeoutMs = timeoutMs
  }
}

/** An answer or an event arrived and cannot be read: not JSON, cut short, or in a format that is not spoken here. */
export class DecodeError extends Error {
  override readonly name = 'DecodeError'
  /** Media type of what could not be read, as the server named it. */
  readonly contentType: string | undefined
  readonly method: string | undefined
  /** Path of the request, without the query. */
  readonly path: string | undefined

  constructor(
    message: string,
    options: Partial<RequestSummary> & { cause?: unknown; contentType?: string | undefined } = {},
  ) {
    super(`${message}${requestSuffix(options)}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.contentType = options.contentType
    this.method = options.method
    this.path = options.path
  }
}

/** A kubeconfig, or a RestConfig, that cannot be used. The message names the file and the field. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError'
  /** The file, if it came from one. */
  readonly file: string | undefined
  /** The field, such as `clusters[dev].server`. */
  readonly field: string | undefined

  constructor(
    problem: string,
    options: { file?: string | undefined; field?: string | undefined; cause?: unknown } = {},
  ) {
    const where = [options.file, options.field].filter((part) => part !== undefined).join(': ')
    super(
      where === '' ? problem : `${where}: ${problem}`,
      options.cause === undefined ? undefined : { cause: options.cause },
    )
    this.file = options.file
    this.field = options.field
  }
}

/** Credentials could not be had. The message names their source and never a secret. */
export class AuthError extends Error {
  override readonly name = 'AuthError'
  /** Where the credentials should have come from, such as `token file /path` or `exec plugin aws`. */
  readonly source: string

  constructor(source: string, problem: string, options: { cause?: unknown } = {}) {
    super(`${source}: ${problem}`, options.cause === undefined ? undefined : { cause: options.cause })
    this.source = source
  }
}

function statusMessage(status: Omit<Status, 'kind'>, request: Partial<RequestSummary> | undefined): string {
  const isAboutIdentity = status.code === 401 || status.code === 403
  const identity = isAboutIdentity && request?.identity ? `as ${request.identity}` : ''
  const facts = [[status.code, status.reason].filter(Boolean).join(' '), requestName(request), identity].filter(
    (part) => part !== '',
  )
  const text = status.message || status.reason || 'the server answered with a failure and gave no message'
  return facts.length === 0 ? text : `${text} (${facts.join(', ')})`
}

/** What the message of a last attempt's error says of the attempt before it; empty if there was none. */
export function previousAttemptSuffix(previous: unknown): string {
  return previous instanceof Error ? ` - error from a previous attempt: ${previous.message}` : ''
}

function requestSuffix(request: Partial<RequestSummary>): string {
  const name = requestName(request)
  return name === '' ? '' : ` (${name})`
}

function requestName(request: Partial<RequestSummary> | undefined): string {
  if (request?.method === undefined) return ''
  return `${request.method} ${request.host ?? ''}${request.path ?? ''}`.trimEnd()
}
