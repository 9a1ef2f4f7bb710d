import type { FieldType, Scalar } from '../../schema/field.ts'
import type { StringModel, TypeField, TypeModel } from '../model.ts'
import type { CustomKind } from './custom-kind.ts'
import { GenerateError } from './generate-error.ts'
import { type JsonSchema, requireSchema } from './json-schema.ts'
import { describe, notesOf } from './schema-notes.ts'
import { singular, type TypeNames, typeName, typeWord } from './type-names.ts'

/** What a reference in an OpenAPI document leads to: a type that is known elsewhere, or another schema. */
export type Referent =
  | { readonly form: 'known'; readonly type: FieldType }
  | { readonly form: 'schema'; readonly schema: JsonSchema; readonly where: readonly string[] }

/** Where in a kind a schema stands. */
interface Place {
  /** What a type that is made here may be called, best first. */
  readonly names: readonly string[]
  /** For messages, the last part from the schema's root on. */
  readonly where: readonly string[]
  /** For the comment of the type: `spec.listeners[]`. Empty where the type has a description of its own. */
  readonly path: string
  /** The kind's type. */
  readonly kind: string
  readonly keepsUnknown: boolean
  /** The schemas that this one is in. */
  readonly outer: readonly JsonSchema[]
}

/** Makes types of schemas: one for each object that has fields, and one for each set of values. */
export class SchemaReader {
  readonly types: Map<string, TypeModel> = new Map()
  readonly strings: Map<string, StringModel> = new Map()
  readonly #names: TypeNames
  readonly #resolve: ((reference: string) => Referent | undefined) | undefined
  readonly #components = new Map<string, FieldType>()
  readonly #descriptions = new Map<string, readonly string[]>()

  /** @param resolve what a `$ref` of an OpenAPI document leads to */
  constructor(names: TypeNames, resolve?: (reference: string) => Referent | undefined) {
    this.#names = names
    this.#resolve = resolve
  }

  /** The description of a type, or of a field of it. */
  describe(type: string, field: string): string | undefined {
    return this.#descriptions.get(`${type}.${field}`)?.join('\n')
  }

  /** Says that a component of an OpenAPI document is a kind, which has a type of that name. */
  know(component: string, type: string): void {
    this.#components.set(component, local(type))
  }

  /** Makes the type of a kind, and those that it is made of. */
  readKind(type: string, kind: CustomKind): void {
    const schema = kind.schema ?? { description: 'Its definition says nothing of its fields.' }
    const isOpen = kind.schema === undefined || isPreserving(schema) || kind.keepsUnknown
    const place = { names: [type], where: kind.where, path: '', kind: type, keepsUnknown: kind.keepsUnknown, outer: [] }
    const { deprecated } = kind
    const notes = [...notesOf(schema), ...(deprecated === undefined ? [] : [`@deprecated ${deprecated}`])]
    this.#describe(type, '', paragraphs(describe(schema), notes))
    this.types.set(type, { name: type, fields: [] })
    const own = this.#fieldsOf(schema, place, objectFields)
    this.types.set(type, { name: type, fields: [...typeMeta, metadata, ...own], isOpen })
  }

  #fieldsOf(schema: JsonSchema, place: Place, besides: ReadonlySet<string> = new Set()): TypeField[] {
    const required = new Set(schema.required ?? [])
    return Object.entries(schema.properties ?? {})
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .filter(([name]) => !besides.has(name))
      .map(([name, value]) => {
        const inner = below(place, `.properties.${name}`, {
          names: [`${place.names[0]}${typeWord(name)}`],
          path: place.path === '' ? name : `${place.path}.${name}`,
        })
        const property = requireSchema(value, inner.where)
        this.#describe(place.names[0] ?? '', name, paragraphs(describe(property), notesOf(property)))
        return fieldOf(name, this.#typeOf(property, inner), property, required.has(name))
      })
  }

