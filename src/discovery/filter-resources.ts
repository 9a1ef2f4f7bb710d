import { isNotFound } from '../errors/index.ts'
import { formatGroupVersion, type GroupVersion, type GroupVersionResource, parseGroupVersion } from '../meta/index.ts'
import type { CallOptions } from '../rest/index.ts'
import { groupVersionsOf } from './api-group.ts'
import type { APIResource, APIResourceList } from './api-resource.ts'
import type { DiscoveryInterface } from './discovery-interface.ts'

/** Keeps the resources that a predicate holds for. Lists that end up empty are left out. */
export function filterResources(
  lists: readonly APIResourceList[],
  keeps: (groupVersion: string, resource: APIResource) => boolean,
): APIResourceList[] {
  return lists
    .map((list) => ({ ...list, resources: list.resources.filter((each) => keeps(list.groupVersion, each)) }))
    .filter(({ resources }) => resources.length > 0)
}

/** Whether a resource has all of these verbs. */
export function supportsAllVerbs(resource: APIResource, verbs: readonly string[]): boolean {
  return verbs.every((verb) => resource.verbs.includes(verb))
}

/** The identity of each resource of the lists, subresources included. */
export function groupVersionResources(lists: readonly APIResourceList[]): GroupVersionResource[] {
  return lists.flatMap(({ groupVersion, resources }) => {
    const { group, version } = parseGroupVersion(groupVersion)
    return resources.map(({ name }) => ({ group, version, resource: name }))
  })
}

/** Whether a server has a resource. One request, for its group/version. */
export async function isResourceEnabled(
  discovery: DiscoveryInterface,
  resource: GroupVersionResource,
  options: CallOptions = {},
): Promise<boolean> {
  try {
    const list = await discovery.serverResourcesForGroupVersion(formatGroupVersion(resource), options)
    return list.resources.some(({ name }) => name === resource.resource)
  } catch (error) {
    if (isNotFound(error)) return false
    throw error
  }
}

/**
 * Whether a server has a group/version. One that lists none at all counts as having it: some hide their lists from
 * callers without rights.
 *
 * Source: `ServerSupportsVersion` in k8s.io/client-go/discovery.
 */
export async function serverSupportsVersion(
  discovery: DiscoveryInterface,
  groupVersion: GroupVersion,
  options: CallOptions = {},
): Promise<boolean> {
  const { groups } = await discovery.serverGroups(options)
  const versions = groupVersionsOf(groups)
  return versions.length === 0 || versions.includes(formatGroupVersion(groupVersion))
}
