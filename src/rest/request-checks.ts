import { RequestError } from '../errors/index.ts'
import { baseMediaType } from './media-type.ts'
import { pathSegmentProblems } from './path.ts'

/** @throws {RequestError} if there is a value already */
export function refuseSecond(what: string, current: string | undefined, next: string): void {
  if (current === undefined) return
  throw new RequestError(`${what} already set to "${current}", cannot change to "${next}"`)
}

/** @throws {RequestError} if it cannot be an HTTP method */
export function checkVerb(verb: string): void {
  if (typeof verb === 'string' && /^[A-Za-z]+$/.test(verb)) return
  throw new RequestError(`invalid verb ${JSON.stringify(verb)}: expected an HTTP method`)
}

/** @throws {RequestError} if the value cannot be one segment of a path */
export function checkSegment(what: string, segment: string): void {
  checkWellFormed(what, segment)
  const problems = pathSegmentProblems(segment)
  if (problems.length > 0) throw new RequestError(`invalid ${what} "${segment}": ${problems.join(', ')}`)
}

/** Formats that a JSON text is in: its own, those built on it, and YAML, which has it as a part. */
const holdsJson = /^$|[/+](?:json|yaml)$/

/**
 * Refuses to label an object, which is always written as JSON, as something else.
 *
 * @throws {RequestError} that names the client's content type
 */
export function checkContentType(contentType: string | undefined): void {
  if (contentType === undefined || contentType === 'application/json') return
  const base = baseMediaType(contentType)
  if (holdsJson.test(base)) return
  throw new RequestError(`cannot write a body as ${base}: JSON is the only format of objects, others are sent as bytes`)
}

/** @throws {RequestError} if a limit in bytes is not one */
export function checkMaxBytes(maxBytes: number | undefined): void {
  if (maxBytes === undefined || (typeof maxBytes === 'number' && maxBytes >= 0)) return
  throw new RequestError(
    `invalid maxBytes: expected a number of bytes, found ${typeof maxBytes === 'number' ? maxBytes : typeof maxBytes}`,
  )
}

/** @throws {RequestError} for a function where an object with one is wanted. Undefined stands for the default one. */
export function checkWarningHandler(handler: unknown): void {
  if (
    handler === undefined ||
    typeof (handler as { handleWarningHeader?: unknown })?.handleWarningHeader === 'function'
  )
    return
  throw new RequestError('invalid warning handler: expected an object with a function handleWarningHeader')
}

/** @throws {RequestError} that names the header and not its value, which may be a credential */
export function checkHeader(name: string, values: readonly string[]): void {
  if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(name)) throw new RequestError(`invalid header name "${name}"`)
  for (const value of values) checkText(`value for the header "${name}"`, value)
  if (!values.every(isHeaderValue)) {
    throw new RequestError(`invalid value for the header "${name}": it holds a character that HTTP does not allow`)
  }
}

/** Whether HTTP allows a text as the value of a header: printable, and in Latin-1. */
export function isHeaderValue(value: string): boolean {
  return !/[^\t\u0020-\u007e\u0080-\u00ff]/.test(value)
}

/** @throws {RequestError} for what is no text: callers without types give numbers, and what turned out to be undefined */
export function checkText(what: string, text: unknown): asserts text is string {
  if (typeof text === 'string') return
  throw new RequestError(`invalid ${what}: expected a string, found ${typeName(text)}`)
}

/** What a value is, for the message of an error. */
export function typeName(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : typeof value
}

/** @throws {RequestError} for what is no text, and for half a character, which has no encoding */
export function checkWellFormed(what: string, text: string): void {
  checkText(what, text)
  if (!text.isWellFormed()) throw new RequestError(`invalid ${what}: it holds half of a surrogate pair`)
}

/**
 * What a request without a namespace, where one was asked for, must not do.
 *
 * Source: `requestPreflightCheck` in k8s.io/client-go/rest.
 *
 * @throws {RequestError} for a creation, and for a single object
 */
export function checkNamespace(method: string, namespace: string | undefined, name: string): void {
  if (namespace !== '') return
  if (method === 'POST') throw new RequestError('an empty namespace may not be set during creation')
  if ((method === 'GET' || method === 'PUT' || method === 'DELETE') && name !== '') {
    throw new RequestError('an empty namespace may not be set when a resource name is provided')
  }
}
