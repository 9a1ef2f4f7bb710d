import { isJsonObject } from './json-object.ts'

/**
 * A resource of a group/version, as on the wire. The name of a subresource has a slash: `pods/log`.
 *
 * Source: `APIResource` in k8s.io/apimachinery/pkg/apis/meta/v1.
 */
export interface APIResource {
  /** The plural, as in URLs. */
  readonly name: string
  /** Empty if an old server does not tell. */
  readonly singularName: string
  readonly namespaced: boolean
  /** Only if the kind is of another group than the list. */
  readonly group?: string
  /** Only if the kind is of another version than the list. */
  readonly version?: string
  readonly kind: string
  readonly verbs: readonly string[]
  readonly shortNames?: readonly string[]
  readonly categories?: readonly string[]
  /** Changes with the version in which the resource is stored. Not part of aggregated answers. */
  readonly storageVersionHash?: string
}

/** The resources of one group/version, subresources among them. */
export interface APIResourceList {
  readonly kind: 'APIResourceList'
  readonly apiVersion: 'v1'
  /** `v1`, or GROUP/VERSION. */
  readonly groupVersion: string
  readonly resources: readonly APIResource[]
}

/** Makes a list of resources with kind and apiVersion, which some servers leave out. */
export function apiResourceList(groupVersion: string, resources: readonly APIResource[]): APIResourceList {
  return { kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources }
}

/**
 * Reads resources as Go writes them: no verbs as null.
 *
 * @returns undefined if they are no resources
 */
export function readResources(value: unknown): readonly APIResource[] | undefined {
  if (!Array.isArray(value)) return undefined
  let isAsWritten = true
  for (const each of value as unknown[]) {
    if (!isNamedResource(each)) return undefined
    isAsWritten &&= Array.isArray(each.verbs)
  }
  // Hardly any server has one without verbs: as a rule the list stays as it is.
  if (isAsWritten) return value as APIResource[]
  return (value as WrittenResource[]).map((each) => ({ ...each, verbs: each.verbs ?? [] }))
}

type WrittenResource = Omit<APIResource, 'verbs'> & { readonly verbs?: readonly string[] | null }

function isNamedResource(value: unknown): value is WrittenResource {
  if (!isJsonObject(value) || typeof value['name'] !== 'string' || typeof value['kind'] !== 'string') return false
  const { verbs } = value
  return verbs === undefined || verbs === null || Array.isArray(verbs)
}

export function isSubresource(resource: APIResource): boolean {
  return resource.name.includes('/')
}