  #typeOf(schema: JsonSchema, outer: Place): FieldType {
    // An alias of YAML can do that, and references of OpenAPI that lead to nothing but one another.
    if (outer.outer.includes(schema)) throw new GenerateError(outer.where, 'a schema that holds itself')
    const place = { ...outer, outer: [...outer.outer, schema] }
    const reference = referenceOf(schema)
    if (reference !== undefined) return this.#component(reference, place)
    if (isIntOrString(schema)) return scalar('IntOrString')
    if (schema.enum !== undefined) return this.#enum(schema.enum, schema, place)
    if (schema['x-kubernetes-embedded-resource'] === true) return this.#embedded(schema, place)
    if (schema.type === 'object' || schema.properties !== undefined) return this.#object(schema, place)
    if (schema.type === 'array') return { form: 'array', items: this.#items(schema.items, place) }
    return scalar(scalarOf(schema))
  }

  #items(items: unknown, place: Place): FieldType {
    if (items === undefined) return scalar('any')
    const names = place.names.flatMap((name) => [singular(name), name])
    const inner = below(place, '.items', { names: [...new Set(names)], path: `${place.path}[]` })
    return this.#typeOf(requireSchema(items, inner.where), inner)
  }

  #object(schema: JsonSchema, place: Place): FieldType {
    const hasFields = Object.keys(schema.properties ?? {}).length > 0
    const values = schema.additionalProperties
    const isOpen = isPreserving(schema) || place.keepsUnknown || (values !== undefined && values !== false)
    if (hasFields || !isOpen) return this.#struct(schema, place, hasFields && isOpen)
    if (typeof values !== 'object' || values === null) return { form: 'map', values: scalar('any') }
    const names = place.names.flatMap((name) => [singular(name), `${name}Value`])
    const inner = below(place, '.additionalProperties', { names, path: `${place.path}.*` })
    return { form: 'map', values: this.#typeOf(requireSchema(values, inner.where), inner) }
  }

  #struct(schema: JsonSchema, place: Place, isOpen: boolean, first: readonly TypeField[] = []): FieldType {
    const name = this.#names.takeWithApply(...place.names)
    // Its place in the file is before those that it is made of.
    this.types.set(name, { name, fields: [] })
    this.#describeType(name, schema, place)
    const besides = new Set(first.map((field) => field.name))
    const fields = this.#fieldsOf(schema, { ...place, names: [name] }, besides)
    this.types.set(name, { name, fields: [...first, ...fields], isOpen })
    return local(name)
  }

  /** A whole object of some kind, within this one. */
  #embedded(schema: JsonSchema, place: Place): FieldType {
    return this.#struct(schema, place, isPreserving(schema) || place.keepsUnknown, [
      fieldOf('apiVersion', scalar('string'), {}, true),
      fieldOf('kind', scalar('string'), {}, true),
      metadata,
    ])
  }

  #enum(values: readonly unknown[], schema: JsonSchema, place: Place): FieldType {
    const known = values.filter((value) => value !== null)
    const isPlain = (value: unknown) => ['string', 'number', 'boolean'].includes(typeof value)
    if (known.length === 0 || !known.every(isPlain)) return scalar(scalarOf(schema))
    const name = this.#names.take(...place.names)
    this.strings.set(name, { values: [...new Set(known as (string | number | boolean)[])], isClosed: true })
    return local(name)
  }

  #component(reference: string, place: Place): FieldType {
    const known = this.#components.get(reference)
    if (known !== undefined) return known
    const found = this.#resolve?.(reference)
    if (found === undefined) throw new GenerateError(place.where, `its reference ${reference} leads nowhere`)
    if (found.form === 'known') return found.type
    const name = typeName(reference.slice(Math.max(reference.lastIndexOf('.'), reference.lastIndexOf('/')) + 1))
    const { schema, where } = found
    const inner = { ...place, names: [name], where, path: '' }
    const isStruct = schema.properties !== undefined && Object.keys(schema.properties).length > 0
    if (!isStruct) return this.#remember(reference, this.#typeOf(schema, inner))
    // It may hold itself: its name has to be known before what it is made of.
    const free = this.#names.takeWithApply(name)
    this.know(reference, free)
    this.types.set(free, { name: free, fields: [] })
    this.#describeType(free, schema, inner)
    const fields = this.#fieldsOf(schema, { ...inner, names: [free], outer: [] })
    this.types.set(free, { name: free, fields, isOpen: isPreserving(schema) })
    return local(free)
  }

  #remember(component: string, type: FieldType): FieldType {
    this.#components.set(component, type)
    return type
  }

  /** The field that holds it has its description, unless items have one of their own. */
  #describeType(name: string, schema: JsonSchema, { path, kind }: Place): void {
    const own = path === '' || path.endsWith('[]') || path.endsWith('.*') ? describe(schema) : []
    this.#describe(name, '', paragraphs(own, path === '' ? [] : [`\`${path}\` of a {@link ${kind}}.`]))
  }

  #describe(type: string, field: string, lines: readonly string[]): void {
    if (lines.length > 0) this.#descriptions.set(`${type}.${field}`, lines)
  }
}

