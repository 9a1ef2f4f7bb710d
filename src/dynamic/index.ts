export type {
  ApplyOptions,
  CreateOptions,
  DeleteCollectionListOptions,
  DeleteOptions,
  DryRunOption,
  FieldValidation,
  GetOptions,
  ListOptions,
  OwnSubresource,
  PageOptions,
  PatchOptions,
  Preconditions,
  Subresource,
  UpdateOptions,
  WatchOptions,
} from '../verbs/options.ts'
export type { JsonPatchOperation, UntypedPatch } from '../verbs/patches.ts'
export type { ApplyAllOptions, DeleteAllOptions, ManyOptions, ObjectProgress, ObjectResult } from './all-objects.ts'
export { applyAll, deleteAll } from './apply-all.ts'
export { DynamicClient, type KindReference, NamespaceableResourceClient } from './dynamic-client.ts'
export { DynamicResourceClient } from './dynamic-resource-client.ts'
export {
  MetadataClient,
  MetadataResourceClient,
  NamespaceableMetadataClient,
  type PartialObjectMetadata,
  type PartialObjectMetadataList,
} from './metadata-client.ts'
export { NamespacedScaleClient, type ResourceFinder, ScaleClient, type ScaleUpdate } from './scale-client.ts'
export { conditions, type WaitCondition, type WaitConditions } from './wait-conditions.ts'
export { type WaitedResource, type WaitOptions, type WaitReference, waitFor } from './wait-for.ts'
