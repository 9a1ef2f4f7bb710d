import { RequestError } from '../errors/index.ts'
import { pathSegmentProblems } from './path.ts'

/** @throws {RequestError} if there is a value already */
export function refuseSecond(what: string, current: string | undefined, next: string): void {
  if (current === undefined) return
  throw new RequestError(`${what} already set to "${current}", cannot change to "${next}"`)
}

/** @throws {RequestError} if the value cannot be one segment of a path */
export function checkSegment(what: string, segment: string): void {
  checkWellFormed(what, segment)
  const problems = pathSegmentProblems(segment)
  if (problems.length > 0) throw new RequestError(`invalid ${what} "${segment}": ${problems.join(', ')}`)
}

/** @throws {RequestError} that names the header and not its value, which may be a credential */
export function checkHeader(name: string, values: readonly string[]): void {
  if (!/^[!#$%&'*+\-.^_`|~\w]+$/.test(name)) throw new RequestError(`invalid header name "${name}"`)
  if (!values.every(isHeaderValue)) {
    throw new RequestError(`invalid value for the header "${name}": it holds a character that HTTP does not allow`)
  }
}

/** Whether HTTP allows a text as the value of a header: printable, and in Latin-1. */
export function isHeaderValue(value: string): boolean {
  return !/[^\t\u0020-\u007e\u0080-\u00ff]/.test(value)
}

/** @throws {RequestError} for half a character, which has no encoding */
export function checkWellFormed(what: string, text: string): void {
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
