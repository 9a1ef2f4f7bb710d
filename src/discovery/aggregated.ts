import { formatGroupVersion, type GroupVersionKind } from '../meta/index.ts'
import { type APIGroup, type APIGroupList, apiGroupList, type GroupVersionForDiscovery } from './api-group.ts'
import { type APIResource, type APIResourceList, apiResourceList } from './api-resource.ts'
import { StaleGroupVersionError } from './discovery-errors.ts'

/**
 * An aggregated answer, as on the wire: groups, versions and resources in one. v2 and v2beta1 have the same fields.
 *
 * Source: `APIGroupDiscoveryList` in k8s.io/api/apidiscovery/v2.
 */
export interface APIGroupDiscoveryList {
  readonly kind?: string
  readonly apiVersion?: string
  readonly metadata?: object
  readonly items?: readonly APIGroupDiscovery[] | null
}

export interface APIGroupDiscovery {
  /** Its name is the group's; the core group has none. */
  readonly metadata?: { readonly name?: string }
  /** The preferred one first. */
  readonly versions?: readonly APIVersionDiscovery[] | null
}

export interface APIVersionDiscovery {
  readonly version: string
  readonly resources?: readonly APIResourceDiscovery[] | null
  /** `Current`, or `Stale` if the list may be out of date or missing. */
  readonly freshness?: string
}

export interface APIResourceDiscovery {
  readonly resource: string
  /** Group and version are empty where they are those of the list. */
  readonly responseKind?: Partial<GroupVersionKind> | null
  /** `Namespaced` or `Cluster`. */
  readonly scope?: string
  readonly singularResource?: string
  readonly verbs?: readonly string[] | null
  readonly shortNames?: readonly string[] | null
  readonly categories?: readonly string[] | null
  readonly subresources?: readonly APISubresourceDiscovery[] | null
}

export interface APISubresourceDiscovery {
  readonly subresource: string
  readonly responseKind?: Partial<GroupVersionKind> | null
  readonly verbs?: readonly string[] | null
}

/** An aggregated answer, taken apart. */
export interface SplitGroups {
  readonly groups: APIGroupList
  readonly resources: ReadonlyMap<string, APIResourceList>
  readonly failed: ReadonlyMap<string, StaleGroupVersionError>
}

/**
 * Takes an aggregated answer apart, into what the older format has: groups, and a list of resources for each
 * group/version. Stale versions are no part of their group and count as failed; a group's preferred version is its
 * first that is not stale. Subresources become resources of their own, with their parent's singular name and scope.
 *
 * Source: `SplitGroupsAndResources` in k8s.io/client-go/discovery.
 */
export function splitGroupsAndResources(list: APIGroupDiscoveryList): SplitGroups {
  const resources = new Map<string, APIResourceList>()
  const failed = new Map<string, StaleGroupVersionError>()
  const groups = (list.items ?? []).map((item): APIGroup => {
    const name = item.metadata?.name ?? ''
    const usable: GroupVersionForDiscovery[] = []
    for (const entry of item.versions ?? []) {
      const groupVersion = formatGroupVersion({ group: name, version: entry.version })
      if (entry.freshness === 'Stale') {
        failed.set(groupVersion, new StaleGroupVersionError(groupVersion))
        continue
      }
      usable.push({ groupVersion, version: entry.version })
      const list: APIResource[] = []
      for (const found of entry.resources ?? []) addResources(list, found)
      resources.set(groupVersion, apiResourceList(groupVersion, list))
    }
    const [preferredVersion] = usable
    return { name, versions: usable, ...(preferredVersion === undefined ? {} : { preferredVersion }) }
  })
  return { groups: apiGroupList(groups), resources, failed }
}

/**
 * The resource, then its subresources. One without a kind is only there for the sake of its subresources, and left out.
 *
 * Written with assignments, for a server may have thousands: spreading optional fields takes twice as long.
 */
function addResources(resources: APIResource[], found: APIResourceDiscovery): void {
  const namespaced = found.scope === 'Namespaced'
  const singularName = found.singularResource ?? ''
  if (hasKind(found.responseKind)) {
    const resource = resourceOf(found.resource, singularName, namespaced, found.responseKind, found.verbs)
    if (found.shortNames?.length) resource.shortNames = found.shortNames
    if (found.categories?.length) resource.categories = found.categories
    resources.push(resource)
  }
  for (const { subresource, responseKind, verbs } of found.subresources ?? []) {
    if (!hasKind(responseKind)) continue
    resources.push(resourceOf(`${found.resource}/${subresource}`, singularName, namespaced, responseKind, verbs))
  }
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }
type ResponseKind = APIResourceDiscovery['responseKind']

/** Fields in the order of the wire, so that a cache file reads as kubectl's does. */
function resourceOf(
  name: string,
  singularName: string,
  namespaced: boolean,
  { group, version, kind = '' }: Partial<GroupVersionKind>,
  verbs: readonly string[] | null | undefined,
): Mutable<APIResource> {
  if (!group && !version) return { name, singularName, namespaced, kind, verbs: verbs ?? [] }
  const place = { ...(group ? { group } : {}), ...(version ? { version } : {}) }
  return { name, singularName, namespaced, ...place, kind, verbs: verbs ?? [] }
}

function hasKind(kind: ResponseKind): kind is Partial<GroupVersionKind> {
  return kind !== null && kind !== undefined && Boolean(kind.group || kind.version || kind.kind)
}
