import type { Field, FieldType } from '../schema/field.ts'
import type { ApiModels } from './model.ts'

/**
 * Which types have an apply configuration of their own.
 *
 * Of what is applied nothing is required but what tells one list item from another. A type that requires nothing else,
 * and is made of such types, is its own apply configuration.
 */
export interface ApplyNeeds {
  /** @param key `core/v1` */
  has(key: string, type: string): boolean
  /** The fields by which items of this type are told apart, where the server has no default for them. */
  keys(key: string, type: string): ReadonlySet<string>
}

export function applyNeeds(models: ApiModels): ApplyNeeds {
  const keys = identifyingFields(models)
  const needs = new Set<string>()
  const keysOf = (id: string) => keys.get(id) ?? none
  const all = [...models].flatMap(([key, model]) =>
    [...model.types.values()].map((type) => ({ key, type, id: `${key}.${type.name}` })),
  )
  // Types may contain themselves: what is known is passed on until nothing new is found.
  for (let known = -1; known < needs.size; ) {
    known = needs.size
    for (const { key, type, id } of all) {
      const mustDiffer = type.fields.some((field) => {
        const reference = referenceOf(field.type, key)
        return field.required !== keysOf(id).has(field.name) || (reference !== undefined && needs.has(reference))
      })
      if (mustDiffer) needs.add(id)
    }
  }
  return { has: (key, type) => needs.has(`${key}.${type}`), keys: (key, type) => keysOf(`${key}.${type}`) }
}

const none: ReadonlySet<string> = new Set()

/** From the keys of every list map that holds the type; one that the server fills in identifies nothing by itself. */
function identifyingFields(models: ApiModels): Map<string, Set<string>> {
  const keys = new Map<string, Set<string>>()
  for (const [key, model] of models) {
    for (const field of [...model.types.values()].flatMap(({ fields }) => fields)) {
      const reference = field.listType === 'map' ? referenceOf(field.type, key) : undefined
      if (reference === undefined) continue
      const [owner, name] = split(reference)
      const fields = models.get(owner)?.types.get(name)?.fields ?? []
      const own = field.listMapKeys.filter((each) => !hasDefault(fields, each))
      keys.set(reference, new Set([...(keys.get(reference) ?? []), ...own]))
    }
  }
  return keys
}

function hasDefault(fields: readonly Field[], name: string): boolean {
  return fields.find((field) => field.name === name)?.default !== undefined
}

function split(id: string): [string, string] {
  const dot = id.lastIndexOf('.')
  return [id.slice(0, dot), id.slice(dot + 1)]
}

/** The definition that a field is made of in the end, as `core/v1.Container`. */
export function referenceOf(type: FieldType, key: string): string | undefined {
  switch (type.form) {
    case 'scalar':
      return undefined
    case 'array':
      return referenceOf(type.items, key)
    case 'map':
      return referenceOf(type.values, key)
    case 'reference':
      return `${type.groupVersion ?? key}.${type.name}`
  }
}
