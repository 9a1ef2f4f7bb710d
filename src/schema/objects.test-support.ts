import fc from 'fast-check'
import type { Definition, Definitions, ResolvedField, ResolvedType } from './definitions.ts'
import type { Scalar } from './field.ts'
import { isNullable } from './nullability.ts'

/** A value somewhere in an object that was made, and what is known about it. */
export interface Spot {
  readonly trail: readonly (string | number)[]
  readonly type: ResolvedType
  readonly parent: object
  /** Undefined for an item and for a map's value. */
  readonly field: ResolvedField | undefined
  /** The definition that the field is of. */
  readonly owner: string
}

export interface MadeObject {
  readonly object: Record<string, unknown>
  readonly spots: readonly Spot[]
}

type Draw = fc.GeneratorValue
type Trail = readonly (string | number)[]

const maxDepth = 7
const strings = fc.string({ maxLength: 4 })
const keys = fc.constantFrom('a', 'a.b/c', "it's", '\\', '', 'constructor', '8080', 'a[0]', '$x')
const times = fc.constantFrom('2026-01-31T12:00:00Z', '2026-01-31T12:00:00.123456Z', '2024-02-29T00:00:00+02:00')

const scalarValues: Readonly<Record<Scalar, fc.Arbitrary<unknown>>> = {
  any: fc.jsonValue({ maxDepth: 1 }),
  boolean: fc.boolean(),
  bytes: fc.uint8Array({ maxLength: 5 }).map((bytes) => Buffer.from(bytes).toString('base64')),
  Duration: fc.constantFrom('0', '1m30s', '1.5h'),
  FieldsV1: fc.constantFrom({}, { 'f:metadata': {} }),
  int32: fc.oneof(fc.integer(), fc.constantFrom(2 ** 31 - 1, -(2 ** 31))),
  int64: fc.oneof(fc.maxSafeInteger(), fc.constantFrom(-(2 ** 63), 2n ** 63n - 1n)),
  IntOrString: fc.oneof(fc.integer(), strings),
  JSON: fc.jsonValue({ maxDepth: 1 }),
  JSONSchemaPropsOrArray: fc.constantFrom({}, [{}, { type: 'string' }]),
  JSONSchemaPropsOrBool: fc.constantFrom(true, { type: 'string' }),
  JSONSchemaPropsOrStringArray: fc.constantFrom(['a'], { type: 'string' }),
  MicroTime: times,
  number: fc.double({ noNaN: true, noDefaultInfinity: true }),
  Quantity: fc.constantFrom('1', '500m', '1.5Gi', '-1', '1e3', 2),
  RawExtension: fc.constantFrom({}, { kind: 'X' }),
  string: strings,
  Time: times,
}

/** Makes an object that a definition allows. */
export function makeObject(draw: Draw, definitions: Definitions, definition: string): MadeObject {
  const maker = new ObjectMaker(draw, definitions)
  return { object: maker.struct(definitions.get(definition), []), spots: maker.spots }
}

class ObjectMaker {
  readonly spots: Spot[] = []
  readonly #draw: Draw
  readonly #definitions: Definitions

  constructor(draw: Draw, definitions: Definitions) {
    this.#draw = draw
    this.#definitions = definitions
  }

