import { formatGroupVersion, type GroupVersionKind } from '../meta/index.ts'
import type { CallOptions } from '../rest/index.ts'
import type { OpenAPISchema, OpenAPIV3Document } from './openapi-document.ts'
import type { OpenAPIV3Interface } from './openapi-v3-interface.ts'

/**
 * A schema of a document, with what it refers to. References are followed when they are looked at, so that a schema
 * that holds itself does no harm.
 */
export class SchemaNode {
  readonly #document: OpenAPIV3Document
  /** The schema as it stands, which may be no more than a reference. */
  readonly own: OpenAPISchema
  /** Through which schemas this one was reached without going into a field, a list or a map. */
  #through: ReadonlySet<OpenAPISchema> = new Set()

  constructor(document: OpenAPIV3Document, own: OpenAPISchema) {
    this.#document = document
    this.own = own
  }

  /** What the schema refers to; itself if it does not, or if that is not in the document. */
  get schema(): OpenAPISchema {
    let schema = this.own
    for (const seen = new Set<string>(); schema.$ref !== undefined && !seen.has(schema.$ref); ) {
      seen.add(schema.$ref)
      schema = resolveReference(this.#document, schema.$ref) ?? this.own
    }
    return schema
  }

  /** The name of what it refers to: `io.k8s.api.core.v1.PodSpec`. */
  get typeName(): string | undefined {
    return this.own.$ref?.split('/').at(-1) ?? this.#only?.typeName
  }

  /** A field; undefined if the schema has none of this name. */
  property(name: string): SchemaNode | undefined {
    return this.properties.find(([key]) => key === name)?.[1]
  }

  /** The fields, in the document's order. */
  get properties(): readonly (readonly [name: string, SchemaNode])[] {
    return this.#only?.properties ?? this.ownProperties
  }

  isRequired(name: string): boolean {
    return this.schema.required?.includes(name) ?? this.#only?.isRequired(name) ?? false
  }

  /** What a list holds. */
  get items(): SchemaNode | undefined {
    const { items } = this.schema
    return items === undefined ? this.#only?.items : this.#node(items)
  }

  /** What a map holds. */
  get values(): SchemaNode | undefined {
    const { additionalProperties } = this.schema
    return typeof additionalProperties === 'object' ? this.#node(additionalProperties) : this.#only?.values
  }

  /** The fields of the schema itself, without those of the schemas that it is put together from. */
  get ownProperties(): readonly (readonly [name: string, SchemaNode])[] {
    return Object.entries(this.schema.properties ?? {}).map(([name, schema]) => [name, this.#node(schema)])
  }

  /** The schemas that hold together with this one. */
  get allOf(): readonly SchemaNode[] {
    return (this.schema.allOf ?? []).map((schema) => this.#node(schema))
  }

  /** All schemas inside this one but for those of fields: what it is put together from, and what a list or map holds. */
  get parts(): readonly SchemaNode[] {
    const { allOf = [], items, additionalProperties } = this.schema
    const values = typeof additionalProperties === 'object' ? additionalProperties : undefined
    return [...allOf, items, values].filter((part) => part !== undefined).map((part) => this.#node(part))
  }

  /** Servers wrap a reference in an `allOf` of one where it has a default or a description beside it. */
  get #only(): SchemaNode | undefined {
    const { schema } = this
    const { allOf = [], properties } = schema
    const [only, ...others] = allOf
    // A schema that is put together from nothing but itself is empty.
    const isLoop = this.#through.has(schema)
    if (only === undefined || others.length > 0 || properties !== undefined || isLoop) return undefined
    const node = this.#node(only)
    node.#through = new Set([...this.#through, schema])
    return node
  }

  #node(schema: OpenAPISchema): SchemaNode {
    return new SchemaNode(this.#document, schema)
  }
}

/**
 * The schema of a kind.
 *
 * @returns undefined if the server has no document for the group/version, or the document has no such kind
 */
export async function schemaFor(
  openApi: OpenAPIV3Interface,
  kind: GroupVersionKind,
  options: CallOptions = {},
): Promise<SchemaNode | undefined> {
  const path = `${kind.group === '' ? 'api' : 'apis'}/${formatGroupVersion(kind)}`
  const found = (await openApi.paths(options)).get(path)
  if (found === undefined) return undefined
  const document = await found.document(options)
  const schemas = Object.entries(document.components?.schemas ?? {}).sort(([a], [b]) => (a < b ? -1 : 1))
  const schema = schemas.find(([, each]) => isOfKind(each, kind))?.[1]
  return schema === undefined ? undefined : new SchemaNode(document, schema)
}

function isOfKind(schema: OpenAPISchema, { group, version, kind }: GroupVersionKind): boolean {
  const kinds = schema['x-kubernetes-group-version-kind'] ?? []
  return kinds.some((each) => each.group === group && each.version === version && each.kind === kind)
}

/** What a reference like `#/components/schemas/NAME` points to within its document. */
function resolveReference(document: OpenAPIV3Document, reference: string): OpenAPISchema | undefined {
  if (!reference.startsWith('#/')) return undefined
  let current: unknown = document
  for (const part of reference.slice(2).split('/')) {
    const key = decodeURIComponent(part).replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof current !== 'object' || current === null || !Object.hasOwn(current, key)) return undefined
    current = (current as Record<string, unknown>)[key]
  }
  return typeof current === 'object' && current !== null ? (current as OpenAPISchema) : undefined
}
