import type { CallOptions } from '../rest/index.ts'
import { type APIResource, type APIResourceList, apiResourceList, isSubresource } from './api-resource.ts'
import type { DiscoveredResources, DiscoveryInterface } from './discovery-interface.ts'
import { filterResources } from './filter-resources.ts'
import { type AllResources, readAll } from './server-resources.ts'

/**
 * Each resource of a server in one version: the group's preferred one if it has the resource, else the first that
 * does. Subresources are left out. Every group/version that answered has a list, which may be empty.
 *
 * Source: `ServerPreferredResources` in k8s.io/client-go/discovery.
 */
export async function serverPreferredResources(
  discovery: DiscoveryInterface,
  options: CallOptions = {},
): Promise<DiscoveredResources> {
  const all = await readAll(discovery, options)
  return { resources: preferred(all), failed: all.failed }
}

/** {@link serverPreferredResources} that live in namespaces. Lists that have none are left out. */
export async function serverPreferredNamespacedResources(
  discovery: DiscoveryInterface,
  options: CallOptions = {},
): Promise<DiscoveredResources> {
  return onlyNamespaced(await serverPreferredResources(discovery, options))
}

export function onlyNamespaced({ resources, failed }: DiscoveredResources): DiscoveredResources {
  return { resources: filterResources(resources, (_, { namespaced }) => namespaced), failed }
}

/** Picks each resource's version. */
function preferred({ groups, resources }: Pick<AllResources, 'groups' | 'resources'>): APIResourceList[] {
  const chosen = new Map<string, APIResource>()
  const lists = new Map<string, readonly APIResource[]>()
  for (const group of groups.groups) {
    for (const { groupVersion, version } of group.versions) {
      const found = resources.get(groupVersion)
      if (found === undefined) continue
      lists.set(groupVersion, found.resources)
      for (const resource of found.resources) {
        const key = `${group.name}/${resource.name}`
        const isBetter = !chosen.has(key) || version === group.preferredVersion?.version
        if (!isSubresource(resource) && isBetter) chosen.set(key, resource)
      }
    }
  }
  const isChosen = new Set(chosen.values())
  return [...lists].map(([groupVersion, list]) => {
    return apiResourceList(
      groupVersion,
      list.filter((each) => isChosen.has(each)),
    )
  })
}
