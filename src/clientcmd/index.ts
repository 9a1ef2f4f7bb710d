export type { EntryChanges, FieldChange, FieldChanges, KubeConfigChanges } from './changes.ts'
export type { Choice } from './choose.ts'
export type { Cluster, User } from './entries.ts'
export type { InClusterOptions } from './in-cluster.ts'
export type { KubeConfig, KubeConfigContext, KubeConfigTextOptions } from './kube-config.ts'
export {
  buildConfigFromFlags,
  inClusterConfig,
  loadConfig,
  loadKubeConfig,
  modifyConfig,
  parseKubeConfig,
} from './load.ts'
export type { LoadOptions, ParseOptions } from './load-options.ts'
export type { ConfigOverrides } from './overrides.ts'
