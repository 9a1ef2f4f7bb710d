import type { KubeConfig } from '../clientcmd/index.ts'
import { AmbiguousMatchError, CachedDiscoveryClient, NoMatchError } from '../discovery/index.ts'
import type { RestConfig } from '../rest/index.ts'
import { cacheFolders, type GlobalFlags, kubeConfigOf } from './global-flags.ts'
import { CommandError } from './usage-error.ts'

/** kubectl's: what a cluster has changes rarely, and commands that care look again by themselves. */
const ttlMs = 6 * 60 * 60 * 1000

/** What a command works with. Clients of the one config share its connections. */
export interface ClusterSession {
  readonly kubeconfig: KubeConfig
  readonly config: RestConfig
  readonly discovery: CachedDiscoveryClient
}

/** Opens a cluster as the flags say, runs a command with it, and closes it. */
export async function withCluster<T>(flags: GlobalFlags, run: (session: ClusterSession) => Promise<T>): Promise<T> {
  const kubeconfig = await kubeConfigOf(flags)
  const config = kubeconfig.restConfig()
  const discovery = CachedDiscoveryClient.forConfig(config, { ...cacheFolders(config.host, flags), ttlMs })
  try {
    return await run({ kubeconfig, config, discovery })
  } catch (error) {
    const isNoDefect = error instanceof NoMatchError || error instanceof AmbiguousMatchError
    throw isNoDefect ? new CommandError(error.message, { cause: error }) : error
  } finally {
    await discovery.close()
  }
}

/** Opens the cached discovery of a cluster, runs a command with it, and closes it. */
export function withDiscovery<T>(
  flags: GlobalFlags,
  run: (discovery: CachedDiscoveryClient) => Promise<T>,
): Promise<T> {
  return withCluster(flags, ({ discovery }) => run(discovery))
}
