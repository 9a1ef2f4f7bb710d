import type { PluginPolicy } from '../transport/index.ts'
import type { Choice } from './choose.ts'
import type { InClusterOptions } from './in-cluster.ts'
import type { ConfigOverrides } from './overrides.ts'

/** What to choose from a kubeconfig's text, and what to replace. All optional. */
export interface ParseOptions extends Choice {
  readonly overrides?: ConfigOverrides | undefined
  /** Which exec plugins may be run, whatever the kubeconfig says. Default: all. */
  readonly pluginPolicy?: PluginPolicy | undefined
}

/** All optional; without any, it is what kubectl would use. */
export interface LoadOptions extends ParseOptions, InClusterOptions {
  /** Path of the one file to read, which has to exist. Default: the list in `KUBECONFIG`, else `~/.kube/config`. */
  readonly kubeconfig?: string | undefined
}
