import type { OpenAPISchema } from '../../discovery/openapi-document.ts'
import type { GroupVersionFacts } from '../../schema/facts.ts'
import { type DefinitionSchema, definitionSchema, wellKnownSchemas } from './definition-schema.ts'
import { definitionName } from './schema-names.ts'

/** Schemas by Kubernetes' names for them, written from the facts of some groups and versions. */
export class SchemaCollection {
  readonly #byName = new Map<string, { facts: GroupVersionFacts; type: string }>()

  constructor(facts: readonly GroupVersionFacts[]) {
    for (const each of facts) {
      for (const type of Object.keys(each.types))
        this.#byName.set(definitionName(each.folder, each.version, type), { facts: each, type })
    }
  }

  /**
   * The schemas of some definitions and of everything that they refer to, in the order of their names.
   *
   * @throws {RangeError} if there is no such definition
   */
  closure(roots: readonly string[]): Record<string, OpenAPISchema> {
    const found = new Map<string, OpenAPISchema>()
    const open = [...roots]
    for (let name = open.pop(); name !== undefined; name = open.pop()) {
      if (found.has(name)) continue
      const { schema, references } = this.#definition(name)
      found.set(name, schema)
      open.push(...references)
    }
    return Object.fromEntries([...found].sort(([a], [b]) => (a < b ? -1 : 1)))
  }

  #definition(name: string): DefinitionSchema {
    const wellKnown = wellKnownSchemas[name]
    if (wellKnown !== undefined) return { schema: wellKnown, references: [] }
    const entry = this.#byName.get(name)
    if (entry === undefined) throw new RangeError(`no definition of ${name}`)
    return definitionSchema(entry.facts, entry.type)
  }
}
