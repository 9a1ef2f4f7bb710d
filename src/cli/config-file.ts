import type { KubeConfig } from '../clientcmd/index.ts'
import { loadFiles, pathsFor } from '../clientcmd/load-files.ts'
import type { GlobalFlags } from './global-flags.ts'

/** How the commands of `config` read a kubeconfig. */
export interface ConfigFileOptions {
  /** Leaves relative paths as they are written. */
  readonly keepsPaths?: boolean
  /** Uses the context of `--context`. */
  readonly choosesContext?: boolean
}

/**
 * The kubeconfig as its files have it: none but `--kubeconfig` counts of the flags, unless the context is asked for. As
 * for kubectl here, a file that is not there is an empty one.
 */
export async function readConfigFiles(flags: GlobalFlags, options: ConfigFileOptions = {}): Promise<KubeConfig> {
  const { keepsPaths, choosesContext = false } = options
  const paths = { ...pathsFor({ kubeconfig: flags.kubeconfig }), explicit: false }
  return loadFiles(paths, choosesContext ? { context: flags.context } : {}, { keepsPaths })
}