/** Of every object, whatever its schema says of them. */
const objectFields: ReadonlySet<string> = new Set(['apiVersion', 'kind', 'metadata'])
const typeMeta = ['apiVersion', 'kind'].map((name) => fieldOf(name, scalar('string'), {}, false))
const metadata = fieldOf('metadata', { form: 'reference', name: 'ObjectMeta', groupVersion: 'meta/v1' }, {}, false)

function fieldOf(name: string, type: FieldType, schema: JsonSchema, required: boolean): TypeField {
  const listType = schema['x-kubernetes-list-type']
  return {
    name,
    type,
    required,
    // Nothing is written here but what somebody has sent, or the schema's default.
    omitEmpty: true,
    pointer: false,
    nullable: schema.nullable === true || (schema.enum?.includes(null) ?? false),
    formerlyNull: false,
    formerlyAbsent: false,
    number: undefined,
    default: schema.default,
    patchStrategies: [],
    patchMergeKey: undefined,
    listType: listType === 'map' || listType === 'set' || listType === 'atomic' ? listType : undefined,
    listMapKeys: schema['x-kubernetes-list-map-keys'] ?? [],
    mapType: undefined,
  }
}

function below(place: Place, step: string, next: Pick<Place, 'names' | 'path'>): Place {
  const where = [...place.where.slice(0, -1), `${place.where.at(-1)}${step}`]
  return { ...place, ...next, where }
}

/** The one schema that is meant; the API server puts a reference that has a default or a description in an `allOf`. */
function referenceOf(schema: JsonSchema): string | undefined {
  if (schema.$ref !== undefined) return schema.$ref
  const [only, ...others] = schema.allOf ?? []
  if (only === undefined || others.length > 0 || schema.properties !== undefined) return undefined
  const { $ref } = only as { $ref?: unknown }
  return typeof $ref === 'string' ? $ref : undefined
}

function isIntOrString(schema: JsonSchema): boolean {
  return schema['x-kubernetes-int-or-string'] === true || schema.format === 'int-or-string'
}

function isPreserving(schema: JsonSchema): boolean {
  return schema['x-kubernetes-preserve-unknown-fields'] === true
}

function scalarOf({ type, format }: JsonSchema): Scalar {
  switch (type) {
    case 'boolean':
    case 'number':
      return type
    case 'integer':
      return 'int64'
    case 'string':
      return format === 'date-time' ? 'Time' : format === 'byte' ? 'bytes' : 'string'
    default:
      return 'any'
  }
}

function scalar(name: Scalar): FieldType {
  return { form: 'scalar', scalar: name }
}

function local(name: string): FieldType {
  return { form: 'reference', name, groupVersion: undefined }
}

function paragraphs(...all: readonly (readonly string[])[]): string[] {
  const [first = [], ...others] = all.filter((lines) => lines.length > 0)
  return [...first, ...others.flatMap((lines) => ['', ...lines])]
}