  struct(definition: Definition, trail: Trail): Record<string, unknown> {
    const object: Record<string, unknown> = {}
    for (const field of definition.fields) {
      if (!field.required && (trail.length > maxDepth || this.#draw(fc.nat, { max: 3 }) > 0)) continue
      const at = [...trail, field.name]
      this.spots.push({ trail: at, type: field.type, parent: object, field, owner: definition.name })
      if (isNullable(field, definition.name) && this.#draw(fc.boolean)) object[field.name] = null
      else if (definition.is !== undefined && (field.name === 'kind' || field.name === 'apiVersion')) {
        object[field.name] = definition.is[field.name]
      } else object[field.name] = this.#value(field.type, at, field)
    }
    return object
  }

  #value(type: ResolvedType, trail: Trail, field?: ResolvedField): unknown {
    switch (type.form) {
      case 'scalar':
        return structuredClone(this.#draw(() => scalarValues[type.scalar]))
      case 'words':
        return this.#draw(() => (type.closed ? fc.constantFrom(...type.words) : strings))
      case 'array':
        return this.#array(type.items, trail, field)
      case 'map': {
        const map: Record<string, unknown> = {}
        for (const key of this.#draw(() => fc.uniqueArray(keys, { maxLength: 2 }))) {
          this.spots.push({ trail: [...trail, key], type: type.values, parent: map, field: undefined, owner: '' })
          map[key] = this.#value(type.values, [...trail, key])
        }
        return map
      }
      case 'struct':
        return this.struct(this.#definitions.get(type.definition), trail)
    }
  }

  #array(items: ResolvedType, trail: Trail, field: ResolvedField | undefined): unknown[] {
    const array: unknown[] = []
    const wanted = trail.length > maxDepth ? 0 : this.#draw(fc.nat, { max: 2 })
    const known = new Set<string>()
    for (let count = 0; count < wanted; count++) {
      const before = this.spots.length
      const at = [...trail, array.length]
      this.spots.push({ trail: at, type: items, parent: array, field: undefined, owner: '' })
      const item = this.#value(items, at)
      const identity = this.#identity(items, item, field)
      // What is there already, or has no key, does not go into a list of keys.
      if (identity === undefined || (identity !== '' && known.has(identity))) this.spots.splice(before)
      else array.push(item)
      known.add(identity ?? '')
    }
    return array
  }

  /** Empty if any two may be the same. */
  #identity(items: ResolvedType, item: unknown, field: ResolvedField | undefined): string | undefined {
    if (field?.listType === 'set') return `set ${JSON.stringify(item)}`
    if (field?.listType !== 'map' || items.form !== 'struct') return ''
    const { byName } = this.#definitions.get(items.definition)
    const own = new Map(Object.entries(item as object))
    const values: unknown[] = field.listMapKeys.map((key) => own.get(key) ?? byName.get(key)?.default ?? null)
    return values.every((value) => value === null) ? undefined : JSON.stringify(values)
  }
}

const wrongScalars: Readonly<Record<Scalar, readonly unknown[]>> = {
  any: [],
  boolean: ['true', 1],
  bytes: ['a', '****', 5],
  Duration: ['5', '', 5],
  FieldsV1: ['x', []],
  int32: ['1', 1.5, 2 ** 31, true, Number.NaN],
  int64: ['1', 0.5, 2 ** 63, -(2n ** 63n) - 1n],
  IntOrString: [1.5, true, {}, 2 ** 31],
  JSON: [],
  JSONSchemaPropsOrArray: [5, 'x', true],
  JSONSchemaPropsOrBool: [5, 'x', []],
  JSONSchemaPropsOrStringArray: [5, 'x'],
  MicroTime: ['soon', '2026-02-30T00:00:00Z', 5, ''],
  number: ['1', Number.POSITIVE_INFINITY],
  Quantity: ['1Gib', '', true, {}, Number.NaN],
  RawExtension: ['x', []],
  string: [5, true, {}, []],
  Time: ['soon', '2026-02-30T00:00:00Z', 5, ''],
}

function wrongValues(type: ResolvedType): readonly unknown[] {
  switch (type.form) {
    case 'scalar':
      return wrongScalars[type.scalar]
    case 'words':
      return type.closed ? [5, 'no such word'] : [5, {}]
    case 'array':
      return [{}, 'x', 5]
    case 'map':
    case 'struct':
      return [[], 'x', true, () => undefined]
  }
}

/** Something that can be done to a spot, and what it makes wrong. */
export interface Mutation {
  readonly spot: Spot
  readonly problem: string
  readonly trail: readonly (string | number)[]
  readonly apply: () => unknown
}

/** All that can be made wrong at a spot, one thing at a time. */
export function mutationsOf(spot: Spot, definitions: Definitions): Mutation[] {
  const { trail, type, parent, field } = spot
  const key = trail.at(-1) ?? ''
  const value: unknown = Reflect.get(parent, key)
  const put = (wrong: unknown) => () => Reflect.set(parent, key, wrong)
  const mutations: Mutation[] = wrongValues(type).map((wrong) => ({
    spot,
    problem: typeof wrong === 'string' ? 'wrong text' : 'wrong',
    trail,
    apply: put(wrong),
  }))
  const takesNull = type.form === 'scalar' && ['any', 'JSON'].includes(type.scalar)
  if (!takesNull && (field === undefined || !isNullable(field, spot.owner))) {
    mutations.push({ spot, problem: 'type', trail, apply: put(null) })
  }
  if (field?.required === true && !field.formerlyAbsent) {
    mutations.push({ spot, problem: 'missing', trail, apply: () => Reflect.deleteProperty(parent, key) })
  }
  if (type.form === 'struct' && value !== null) {
    const unknown = [...trail, 'noSuchField']
    const apply = () => Object.assign(value as object, { noSuchField: 1 })
    mutations.push({ spot, problem: 'unknown', trail: unknown, apply })
  }
  const [first] = Array.isArray(value) ? (value as unknown[]) : []
  if (Array.isArray(value) && first !== undefined && hasKeys(field, first, definitions)) {
    const twice = [...trail, value.length]
    mutations.push({ spot, problem: 'duplicate', trail: twice, apply: () => value.push(structuredClone(first)) })
  }
  return mutations
}

function hasKeys(field: ResolvedField | undefined, item: unknown, definitions: Definitions): boolean {
  if (field?.listType === 'set') return typeof item !== 'object'
  if (field?.listType !== 'map' || field.type.form !== 'array' || field.type.items.form !== 'struct') return false
  const { byName } = definitions.get(field.type.items.definition)
  const own = new Map(Object.entries(item as object))
  return field.listMapKeys.every((key) => own.get(key) !== null && (own.has(key) || byName.get(key)?.required !== true))
}
