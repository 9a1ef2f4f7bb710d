import type { ResourceFacts } from '../schema/facts.ts'
import type { Field } from '../schema/field.ts'
import { isAlwaysSent } from '../schema/nullability.ts'
import { type ApiModel, apiVersionOf, type TypeField, type TypeModel } from './model.ts'
import { quote } from './text.ts'

/** What a kind is to its clients. */
export type KindShape =
  /** Objects that are stored, listed and watched. */
  | { readonly form: 'stored'; readonly resource: ResourceFacts | undefined }
  /** A list of another kind's objects. */
  | { readonly form: 'list'; readonly item: string }
  /** A question with an answer, part of another object, or options. */
  | { readonly form: 'other' }

/** Not stored anywhere, in spite of their lists: made up from what the server sees at that moment. */
const unstored = new Set(['ComponentStatus'])

export function shapeOf(model: ApiModel, kind: string): KindShape {
  const { listOf: said, wireKind: called } = model.kinds.get(kind) ?? {}
  const item = said ?? (called === undefined && kind.endsWith('List') ? kind.slice(0, -4) : '')
  if (model.kinds.has(item)) return { form: 'list', item }
  if (listOf(model, kind) === undefined || unstored.has(kind)) return { form: 'other' }
  return { form: 'stored', resource: model.resources.find((resource) => resource.kind === wireKind(model, kind)) }
}

/** The name of the type for a list of a kind's objects. */
export function listOf(model: ApiModel, kind: string): string | undefined {
  const said = [...model.kinds].find(([, facts]) => facts.listOf === kind)?.[0]
  return said ?? (model.kinds.has(`${kind}List`) ? `${kind}List` : undefined)
}

/** What stands in the `kind` of an object of a type. */
export function wireKind(model: ApiModel, kind: string): string {
  return model.kinds.get(kind)?.wireKind ?? kind
}

/** The name of the type for what a server returns. */
export function returnedName(model: ApiModel, kind: string): string {
  if (shapeOf(model, kind).form === 'stored') return `Stored${kind}`
  return answeredFields(model, kind).length > 0 ? `${kind}Response` : kind
}

/** What is there in every answer, though it need not be in what is sent; metadata aside. */
export function answeredFields(model: ApiModel, kind: string): readonly Field[] {
  const fields = model.types.get(kind)?.fields ?? []
  if (!isObject(fields)) return []
  return fields.filter((field) => isAlwaysSent(field) && !field.required && !identity.has(field.name))
}

export function isObject(fields: readonly Field[]): boolean {
  return fields.some(({ name, type }) => name === 'metadata' && type.form === 'reference' && type.name === 'ObjectMeta')
}

const identity = new Set(['kind', 'apiVersion', 'metadata'])

/** `apiVersion` and `kind`, with the values that this kind has. */
export function typeMeta(model: ApiModel, kind: string, absent: '' | ' | undefined'): string {
  const mark = absent === '' ? '' : '?'
  const [apiVersion, wire] = [quote(apiVersionOf(model)), quote(wireKind(model, kind))]
  return `  apiVersion${mark}: ${apiVersion}${absent}\n  kind${mark}: ${wire}${absent}\n`
}

export function ownFields(type: TypeModel): readonly TypeField[] {
  return type.fields.filter(({ name }) => name !== 'kind' && name !== 'apiVersion')
}
