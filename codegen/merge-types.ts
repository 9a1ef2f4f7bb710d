import type { Field, FieldType, Scalar } from '../src/schema/field.ts'
import { scalars } from '../src/schema/field.ts'
import type { Extract, ExtractedField, ExtractedType } from './extract-document.ts'
import { placeOf } from './go-name.ts'

/** A definition as the newest version that has it describes it. */
export interface MergedType {
  readonly goName: string
  readonly atomic: boolean
  readonly fields: readonly Field[]
}

export interface MergedTypes {
  /** Only what can be reached from the roots. */
  readonly types: ReadonlyMap<string, MergedType>
  /** By Go name: the values of each string type that has any, and whether there will be others. */
  readonly strings: ReadonlyMap<string, StringValues>
}

export interface StringValues {
  readonly values: readonly string[]
  readonly isClosed: boolean
}

/**
 * Brings several versions together: of each type the newest, and only types that a root is made of.
 *
 * @param extracts newest first
 */
export function mergeTypes(extracts: readonly Extract[], roots: readonly string[]): MergedTypes {
  const newest = new Map<string, { type: ExtractedType; extract: Extract }>()
  for (const extract of extracts) {
    for (const [name, type] of Object.entries(extract.types)) if (!newest.has(name)) newest.set(name, { type, extract })
  }
  const strings = stringValues(extracts)
  const types = new Map<string, MergedType>()
  const visit = (goName: string): void => {
    const found = newest.get(goName)
    if (found === undefined || types.has(goName)) return
    const older = extracts.map((extract) => extract.types[goName]).filter((type) => type !== undefined)
    const defaults = found.extract.defaults.types[goName] ?? {}
    const fields = found.type.fields.map((field) => mergeField(field, goName, older, defaults, strings))
    types.set(goName, { goName, atomic: found.type.mapType === 'atomic', fields })
    for (const field of found.type.fields) visit(baseOf(field.type))
  }
  roots.forEach(visit)
  if (types.size > 0) visit('k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaProps')
  const used = new Set(
    [...types.values()].flatMap(({ goName }) => newest.get(goName)?.type.fields ?? []).map(({ type }) => baseOf(type)),
  )
  return { types, strings: new Map([...strings].filter(([name]) => used.has(name))) }
}

function baseOf(type: string): string {
  return type.replace(/^(\[\]|\{\})+/, '')
}

function mergeField(
  field: ExtractedField,
  owner: string,
  all: readonly ExtractedType[],
  defaults: Readonly<Record<string, unknown>>,
  strings: ReadonlyMap<string, StringValues>,
): Field {
  const omitEmpty = field.omit === true
  const formerly = all.some((type) => type.fields.some(({ name, omit }) => name === field.name && omit !== true))
  return {
    name: field.name,
    type: convertType(field.type, owner, strings),
    omitEmpty,
    pointer: field.pointer === true,
    required: field.required === true,
    formerlyNull: omitEmpty && formerly,
    formerlyAbsent: !omitEmpty && all.some(({ fields }) => fields.every(({ name }) => name !== field.name)),
    number: field.number,
    default: defaults[field.name] ?? field.default,
    patchStrategies: field.patchStrategy?.split(',') ?? [],
    patchMergeKey: field.patchMergeKey,
    listType: field.listType as Field['listType'],
    listMapKeys: field.listMapKeys ?? [],
    mapType: field.mapType as Field['mapType'],
  }
}

const scalarNames = new Set<string>(scalars)

function convertType(type: string, owner: string, strings: ReadonlyMap<string, StringValues>): FieldType {
  if (type.startsWith('[]')) return { form: 'array', items: convertType(type.slice(2), owner, strings) }
  if (type.startsWith('{}')) return { form: 'map', values: convertType(type.slice(2), owner, strings) }
  if (scalarNames.has(type)) return { form: 'scalar', scalar: type as Scalar }
  const place = placeOf(type)
  if (place === undefined || (strings.has(type) && strings.get(type)?.values.length === 0)) {
    return { form: 'scalar', scalar: 'string' }
  }
  const { groupVersion, name } = place
  return {
    form: 'reference',
    name,
    groupVersion: groupVersion === placeOf(owner)?.groupVersion ? undefined : groupVersion,
  }
}

/**
 * A string type is closed if the OpenAPI definition lists its values and has listed the same ones in every version
 * that has it; else Kubernetes has added values, or nobody ever said that these are all.
 */
function stringValues(extracts: readonly Extract[]): Map<string, StringValues> {
  const result = new Map<string, StringValues>()
  const listed = extracts.map(listedValues)
  for (const name of new Set(extracts.flatMap(({ strings }) => Object.keys(strings)))) {
    const versions = listed.map((each) => each.get(name)).filter((values) => values !== undefined)
    const known = extracts.find(({ strings }) => strings[name] !== undefined)
    const values = versions[0] ?? [...new Set(known?.strings[name])]
    const having = extracts.filter(({ strings }) => strings[name] !== undefined).length
    const isClosed =
      versions.length === having && having > 1 && new Set(versions.map((each) => each.join('|'))).size === 1
    result.set(name, { values, isClosed })
  }
  return result
}

function listedValues(extract: Extract): Map<string, readonly string[]> {
  const listed = new Map<string, readonly string[]>()
  for (const type of Object.values(extract.types)) {
    for (const field of type.fields)
      if (field.enum !== undefined) listed.set(baseOf(field.type), [...field.enum].sort())
  }
  return listed
}
