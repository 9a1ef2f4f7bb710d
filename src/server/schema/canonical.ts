import type { Definitions, ResolvedField, ResolvedType } from '../../schema/definitions.ts'
import type { Scalar } from '../../schema/field.ts'
import { isObject, type JsonObject, wrongType } from './field-type-error.ts'
import { canonicalScalar, zeroScalar } from './scalars.ts'

/**
 * Brings a decoded object into the one form in which the real server would write it: fields in its order, unknown
 * ones dropped and reported, zero values left out or filled in, quantities and times normalised, map keys sorted.
 *
 * Two objects that mean the same have the same JSON afterwards.
 *
 * @param definition `core/v1.Pod`
 * @param unknown gets the path of each field that the definition does not have
 * @throws {FieldTypeError} if a value has the wrong type
 */
export function canonicalObject(
  definitions: Definitions,
  definition: string,
  value: JsonObject,
  unknown: string[],
): JsonObject {
  return new Canonicaliser(definitions, unknown).struct(definition, value, '')
}

class Canonicaliser {
  readonly #definitions: Definitions
  readonly #unknown: string[]

  constructor(definitions: Definitions, unknown: string[]) {
    this.#definitions = definitions
    this.#unknown = unknown
  }

  struct(name: string, value: unknown, path: string): JsonObject {
    const source = value ?? {}
    if (!isObject(source)) throw wrongType(path, 'an object', source)
    const { fields, byName } = this.#definitions.get(name)
    // In the order of the source, so that unknown fields are reported in the order in which they were written.
    const given: JsonObject = {}
    for (const key in source) {
      const field = byName.get(key)
      if (field === undefined) this.#unknown.push(join(path, key))
      else given[key] = this.#field(field, source[key], path)
    }
    const result: JsonObject = {}
    for (const field of fields) {
      const value = field.name in given ? given[field.name] : this.#field(field, undefined, path)
      if (value !== undefined) result[field.name] = value
    }
    return result
  }

  #field(field: ResolvedField, value: unknown, path: string): unknown {
    const { type } = field
    if (value === undefined || value === null) {
      if (field.omitEmpty) return undefined
      if (type.form === 'struct') return field.pointer ? null : this.struct(type.definition, {}, join(path, field.name))
      if (field.pointer || type.form === 'array' || type.form === 'map') return null
      return zeroScalar(scalarOf(type))
    }
    const canonical = this.#value(type, value, join(path, field.name))
    return field.omitEmpty && !field.pointer && isZero(canonical) ? undefined : canonical
  }

  #value(type: ResolvedType, value: unknown, path: string): unknown {
    switch (type.form) {
      case 'scalar':
      case 'words': {
        const scalar = scalarOf(type)
        return value === null ? zeroScalar(scalar) : canonicalScalar(scalar, value, path)
      }
      case 'struct':
        return this.struct(type.definition, value, path)
      case 'array':
        if (!Array.isArray(value)) throw wrongType(path, 'an array', value)
        return value.map((item, index) => this.#value(type.items, item, `${path}[${index}]`))
      case 'map': {
        if (!isObject(value)) throw wrongType(path, 'an object', value)
        const result: JsonObject = {}
        // `Object.keys` on an object parsed from JSON never yields anything inherited, but `__proto__` needs care.
        for (const key of Object.keys(value).sort())
          set(result, key, this.#value(type.values, value[key], join(path, key)))
        return result
      }
    }
  }
}

/** A server decodes any string, whatever it says. */
function scalarOf(type: ResolvedType & { form: 'scalar' | 'words' }): Scalar {
  return type.form === 'scalar' ? type.scalar : 'string'
}

function set(target: JsonObject, key: string, value: unknown): void {
  if (key === '__proto__') {
    Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
  } else {
    target[key] = value
  }
}

function isZero(value: unknown): boolean {
  if (value === '' || value === 0 || value === false || value === null) return true
  if (Array.isArray(value)) return value.length === 0
  return isObject(value) && Object.keys(value).length === 0
}

function join(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}
