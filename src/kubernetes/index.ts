export type {
  BaseMethod,
  ResourceDescriptor,
  ResourceMethod,
  ScaleMethod,
  SpecialMethod,
  StatusMethod,
  TypedDescriptor,
  TypedResource,
} from '../resources/index.ts'
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
export type {
  JsonPatchOperation,
  MergePatch,
  Patch,
  StrategicDirectives,
  StrategicPatch,
  UntypedPatch,
} from '../verbs/patches.ts'
export { Clientset } from './clientset.ts'
export type { CustomResource, ObjectApplyConfiguration, StoredList } from './custom-resource.ts'
export { type ExtractOptions, extract } from './extract.ts'
export type { RawAnswer } from './raw-answer.ts'
export type { BaseMethods, DryRun, PagingMethods, StatusMethods } from './resource-methods.ts'
export type { EventSubject, EvictionMethods, InvolvedObject, ScaleMethods, SpecialMethods } from './special-methods.ts'
export type { EvictionBody, PodLogOptions, ProxyOptions, ScaleApplyBody, ScaleBody } from './special-types.ts'
export type {
  Accessor,
  AcrossNamespaces,
  ClientIdentity,
  GroupClient,
  NamespacedAccessor,
  TypedClient,
} from './typed-client.ts'
