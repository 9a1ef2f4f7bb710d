import { baseMethods, methodSets, type ResourceMethod } from '../resources/methods.ts'
import type { ResourceFacts } from '../schema/facts.ts'

/** What a verb of a server means for a client; applying is a way of patching. */
const verbMethods: Readonly<Record<string, readonly ResourceMethod[]>> = {
  create: ['create'],
  update: ['update'],
  delete: ['delete'],
  deletecollection: ['deleteCollection'],
  get: ['get'],
  list: ['list'],
  watch: ['watch'],
  patch: ['patch', 'apply'],
}

/** The same for subresources, as `VERB SUBRESOURCE`. */
const subresourceMethods: Readonly<Record<string, readonly ResourceMethod[]>> = {
  'update status': ['updateStatus'],
  'patch status': ['applyStatus'],
  'get scale': ['getScale'],
  'update scale': ['updateScale'],
  'patch scale': ['applyScale'],
  'update approval': ['updateApproval'],
  'create binding': ['bind'],
  'update ephemeralcontainers': ['updateEphemeralContainers'],
  'create eviction': ['evict'],
  'update finalize': ['finalize'],
  'get log': ['getLogs'],
  'get proxy': ['proxyGet'],
  'update resize': ['updateResize'],
  'create token': ['createToken'],
}

/** Methods of client-go that are other ones in a special dress. */
const dressed: Readonly<Record<string, ResourceMethod>> = {
  createWithEventNamespace: 'create',
  getFieldSelector: 'list',
  patchStatus: 'applyStatus',
  patchWithEventNamespace: 'patch',
  search: 'list',
  updateWithEventNamespace: 'update',
}

/** What a server serves of a resource. */
export function servedMethods(resource: ResourceFacts): Set<string> {
  const methods = new Set<string>((resource.verbs ?? []).flatMap((verb) => verbMethods[verb] ?? []))
  for (const { name, verbs } of resource.subresources ?? []) {
    for (const verb of verbs) for (const method of subresourceMethods[`${verb} ${name}`] ?? []) methods.add(method)
  }
  for (const method of resource.methods ?? []) {
    const plain = dressed[method]
    if (plain !== undefined && methods.has(plain)) methods.add(method)
  }
  return methods
}

/** The union of client-go's methods and the server's. */
export function allMethods(resource: ResourceFacts): Set<string> {
  return new Set([...(resource.methods ?? []), ...servedMethods(resource)])
}

/** What the types offer: what is served, or client-go's methods where no server serves it any more. */
export function typedMethods(resource: ResourceFacts): Set<string> {
  return resource.served === undefined ? allMethods(resource) : servedMethods(resource)
}

/** A set of methods in few words: which base ones are there, whole sets by their names, and single ones. */
export interface MethodSummary {
  readonly base: readonly string[]
  readonly sets: readonly string[]
  readonly single: readonly string[]
}

export function summarise(methods: ReadonlySet<string>): MethodSummary {
  const sets = Object.entries(methodSets).filter(([, members]) => members.every((method) => methods.has(method)))
  const covered = new Set<string>([...baseMethods, ...sets.flatMap(([, members]) => members)])
  return {
    base: baseMethods.filter((method) => methods.has(method)),
    sets: sets.map(([name]) => name),
    single: [...methods].filter((method) => !covered.has(method)).sort(),
  }
}
