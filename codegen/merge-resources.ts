import { camelCase } from '../src/resources/accessor-name.ts'
import type { ResourceFacts, SubresourceFacts } from '../src/schema/facts.ts'
import type { ApiResource, Served } from './api-resources.ts'
import type { Extract, ExtractedClient } from './extract-document.ts'

/** Served below other resources only, and no resource of their own though client-go has a client of that name. */
const nonResources = new Set(['bindings'])

/** The resources of one group and version: the union of what client-go's typed clients and the servers have. */
export function mergeResources(
  extracts: readonly Extract[],
  served: readonly Served[],
  folder: string,
  group: string,
  version: string,
): ResourceFacts[] {
  const clients = new Map<string, ExtractedClient>()
  for (const extract of extracts) {
    for (const client of extract.clients[folder] ?? []) {
      const resource = client.accessor.toLowerCase()
      const newer = clients.get(resource)
      const methods = new Set([...(newer?.methods ?? []), ...client.methods])
      clients.set(resource, { ...(newer ?? client), methods: [...methods] })
    }
  }
  const groupVersion = group === '' ? version : `${group}/${version}`
  const names = new Set([...clients.keys(), ...servedNames(served, groupVersion)])
  return [...names].sort().map((name) => mergeResource(name, clients.get(name), served, groupVersion))
}

function servedNames(served: readonly Served[], groupVersion: string): string[] {
  return served
    .flatMap(({ lists }) => lists.filter((list) => list.groupVersion === groupVersion))
    .flatMap(({ resources }) => resources.map(({ name }) => name))
    .filter((name) => !name.includes('/') && !nonResources.has(name))
}

function mergeResource(
  name: string,
  client: ExtractedClient | undefined,
  served: readonly Served[],
  groupVersion: string,
): ResourceFacts {
  const having = served.flatMap(({ version, lists }) => {
    const resources = lists.find((list) => list.groupVersion === groupVersion)?.resources ?? []
    const main = resources.find((resource) => resource.name === name)
    return main === undefined ? [] : [{ version, main, resources }]
  })
  const newest = having[0]
  const subresources = subresourcesOf(
    name,
    having.map(({ resources }) => resources),
  )
  return {
    resource: name,
    kind: newest?.main.kind ?? client?.kind ?? '',
    namespaced: newest?.main.namespaced ?? client?.namespaced ?? false,
    ...list('shortNames', newest?.main.shortNames),
    ...list('categories', newest?.main.categories),
    ...list('verbs', newest?.main.verbs),
    ...list('subresources', subresources),
    ...list('methods', client === undefined ? undefined : methodsOf(client)),
    ...list(
      'served',
      having.map(({ version }) => version),
    ),
  }
}

/** Each as the newest server has it that has it at all. */
function subresourcesOf(name: string, lists: readonly (readonly ApiResource[])[]): SubresourceFacts[] {
  const newest = new Map<string, SubresourceFacts>()
  for (const resource of lists.flat()) {
    if (!resource.name.startsWith(`${name}/`)) continue
    const subresource = resource.name.slice(name.length + 1)
    if (newest.has(subresource)) continue
    const elsewhere = resource.version === undefined ? '' : `.${resource.version}.${resource.group ?? ''}`
    newest.set(subresource, { name: subresource, kind: resource.kind + elsewhere, verbs: resource.verbs })
  }
  return [...newest.values()].sort((a, b) => (a.name < b.name ? -1 : 1))
}

/** One form of each: contexts are an option here, and there is one eviction whose version the client chooses. */
function methodsOf(client: ExtractedClient): string[] {
  return client.methods.filter((name) => !/WithContext$|^EvictV1/.test(name)).map(camelCase)
}

function list<K extends string, T>(key: K, values: readonly T[] | undefined): { [P in K]?: readonly T[] } {
  return values === undefined || values.length === 0 ? {} : ({ [key]: values } as { [P in K]?: readonly T[] })
}
