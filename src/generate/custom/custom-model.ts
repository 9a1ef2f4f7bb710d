import type { ResourceFacts } from '../../schema/facts.ts'
import type { Descriptions } from '../declarations.ts'
import type { ApiModel, KindModel, TypeModel } from '../model.ts'
import type { CustomKind } from './custom-kind.ts'
import { type Referent, SchemaReader } from './schema-reader.ts'
import { TypeNames, typeName } from './type-names.ts'

/** One group and version of custom resources, as the emitter wants it. */
export interface CustomModel {
  readonly model: ApiModel
  readonly descriptions: Descriptions
  /** The kinds with the names of their types, in alphabetical order. */
  readonly kinds: readonly { readonly type: string; readonly kind: CustomKind }[]
  readonly names: TypeNames
}

/**
 * @param kinds of one group and version
 * @param resolve what references lead to, if the schemas have any
 */
export function customModel(
  kinds: readonly CustomKind[],
  resolve?: (reference: string) => Referent | undefined,
): CustomModel {
  const [{ group, version } = { group: '', version: '' }] = kinds
  const names = new TypeNames()
  const reader = new SchemaReader(names, resolve)
  const sorted = [...kinds].sort((a, b) => (a.kind < b.kind ? -1 : 1))
  const named = sorted.map((kind) => ({ kind, type: names.takeKind(typeName(kind.kind)) }))
  const lists = named.flatMap(({ kind, type }) =>
    kind.listKind === undefined ? [] : [{ of: type, listKind: kind.listKind, type: names.take(`${type}List`) }],
  )
  for (const { kind, type } of named) if (kind.component !== undefined) reader.know(kind.component, type)
  const types = new Map<string, TypeModel>()
  for (const { kind, type } of named) {
    reader.readKind(type, kind)
    for (const list of lists.filter(({ of }) => of === type))
      reader.types.set(list.type, { name: list.type, fields: [] })
  }
  for (const [name, type] of reader.types) types.set(name, type)
  return {
    model: {
      folder: group === '' ? 'core' : group,
      group,
      version,
      newest: '',
      served: [],
      types,
      strings: reader.strings,
      kinds: new Map<string, KindModel>([
        ...named.map(({ kind, type }) => [type, { wireKind: kind.kind }] as const),
        ...lists.map(({ of, listKind, type }) => [type, { wireKind: listKind, listOf: of }] as const),
      ]),
      resources: sorted.map(resourceOf),
    },
    descriptions: (type, field) => {
      const list = field === '' ? lists.find((each) => each.type === type) : undefined
      return list === undefined ? reader.describe(type, field) : `A list of {@link ${list.of}}, as a server returns it.`
    },
    kinds: named,
    names,
  }
}

/** The same as the facts of a built-in resource. */
export function resourceOf(kind: CustomKind): ResourceFacts {
  const { resource, namespaced, verbs, subresources } = kind
  return { resource, kind: kind.kind, namespaced, verbs, subresources }
}
