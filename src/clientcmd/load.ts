import { ConfigError } from '../errors/index.ts'
import type { RestConfig } from '../rest/rest-config.ts'
import type { KubeConfigChanges } from './changes.ts'
import type { InClusterOptions } from './in-cluster.ts'
import type { KubeConfig } from './kube-config.ts'
import type { LoadOptions, ParseOptions } from './load-options.ts'

// All of clientcmd but these signatures is loaded when one of them is called: a program that has its config from
// elsewhere does not pay for it.

/**
 * Finds, reads and merges kubeconfig files as kubectl does, and says how to reach the server: shorthand for
 * {@link loadKubeConfig} and its `restConfig()`. Without any kubeconfig in a pod: the pod's own cluster.
 *
 * @throws {ConfigError} naming file and field, with all problems in its message
 */
export async function loadConfig(options: LoadOptions = {}): Promise<RestConfig> {
  return (await loadKubeConfig(options)).restConfig()
}

/**
 * Finds, reads and merges kubeconfig files: the first one wins for the current context and for each entry's name,
 * missing files of a list are skipped, relative paths are taken from the folder of the file they are in.
 *
 * Whether the context in use is sound is not asked here but by `restConfig()`.
 *
 * @throws {ConfigError} if an explicit file is missing, or a file cannot be read, parsed or understood
 */
export async function loadKubeConfig(options: LoadOptions = {}): Promise<KubeConfig> {
  const { loadFiles, pathsFor } = await import('./load-files.ts')
  return loadFiles(pathsFor(options), options)
}

/**
 * A kubeconfig that is at hand as text. Relative paths in it stay as they are; the pod's own cluster is never used.
 *
 * @throws {ConfigError} if it cannot be parsed or understood
 */
export async function parseKubeConfig(text: string, options: ParseOptions = {}): Promise<KubeConfig> {
  const { loadText } = await import('./load-files.ts')
  return loadText(text, options)
}

/**
 * Changes kubeconfig files: each entry in the file that it comes from, what is new in the first file that is there.
 * Comments, order and everything that is not named stay as they are. The files are the owner's alone afterwards (mode
 * 0600), replaced at once and under a lock (`<file>.lock`), as kubectl does it.
 *
 * @param options says which files, as for {@link loadKubeConfig}; nothing else of it counts
 * @throws {ConfigError} if a file cannot be read, understood, locked or written. Each file is written whole or not
 *   at all; where several change, those before the failing one have been written
 */
export async function modifyConfig(changes: KubeConfigChanges, options: LoadOptions = {}): Promise<void> {
  const [{ pathsFor }, { modifyFiles }] = await Promise.all([import('./load-files.ts'), import('./modify-files.ts')])
  await modifyFiles(pathsFor(options), changes)
}

/**
 * client-go's classic entry: flags `--master` and `--kubeconfig`, each of them `''` or undefined if not given. With neither it is
 * the cluster that the program runs in. `KUBECONFIG` and `~/.kube/config` are not looked at.
 *
 * @throws {ConfigError} naming file and field, with all problems in its message
 */
export async function buildConfigFromFlags(
  masterUrl: string | undefined = '',
  kubeconfigPath: string | undefined = '',
  options: InClusterOptions = {},
): Promise<RestConfig> {
  if (masterUrl === '' && kubeconfigPath === '') return inClusterForWantOfFlags(options)
  const { loadFiles } = await import('./load-files.ts')
  const paths = { files: kubeconfigPath === '' ? [] : [kubeconfigPath], explicit: true }
  return (await loadFiles(paths, { ...options, overrides: { server: masterUrl } })).restConfig()
}

/**
 * The config of a program that runs in a pod: the server of `KUBERNETES_SERVICE_HOST` and `KUBERNETES_SERVICE_PORT`,
 * the service account's token (its file is read anew as it rotates) and the cluster's CA.
 *
 * As in client-go, a CA that cannot be read is left out, and the runtime's own roots count then.
 *
 * @throws {ConfigError} if this is not a pod, naming the variable or the file that is missing
 */
export async function inClusterConfig(options: InClusterOptions = {}): Promise<RestConfig> {
  const [{ chosenInCluster, readInCluster }, { restConfigOf }] = await Promise.all([
    import('./in-cluster.ts'),
    import('./rest-config-of.ts'),
  ])
  return restConfigOf(chosenInCluster(await readInCluster(options), {}))
}

async function inClusterForWantOfFlags(options: InClusterOptions): Promise<RestConfig> {
  try {
    return await inClusterConfig(options)
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error
    const text = `neither a kubeconfig nor a master URL was given, and in the cluster: ${error.message}`
    throw new ConfigError(text, { cause: error })
  }
}
