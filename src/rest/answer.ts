import { DecodeError, type RequestSummary, type Status, StatusError, statusFromHttpAnswer } from '../errors/index.ts'
import { BodyTooLargeError, type ResponseBody, type TransportResponse } from '../transport/index.ts'
import { baseMediaType, mediaTypeParameter } from './media-type.ts'
import { retryAfterSeconds } from './retry.ts'
import { decodeText } from './utf8.ts'

/** What a request is about, for its errors. */
export interface RequestTarget extends RequestSummary {
  readonly group?: string | undefined
  readonly resource?: string | undefined
  readonly name?: string | undefined
}

/** How much of a text that is no Status is kept in an error. Source: `maxUnstructuredResponseTextBytes` in client-go. */
const maxTextBytes = 2048

/** One header's value; several are joined as HTTP allows. */
export function headerOf(response: Pick<TransportResponse, 'headers'>, name: string): string | undefined {
  const value = response.headers[name]
  return typeof value === 'string' || value === undefined ? value : value.join(', ')
}

/** Reads a body to its end. */
export function readBody(body: ResponseBody, maxBytes: number | undefined, about: RequestSummary): Promise<Uint8Array> {
  return body.bytes === undefined ? collect(body, maxBytes, about) : body.bytes(maxBytes)
}

async function collect(body: ResponseBody, maxBytes: number | undefined, about: RequestSummary): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body) {
    size += chunk.byteLength
    checkBodySize(size, maxBytes, about)
    chunks.push(chunk)
  }
  return concat(chunks, size)
}

/** @throws {BodyTooLargeError} if more bytes came than are wanted */
export function checkBodySize(size: number, maxBytes: number | undefined, about: RequestSummary): void {
  if (maxBytes !== undefined && size > maxBytes) throw new BodyTooLargeError(maxBytes, about)
}

/** How much of a failure is read: more than any Status, and little enough for a server that pours out a page. */
const maxFailureBytes = 1024 * 1024

/** Reads the body of a failure, up to a limit of its own, and gives up the rest. */
export async function readFailure(body: ResponseBody): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let size = 0
  // Leaving the loop cancels the body.
  for await (const chunk of body) {
    chunks.push(chunk)
    size += chunk.byteLength
    if (size >= maxFailureBytes) break
  }
  return concat(chunks, size)
}

function concat(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const [first] = chunks
  if (first !== undefined && chunks.length === 1) return first
  const whole = new Uint8Array(size)
  let offset = 0
  for (const chunk of chunks) {
    whole.set(chunk, offset)
    offset += chunk.byteLength
  }
  return whole
}

/** The error that a failing answer stands for: its own Status, or one made from the code. */
export function statusErrorFromAnswer(
  answer: { status: number; headers: TransportResponse['headers']; body: Uint8Array },
  target: RequestTarget,
  cause?: Error,
): StatusError {
  const contentType = headerOf(answer, 'content-type')
  const seconds = retryAfterSeconds(answer.headers)
  const status = statusBody(answer.body, contentType) ?? {
    ...statusFromHttpAnswer({
      code: answer.status,
      method: target.method,
      // An answer that the server only passes on says nothing of the server itself.
      host: /\/proxy(\/|$)/.test(target.path) ? undefined : target.host,
      group: target.group,
      resource: target.resource,
      name: target.name,
      body: isText(contentType) ? decodeText(answer.body.subarray(0, maxTextBytes)).trim() : undefined,
      retryAfterSeconds: seconds,
      location: locationOf(answer, target),
    }),
  }
  return new StatusError({ ...status, code: status.code ?? answer.status }, target, {
    cause,
    ...(seconds === undefined || status.details?.retryAfterSeconds ? {} : { retryAfterMs: seconds * 1000 }),
  })
}

/** The header Location, completed by the request's own URL where it is relative. */
function locationOf(answer: Pick<TransportResponse, 'headers'>, { host, path }: RequestTarget): string | undefined {
  const location = answer.headers['location']
  const base = `${host ?? ''}${path}`
  return typeof location === 'string' && URL.canParse(location, base) ? new URL(location, base).href : undefined
}

/** The Status in a body, if there is one and it tells of a failure. */
function statusBody(body: Uint8Array, contentType: string | undefined): Status | undefined {
  if (body.byteLength === 0 || (contentType !== undefined && baseMediaType(contentType) !== 'application/json')) {
    return undefined
  }
  try {
    const value: unknown = JSON.parse(decodeText(body))
    return isStatus(value) && value.status === 'Failure' ? value : undefined
  } catch {
    // No JSON after all: the code has to do.
    return undefined
  }
}

/** Whether a value is a Status. Old servers leave its apiVersion out. */
export function isStatus(value: unknown): value is Status {
  if (typeof value !== 'object' || value === null) return false
  const { kind, apiVersion } = value as Status
  return kind === 'Status' && (apiVersion === undefined || apiVersion === 'v1' || apiVersion === 'meta.k8s.io/v1')
}

/**
 * Refuses a value that is a Status of anything but success, whatever the code it came with.
 *
 * @throws {StatusError} which is what it stands for
 */
export function refuseFailure(value: unknown, code: number, target: RequestTarget, previous?: Error): void {
  if (!isStatus(value) || value.status === 'Success') return
  throw new StatusError({ ...value, code: value.code ?? code }, target, { cause: previous })
}

/**
 * Refuses an answer that is not JSON. An answer that does not name its type is taken for what was asked for.
 *
 * @throws {DecodeError} that names the type
 */
export function checkJson(contentType: string | undefined, about: RequestSummary): void {
  // What nearly every answer says.
  if (contentType === 'application/json' || contentType === undefined || contentType === '') return
  const base = baseMediaType(contentType)
  if (base !== 'application/json') {
    throw new DecodeError(`cannot read an answer of type ${base || 'that is empty'}: expected application/json`, {
      ...about,
      contentType,
    })
  }
  const charset = mediaTypeParameter(contentType, 'charset')?.toLowerCase()
  if (charset !== undefined && charset !== 'utf-8' && charset !== 'utf8' && charset !== 'us-ascii') {
    throw new DecodeError(`cannot read JSON in the charset ${charset}: expected utf-8`, { ...about, contentType })
  }
}

/** @throws {DecodeError} that says where the text stops being JSON, and not what it holds */
export function parseJson(
  text: string,
  parse: (text: string) => unknown,
  about: RequestSummary,
  contentType: string | undefined,
): unknown {
  try {
    return parse(text)
  } catch (error) {
    // The runtime's message quotes the text, which may hold a secret: only the position is taken from it.
    const position = error instanceof Error ? /position (\d+)/.exec(error.message)?.[1] : undefined
    const where = position === undefined ? '' : ` at position ${position} of ${text.length}`
    throw new DecodeError(`the answer is not JSON${where}`, { ...about, contentType })
  }
}

function isText(contentType: string | undefined): boolean {
  return contentType === undefined || contentType === '' || baseMediaType(contentType).startsWith('text/')
}
