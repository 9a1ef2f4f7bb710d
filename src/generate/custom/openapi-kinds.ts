import type { Scalar } from '../../schema/field.ts'
import { scalars } from '../../schema/field.ts'
import { knownApiVersions, loadFacts } from '../../schema/load-facts.ts'
import type { ApiModels } from '../model.ts'
import { readModels } from '../model-from-facts.ts'
import type { CustomKinds } from './custom-files.ts'
import type { CustomKind } from './custom-kind.ts'
import { describeValue, GenerateError } from './generate-error.ts'
import { type JsonSchema, requireSchema } from './json-schema.ts'
import { type PathResource, resourcesOfPaths } from './openapi-paths.ts'
import type { Referent } from './schema-reader.ts'

/**
 * The kinds of OpenAPI documents: v3, as a server has one for each group and version, or v2, the one for everything.
 *
 * @param documents with the files they are from
 * @param groups only those; none for all that Kubernetes itself does not have
 * @throws {GenerateError} if one is no such document, or has none of these kinds
 */
export async function kindsOfOpenApi(
  documents: readonly { readonly file: string; readonly document: unknown }[],
  groups: readonly string[],
): Promise<CustomKinds> {
  const known = await builtInModels()
  const builtIn = new Set([...known.values()].map(({ group, version }) => `${group}/${version}`))
  const sources = documents.map(({ file, document }) => new OpenApiDocument(document, file, known))
  const all = sources.flatMap((source) => source.kinds().map((kind) => ({ kind, source })))
  const wanted = all.filter(({ kind: { group, version } }) =>
    groups.length === 0 ? !builtIn.has(`${group}/${version}`) : groups.includes(group),
  )
  if (wanted.length === 0) {
    const files = documents.map(({ file }) => file).join(', ')
    const found = [...new Set(all.map(({ kind }) => kind.group || '""'))].join(', ')
    throw new GenerateError(
      [files],
      all.length === 0
        ? 'expected kinds with paths of their own, found none'
        : groups.length === 0
          ? `all its kinds are built in: choose a group of them with --group (${found})`
          : `no kinds of the group ${groups.join(', ')}: it has those of ${found}`,
    )
  }
  const sourceOf = new Map(wanted.map(({ kind, source }) => [kind, source]))
  return {
    kinds: wanted.map(({ kind }) => kind),
    resolve: (reference, of) => sourceOf.get(of)?.resolve(reference, of),
    known,
  }
}

async function builtInModels(): Promise<ApiModels> {
  const facts = await Promise.all(knownApiVersions().map(loadFacts))
  return readModels(facts.filter((each) => each !== undefined))
}

/** The packages of types that are written as something else than their fields. */
const scalarPackages = /^io\.k8s\.(?:apimachinery|apiextensions-apiserver)\.pkg\./

/** The packages of the kinds that are built in. */
const apiPackages =
  /^io\.k8s\.(?:api|apimachinery\.pkg\.apis|apiextensions-apiserver\.pkg\.apis|kube-aggregator\.pkg\.apis)\.(\w+)\.(\w+)\.(\w+)$/

class OpenApiDocument {
  readonly #file: string
  readonly #known: ApiModels
  readonly #prefix: string
  readonly #schemas: Readonly<Record<string, unknown>>
  readonly #paths: Readonly<Record<string, unknown>>

  constructor(document: unknown, file: string, known: ApiModels) {
    const root = requireObject(document, [file])
    this.#file = file
    this.#known = known
    const isV2 = root['swagger'] !== undefined
    if (!isV2 && typeof root['openapi'] !== 'string') {
      throw new GenerateError([file], 'expected an OpenAPI document: an object with "openapi" or "swagger"')
    }
    this.#prefix = isV2 ? '#/definitions/' : '#/components/schemas/'
    const components = isV2 ? root : requireObject(root['components'], [file, 'components'])
    const field = isV2 ? 'definitions' : 'schemas'
    this.#schemas = requireObject(components[field], [file, isV2 ? field : `components.${field}`])
    this.#paths = requireObject(root['paths'], [file, 'paths'])
  }

  kinds(): CustomKind[] {
    const components = new Map<string, string>()
    for (const [name, schema] of Object.entries(this.#schemas)) {
      for (const kind of kindsOf(schema)) if (!components.has(kind)) components.set(kind, name)
    }
    return resourcesOfPaths(this.#paths).flatMap((resource) => {
      const { group, version, kind } = resource
      const component = components.get(`${group}/${version}/${kind}`)
      // What is a kind elsewhere is not described here: a review that is a subresource's, a list of another group.
      return component === undefined ? [] : [this.#kind(resource, component, components)]
    })
  }

  #kind(resource: PathResource, component: string, components: ReadonlyMap<string, string>): CustomKind {
    const { group, version, kind, verbs } = resource
    const where = [this.#file, `${this.#prefix.slice(2).replaceAll('/', '.')}${component}`]
    const isListed = verbs.includes('list')
    const listKind = components.has(`${group}/${version}/${kind}List`) ? `${kind}List` : this.#listOf(component)
    return {
      ...resource,
      listKind: isListed ? (listKind ?? `${kind}List`) : undefined,
      schema: requireSchema(this.#schemas[component], where),
      keepsUnknown: false,
      where,
      component: `${this.#prefix}${component}`,
    }
  }

  /** The kind of the list whose items are of a component, where it is not called like them. */
  #listOf(component: string): string | undefined {
    for (const schema of Object.values(this.#schemas)) {
      const [kind] = kindsOf(schema)
      if (kind === undefined) continue
      const items = (schema as JsonSchema).properties?.['items'] as JsonSchema | undefined
      const text = JSON.stringify(items?.items ?? null)
      if (text.includes(`"${this.#prefix}${component}"`)) return kind.split('/')[2]
    }
    return undefined
  }

  resolve(reference: string, of: CustomKind): Referent | undefined {
    if (!reference.startsWith(this.#prefix)) return undefined
    const name = reference.slice(this.#prefix.length)
    const known = this.#knownType(name, of)
    if (known !== undefined) return known
    if (!Object.hasOwn(this.#schemas, name)) return undefined
    const where = [this.#file, `${this.#prefix.slice(2).replaceAll('/', '.')}${name}`]
    return { form: 'schema', schema: requireSchema(this.#schemas[name], where), where }
  }

  /** What Kubernetes has in a group and version that is not made here is imported. */
  #knownType(name: string, of: CustomKind): Referent | undefined {
    const scalar = scalarPackages.test(name) ? name.slice(name.lastIndexOf('.') + 1) : ''
    if (scalars.some((each) => each === scalar)) {
      return { form: 'known', type: { form: 'scalar', scalar: scalar as Scalar } }
    }
    const [, folder, version, type = ''] = apiPackages.exec(name) ?? []
    const key = `${folder}/${version}`
    const model = this.#known.get(key)
    const isElsewhere = model !== undefined && (model.group !== of.group || model.version !== of.version)
    return isElsewhere && model.types.has(type)
      ? { form: 'known', type: { form: 'reference', name: type, groupVersion: key } }
      : undefined
  }
}

/** The kinds that a schema is of, as GROUP/VERSION/KIND. */
function kindsOf(schema: unknown): string[] {
  const all = (schema as JsonSchema | null)?.['x-kubernetes-group-version-kind']
  if (!Array.isArray(all)) return []
  return all.map(({ group, version, kind }: Record<string, string>) => `${group}/${version}/${kind}`)
}

function requireObject(value: unknown, where: readonly string[]): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>
  throw new GenerateError(where, `expected an object, found ${describeValue(value)}`)
}
