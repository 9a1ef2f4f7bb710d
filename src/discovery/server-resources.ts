import type { CallOptions } from '../rest/index.ts'
import type { APIGroupList } from './api-group.ts'
import { groupVersionsOf } from './api-group.ts'
import type { APIResourceList } from './api-resource.ts'
import {
  type DiscoveredAPIs,
  type DiscoveryInterface,
  type GroupsAndMaybeResources,
  isAggregated,
} from './discovery-interface.ts'
import { mapInParallel } from './in-parallel.ts'

/** How many group/versions are read at the same time, where a server does not aggregate. */
const maxInFlight = 32

/** Groups, resources and failures, from whatever a discovery has to offer. */
export interface AllResources {
  readonly groups: APIGroupList
  readonly resources: ReadonlyMap<string, APIResourceList>
  readonly failed: ReadonlyMap<string, Error>
}

/**
 * Everything that a server has. Where the answers are not aggregated, each group/version is read on its own, several
 * at a time.
 *
 * Source: `ServerGroupsAndResources` in k8s.io/client-go/discovery.
 */
export async function serverGroupsAndResources(
  discovery: DiscoveryInterface,
  options: CallOptions = {},
): Promise<DiscoveredAPIs> {
  const { groups, resources, failed } = await readAll(discovery, options)
  const inOrder = groupVersionsOf(groups.groups).flatMap((groupVersion) => resources.get(groupVersion) ?? [])
  return { groups: groups.groups, resources: inOrder, failed }
}

/** Reads groups with their resources, in one way or the other. */
export async function readAll(discovery: DiscoveryInterface, options: CallOptions): Promise<AllResources> {
  const { groups, resources, failed } = await readGroups(discovery, options)
  if (resources !== undefined) return { groups, resources, failed }
  const fetched = await fetchGroupVersions(discovery, groupVersionsOf(groups.groups), options)
  return { groups, resources: fetched.resources, failed: new Map([...failed, ...fetched.failed]) }
}

/** The groups, with their resources if they come along. */
export async function readGroups(
  discovery: DiscoveryInterface,
  options: CallOptions,
): Promise<GroupsAndMaybeResources> {
  if (isAggregated(discovery)) return discovery.groupsAndMaybeResources(options)
  return { groups: await discovery.serverGroups(options), resources: undefined, failed: new Map() }
}

/** Reads group/versions one by one. An abort rejects; any other failure is kept with its group/version. */
export async function fetchGroupVersions(
  discovery: Pick<DiscoveryInterface, 'serverResourcesForGroupVersion'>,
  groupVersions: readonly string[],
  options: CallOptions,
): Promise<{ resources: Map<string, APIResourceList>; failed: Map<string, Error> }> {
  const resources = new Map<string, APIResourceList>()
  const failed = new Map<string, Error>()
  await mapInParallel(groupVersions, maxInFlight, async (groupVersion) => {
    try {
      resources.set(groupVersion, await discovery.serverResourcesForGroupVersion(groupVersion, options))
    } catch (error) {
      options.signal?.throwIfAborted()
      failed.set(groupVersion, error instanceof Error ? error : new Error(String(error)))
    }
  })
  return { resources, failed }
}
