import type { SubresourceFacts } from '../../schema/facts.ts'

/** A resource, as the paths of an OpenAPI document tell it. */
export interface PathResource {
  readonly group: string
  readonly version: string
  readonly resource: string
  readonly kind: string
  readonly namespaced: boolean
  readonly verbs: readonly string[]
  readonly subresources: readonly SubresourceFacts[]
}

interface Found {
  readonly group: string
  readonly version: string
  readonly resource: string
  kind: string
  namespaced: boolean
  readonly verbs: Set<string>
  readonly subresources: Map<string, { kind: string; readonly verbs: Set<string> }>
}

const pattern =
  /^\/(?:api|apis\/(?<group>[^/{]+))\/(?<version>v[^/{]*)(?<scope>\/namespaces\/\{namespace\})?\/(?<resource>[^/{]+)(?:\/\{name\}(?:\/(?<subresource>[^/{]+))?)?(?:\/\{path\})?$/

const verbOf: Readonly<Record<string, readonly string[]>> = {
  connect: ['create', 'get', 'update', 'patch', 'delete'],
  delete: ['delete'],
  deletecollection: ['deletecollection'],
  get: ['get'],
  // Every list is watched by the same path.
  list: ['list', 'watch'],
  patch: ['patch'],
  post: ['create'],
  put: ['update'],
}

/** The resources that a document has paths of, by group, version and plural. */
export function resourcesOfPaths(paths: Readonly<Record<string, unknown>>): PathResource[] {
  const found = new Map<string, Found>()
  for (const [path, item] of Object.entries(paths)) {
    const { group = '', version = '', scope, resource = '', subresource } = pattern.exec(path)?.groups ?? {}
    if (version === '' || !isObject(item)) continue
    for (const operation of Object.values(item)) {
      const action = isObject(operation) ? operation['x-kubernetes-action'] : undefined
      const verbs = typeof action === 'string' && Object.hasOwn(verbOf, action) ? (verbOf[action] ?? []) : []
      if (!isObject(operation) || verbs.length === 0) continue
      const key = `${group}/${version}/${resource}`
      const one = found.get(key) ?? empty(group, version, resource)
      found.set(key, one)
      one.namespaced ||= scope !== undefined
      add(one, subresource, kindOf(operation, one), verbs)
    }
  }
  // A namespace has a path like those of what is in it.
  return [...found.values()].filter(({ kind }) => kind !== '').map(finished)
}

function empty(group: string, version: string, resource: string): Found {
  return { group, version, resource, kind: '', namespaced: false, verbs: new Set(), subresources: new Map() }
}

function add(one: Found, subresource: string | undefined, kind: string, verbs: readonly string[]): void {
  if (subresource === undefined) {
    one.kind ||= kind
    for (const verb of verbs) one.verbs.add(verb)
    return
  }
  const below = one.subresources.get(subresource) ?? { kind, verbs: new Set<string>() }
  one.subresources.set(subresource, below)
  for (const verb of verbs) below.verbs.add(verb)
}

/** The kind, with its group and version where they are not the resource's own: `Scale.v1.autoscaling`. */
function kindOf(operation: Readonly<Record<string, unknown>>, { group, version }: Found): string {
  const of = operation['x-kubernetes-group-version-kind']
  if (!isObject(of) || typeof of['kind'] !== 'string') return ''
  const isOwn = of['group'] === group && of['version'] === version
  return isOwn ? of['kind'] : `${of['kind']}.${String(of['version'])}.${String(of['group'])}`
}

function finished({ verbs, subresources, ...rest }: Found): PathResource {
  return {
    ...rest,
    verbs: [...verbs].sort(),
    subresources: [...subresources]
      .map(([name, below]) => ({ name, kind: below.kind, verbs: [...below.verbs].sort() }))
      .sort((a, b) => (a.name < b.name ? -1 : 1)),
  }
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
