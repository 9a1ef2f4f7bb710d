export {
  type APIGroupDiscovery,
  type APIGroupDiscoveryList,
  type APIResourceDiscovery,
  type APISubresourceDiscovery,
  type APIVersionDiscovery,
  type SplitGroups,
  splitGroupsAndResources,
} from './aggregated.ts'
export type { APIGroup, APIGroupList, GroupVersionForDiscovery, ServerAddressByClientCIDR } from './api-group.ts'
export type { APIResource, APIResourceList } from './api-resource.ts'
export {
  CachedDiscoveryClient,
  type CachedDiscoveryConfigOptions,
  type CachedDiscoveryOptions,
} from './cached-discovery-client.ts'
export { DeferredRESTMapper } from './deferred-rest-mapper.ts'
export { DiscoveryClient, type DiscoveryClientOptions } from './discovery-client.ts'
export {
  EmptyGroupVersionError,
  GroupDiscoveryFailedError,
  GroupVersionNotCachedError,
  groupDiscoveryFailure,
  StaleGroupVersionError,
} from './discovery-errors.ts'
export type {
  AggregatedDiscoveryInterface,
  CachedDiscoveryInterface,
  DiscoveredAPIs,
  DiscoveredResources,
  DiscoveryInterface,
  FailedGroupVersions,
  GroupsAndMaybeResources,
} from './discovery-interface.ts'
export {
  filterResources,
  groupVersionResources,
  isResourceEnabled,
  serverSupportsVersion,
  supportsAllVerbs,
} from './filter-resources.ts'
export {
  formatGroupResource,
  type GroupKind,
  type GroupResource,
  type PartialResource,
  parseResourceArgument,
  type RESTMapping,
} from './group-resource.ts'
export { AmbiguousMatchError, NoMatchError } from './mapper-errors.ts'
export { MemCacheClient } from './mem-cache-client.ts'
export type {
  OpenAPIGroupVersionKind,
  OpenAPIOperation,
  OpenAPIPathItem,
  OpenAPISchema,
  OpenAPIV2Document,
  OpenAPIV3Document,
} from './openapi-document.ts'
export { OpenAPIV3Client } from './openapi-v3-client.ts'
export { type OpenAPIV3GroupVersion, type OpenAPIV3Interface, openApiV3Protobuf } from './openapi-v3-interface.ts'
export { serverPreferredNamespacedResources, serverPreferredResources } from './preferred-resources.ts'
export { RESTMapper, type RESTMapperOptions } from './rest-mapper.ts'
export { SchemaNode, schemaFor } from './schema-for.ts'
export { serverGroupsAndResources } from './server-resources.ts'
export type { VersionInfo } from './version-info.ts'
