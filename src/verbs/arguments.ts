import { RequestError } from '../errors/index.ts'
import type { ObjectType, ReadOptions, StreamOptions } from '../rest/index.ts'
import type { Subresource } from './options.ts'

/** Whatever a caller sends: an object of the API, perhaps without saying what it is. */
export interface Body {
  readonly apiVersion?: string | undefined
  readonly kind?: string | undefined
  readonly metadata?:
    | {
        readonly name?: string | undefined
        readonly namespace?: string | undefined
        readonly managedFields?: readonly unknown[] | undefined
      }
    | undefined
}

/** @throws {RequestError} that names the argument */
export function requireName(argument: string, name: unknown): string {
  if (typeof name === 'string' && name !== '') return name
  throw new RequestError(
    `invalid ${argument}: ${name === '' ? 'resource name may not be empty' : `expected a name, found ${typeName(name)}`}`,
  )
}

/** @throws {RequestError} that names the argument */
export function requireObject<T extends object>(argument: string, value: T | undefined): T {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value
  throw new RequestError(`invalid ${argument}: expected an object, found ${typeName(value)}`)
}

/**
 * The name that an object carries.
 *
 * @throws {RequestError} that names the argument if it has none
 */
export function requireNameOf(argument: string, object: Body): string {
  const name = requireObject(argument, object).metadata?.name
  if (typeof name === 'string' && name !== '') return name
  throw new RequestError(`invalid ${argument}: metadata.name may not be empty`)
}

/** A copy that says what it is, where the object does not: servers want to read it from custom resources. */
export function asSent(object: object, type: ObjectType): object {
  const { kind, apiVersion } = object as Body
  if (kind && apiVersion) return object
  return { kind: kind || type.kind, apiVersion: apiVersion || type.apiVersion, ...withoutEmptyType(object) }
}

function withoutEmptyType(object: object): object {
  const { kind: _kind, apiVersion: _apiVersion, ...rest } = object as Body
  return rest
}

function typeName(value: unknown): string {
  if (value === null) return 'null'
  return Array.isArray(value) ? 'an array' : typeof value
}

/** Options as a caller gave them, sorted by who they are for. */
export interface SortedOptions {
  /** For this side. */
  readonly call: StreamOptions & ReadOptions
  /** For the server, under their wire names. What is not known here is passed on: a newer server may know it. */
  readonly wire: Readonly<Record<string, unknown>>
  readonly subresource: readonly string[]
}

/** @throws {RequestError} if the options are no object, or the subresource is none */
export function sortOptions(argument: string, options: object | undefined): SortedOptions {
  if (options === undefined) return { call: {}, wire: {}, subresource: [] }
  if (typeof options !== 'object' || options === null || Array.isArray(options)) {
    throw new RequestError(`invalid ${argument}: expected an object`)
  }
  const { signal, timeoutMs, idleTimeoutMs, maxBytes, subresource, ...wire } = options as StreamOptions &
    ReadOptions & { subresource?: Subresource }
  return { call: { signal, timeoutMs, idleTimeoutMs, maxBytes }, wire, subresource: segmentsOf(subresource) }
}

function segmentsOf(subresource: Subresource | undefined): readonly string[] {
  if (subresource === undefined) return []
  const segments = typeof subresource === 'string' ? [subresource] : subresource
  if (!Array.isArray(segments) || segments.length === 0 || segments.some((segment) => !isName(segment))) {
    throw new RequestError('invalid subresource: expected a string or an array of strings, none of them empty')
  }
  return segments
}

function isName(value: unknown): boolean {
  return typeof value === 'string' && value !== ''
}
