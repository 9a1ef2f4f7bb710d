import { Definitions } from '../schema/definitions.ts'
import { facts as coreV1 } from '../schema/facts/core-v1.ts'
import { facts as metaV1 } from '../schema/facts/meta-v1.ts'
import { quoted } from './answer.ts'
import { badRequest } from './api-error.ts'
import type { KindStrategy } from './kinds/kind-strategy.ts'
import type { FieldValidation } from './query-options.ts'
import type { DecodedBody } from './request-body.ts'
import { canonicalObject } from './schema/canonical.ts'
import { FieldTypeError, isObject, type JsonObject } from './schema/field-type-error.ts'
import type { ServerObject } from './store/stored-object.ts'

/** Of the kinds that are served. Not loaded on demand, as elsewhere: every request needs them. */
const definitions = new Definitions([coreV1, metaV1])

/** An object from a request, and what there is to say about it. */
export interface DecodedObject {
  readonly object: ServerObject
  /** For the header Warning, one each. */
  readonly warnings: readonly string[]
}

/**
 * Makes an object of the kind from a decoded body.
 *
 * @throws {ApiError} 400 if it is of another kind, has a value of the wrong type, or, with Strict, a field that is unknown or
 *   comes twice
 */
export function decodeObject(kind: KindStrategy, body: DecodedBody, validation: FieldValidation): DecodedObject {
  const source = body.value ?? {}
  if (!isObject(source)) throw badRequest(`the object provided is unrecognized (must be of type ${kind.kind})`)
  checkType(kind, source)
  const unknown: string[] = []
  const object = canonical(kind, source, unknown)
  object['metadata'] ??= {}
  if (validation === 'Ignore') return { object: object as ServerObject, warnings: [] }
  const warnings = [
    ...unknown.map((field) => `unknown field ${quoted(field)}`),
    ...body.duplicates().map((field) => `duplicate field ${quoted(field)}`),
  ]
  if (warnings.length > 0 && validation === 'Strict') {
    throw badRequest(`${cannotHandle(kind, kind.kind, kind.version)}: strict decoding error: ${warnings.join(', ')}`)
  }
  return { object: object as ServerObject, warnings }
}

/** Brings an object back into its canonical form after it was changed. */
export function canonicalise(kind: KindStrategy, object: ServerObject): ServerObject {
  return canonical(kind, object, []) as ServerObject
}

/** Reads the body of a deletion. @throws {ApiError} 400 if it is not of that kind or has a value of the wrong type */
export function decodeDeleteOptions(body: unknown): JsonObject {
  if (!isObject(body)) throw badRequest('the body of a deletion must be DeleteOptions')
  const { kind = 'DeleteOptions', apiVersion = 'v1' } = body
  if (kind !== 'DeleteOptions')
    throw badRequest(`no kind ${JSON.stringify(kind)} is registered for version ${JSON.stringify(apiVersion)}`)
  try {
    return canonicalObject(definitions, 'meta/v1.DeleteOptions', body, [])
  } catch (error) {
    throw error instanceof FieldTypeError ? badRequest(error.message) : error
  }
}

function checkType(kind: KindStrategy, source: JsonObject): void {
  const { kind: name = kind.kind, apiVersion = apiVersionOf(kind) } = source
  if (typeof name !== 'string' || typeof apiVersion !== 'string') {
    throw badRequest(
      `the object provided is unrecognized (must be of type ${kind.kind}): kind and apiVersion are strings`,
    )
  }
  // Either of the two may be missing or empty: the path says what they are.
  const wrong = (name !== '' && name !== kind.kind) || (apiVersion !== '' && apiVersion !== apiVersionOf(kind))
  if (wrong) throw badRequest(`${cannotHandle(kind, name, apiVersion)}: it is not of that kind`)
}

function canonical(kind: KindStrategy, source: JsonObject, unknown: string[]): JsonObject {
  try {
    const typed = { ...source, kind: kind.kind, apiVersion: apiVersionOf(kind) }
    return canonicalObject(definitions, `core/v1.${kind.schema}`, typed, unknown)
  } catch (error) {
    if (!(error instanceof FieldTypeError)) throw error
    throw badRequest(`${cannotHandle(kind, kind.kind, kind.version)}: ${error.message}`)
  }
}

function cannotHandle(kind: KindStrategy, name: string, version: string): string {
  return `${name} in version "${version}" cannot be handled as a ${kind.kind}`
}

export function apiVersionOf(kind: KindStrategy): string {
  return kind.group === '' ? kind.version : `${kind.group}/${kind.version}`
}
