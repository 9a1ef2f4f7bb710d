import type { CallOptions, RESTInterface } from '../rest/index.ts'
import type { APIGroup, APIGroupList } from './api-group.ts'
import type { APIResourceList } from './api-resource.ts'
import type { OpenAPIV2Document } from './openapi-document.ts'
import type { OpenAPIV3Interface } from './openapi-v3-interface.ts'
import type { VersionInfo } from './version-info.ts'

/** Group/versions that could not be discovered, each with its error. Empty if all answered. */
export type FailedGroupVersions = ReadonlyMap<string, Error>

/** What a server has. Where a group/version fails, the others are there all the same. */
export interface DiscoveredAPIs {
  /** In the server's order, the core group first. */
  readonly groups: readonly APIGroup[]
  /** One list a group/version, in the order of the groups and of their versions. */
  readonly resources: readonly APIResourceList[]
  readonly failed: FailedGroupVersions
}

/** The resources of a server, each in one version. */
export interface DiscoveredResources {
  /** One list a group/version, empty ones among them. Without subresources. */
  readonly resources: readonly APIResourceList[]
  readonly failed: FailedGroupVersions
}

/** What one look at /api and /apis gives. */
export interface GroupsAndMaybeResources {
  readonly groups: APIGroupList
  /** By group/version. Undefined if the server does not aggregate its answers. */
  readonly resources: ReadonlyMap<string, APIResourceList> | undefined
  /** Known failures: versions that the server itself calls stale. */
  readonly failed: FailedGroupVersions
}

/**
 * Finds out what a server has. Implement it to put another in the place of {@link DiscoveryClient}.
 *
 * All methods throw a `StatusError` when the server refuses, a `TransportError` when there is no answer and a
 * `DecodeError` when the answer is not what it should be, unless they say otherwise.
 */
export interface DiscoveryInterface {
  readonly restClient: RESTInterface
  serverGroups(options?: CallOptions): Promise<APIGroupList>
  /** @param groupVersion `v1`, or GROUP/VERSION */
  serverResourcesForGroupVersion(groupVersion: string, options?: CallOptions): Promise<APIResourceList>
  serverGroupsAndResources(options?: CallOptions): Promise<DiscoveredAPIs>
  serverPreferredResources(options?: CallOptions): Promise<DiscoveredResources>
  serverPreferredNamespacedResources(options?: CallOptions): Promise<DiscoveredResources>
  serverVersion(options?: CallOptions): Promise<VersionInfo>
  /** The whole OpenAPI v2 document: several megabytes. Prefer {@link openApiV3}. */
  openApiSchema(options?: CallOptions): Promise<OpenAPIV2Document>
  openApiV3(): OpenAPIV3Interface
  /** A client that does not ask for aggregated answers; itself if it cannot do without them. */
  withLegacy(): DiscoveryInterface
}

/** Also gives the resources that come with the groups. */
export interface AggregatedDiscoveryInterface extends DiscoveryInterface {
  groupsAndMaybeResources(options?: CallOptions): Promise<GroupsAndMaybeResources>
}

/** Keeps answers. */
export interface CachedDiscoveryInterface extends DiscoveryInterface {
  /** Whether looking again would find nothing newer: false means that after a miss it is worth to invalidate. */
  fresh(): boolean
  /** Uses nothing from now on that is known at this moment. */
  invalidate(): void
}

export function isAggregated(discovery: DiscoveryInterface): discovery is AggregatedDiscoveryInterface {
  return 'groupsAndMaybeResources' in discovery && typeof discovery.groupsAndMaybeResources === 'function'
}

export function isCached(discovery: DiscoveryInterface): discovery is CachedDiscoveryInterface {
  return 'invalidate' in discovery && typeof discovery.invalidate === 'function'
}
