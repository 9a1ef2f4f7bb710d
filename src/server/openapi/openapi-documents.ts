import { createHash } from 'node:crypto'
import type { OpenAPIPathItem, OpenAPISchema, OpenAPIV3Document } from '../../discovery/openapi-document.ts'
import { factsLoaders } from '../../schema/facts/loaders.ts'
import type { GroupVersionFacts } from '../../schema/facts.ts'
import type { KindRegistry } from '../kinds/kind-registry.ts'
import type { KindStrategy } from '../kinds/kind-strategy.ts'
import { discoveryPath, discoverySchemas, versionSchema, versionSchemaName } from './discovery-paths.ts'
import { resourcePaths } from './resource-paths.ts'
import { SchemaCollection } from './schema-collection.ts'
import { groupVersionTag, groupVersionWord, kindSchema, metaSchema } from './schema-names.ts'
import { toV2 } from './to-v2.ts'

/** A document as it is sent. */
export interface WrittenDocument {
  readonly json: Uint8Array
  /** Of its content: the same as long as nothing changes, in whatever process. */
  readonly hash: string
}

interface WrittenDocuments {
  /** By what follows `/openapi/v3/`, in the order of these. */
  readonly v3: ReadonlyMap<string, WrittenDocument>
  readonly v2: WrittenDocument
}

/** The OpenAPI documents of what a server serves, written when somebody asks for the first of them. */
export class OpenApiDocuments {
  readonly #registry: KindRegistry
  #written: Promise<WrittenDocuments> | undefined

  constructor(registry: KindRegistry) {
    this.#registry = registry
  }

  async v3(): Promise<ReadonlyMap<string, WrittenDocument>> {
    return (await this.#all()).v3
  }

  async v2(): Promise<WrittenDocument> {
    return (await this.#all()).v2
  }

  #all(): Promise<WrittenDocuments> {
    this.#written ??= writeDocuments(this.#registry.all())
    return this.#written
  }
}

async function writeDocuments(kinds: readonly KindStrategy[]): Promise<WrittenDocuments> {
  const schemas = new SchemaCollection(await loadFacts(kinds))
  const { versions, groups } = discoverySchemas
  const api = discoveryPath('/api', 'core', 'getCoreAPIVersions', versions)
  const apis = discoveryPath('/apis', 'apis', 'getAPIVersions', groups)
  const version = discoveryPath('/version', 'version', 'getCodeVersion', versionSchemaName)
  const documents = new Map<string, OpenAPIV3Document>([
    ['api', document(api, schemas.closure([versions]))],
    ['apis', document(apis, schemas.closure([groups]))],
    ['version', document(version, { [versionSchemaName]: versionSchema })],
  ])
  for (const prefix of new Set(kinds.map(prefixOf))) {
    const own = kinds.filter((kind) => prefixOf(kind) === prefix)
    documents.set(prefix.slice(1), groupVersionDocument(prefix, own, schemas))
  }
  const sorted = [...documents].sort(([a], [b]) => (a < b ? -1 : 1))
  return {
    v3: new Map(sorted.map(([key, value]) => [key, write(value)])),
    v2: write(toV2(sorted.map(([, value]) => value))),
  }
}

async function loadFacts(kinds: readonly KindStrategy[]): Promise<GroupVersionFacts[]> {
  const names = new Set([
    'meta.k8s.io/v1',
    ...kinds.map(({ group, version }) => (group === '' ? version : `${group}/${version}`)),
  ])
  return Promise.all([...names].map((name) => loadOne(name)))
}

async function loadOne(groupVersion: string): Promise<GroupVersionFacts> {
  const load = factsLoaders[groupVersion]
  if (load === undefined) throw new RangeError(`no facts of ${groupVersion}`)
  return load()
}

function prefixOf({ group, version }: KindStrategy): string {
  return group === '' ? `/api/${version}` : `/apis/${group}/${version}`
}

function groupVersionDocument(
  prefix: string,
  kinds: readonly KindStrategy[],
  schemas: SchemaCollection,
): OpenAPIV3Document {
  const paths: Record<string, OpenAPIPathItem> = {}
  for (const kind of kinds) {
    const id = `get${groupVersionWord(kind)}APIResources`
    Object.assign(paths, discoveryPath(prefix, groupVersionTag(kind), id, discoverySchemas.resources))
    Object.assign(paths, resourcePaths(kind, prefix))
  }
  const machinery = ['DeleteOptions', 'Patch', 'Status', 'WatchEvent'].map(metaSchema)
  const own = kinds.flatMap((kind) => [kindSchema(kind), kindSchema(kind, 'List')])
  return document(
    Object.fromEntries(Object.entries(paths).sort(([a], [b]) => (a < b ? -1 : 1))),
    schemas.closure([...own, ...machinery, discoverySchemas.resources]),
  )
}

function document(paths: Record<string, OpenAPIPathItem>, schemas: Record<string, OpenAPISchema>): OpenAPIV3Document {
  return {
    openapi: '3.0.0',
    info: { title: 'Kubernetes', version: '1.37' },
    paths,
    components: {
      schemas,
      securitySchemes: { BearerToken: { type: 'apiKey', name: 'authorization', in: 'header' } },
    },
  }
}

function write(value: object): WrittenDocument {
  const json = Buffer.from(JSON.stringify(value))
  return { json, hash: createHash('sha512').update(json).digest('hex').toUpperCase() }
}
