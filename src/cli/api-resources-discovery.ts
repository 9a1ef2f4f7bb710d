import { homedir } from 'node:os'
import path from 'node:path'
import { loadConfig } from '../clientcmd/index.ts'
import { AmbiguousMatchError, CachedDiscoveryClient, NoMatchError } from '../discovery/index.ts'
import type { RestConfig } from '../rest/index.ts'
import { CommandError } from './usage-error.ts'

/** The flags of the commands that ask what a cluster has. */
export const discoveryFlags = {
  kubeconfig: { type: 'string', value: 'PATH', help: 'a kubeconfig file (default: $KUBECONFIG, else ~/.kube/config)' },
  context: { type: 'string', value: 'NAME', help: "the context to use (default: the file's current one)" },
  'cache-dir': {
    type: 'string',
    value: 'DIR',
    help: 'where to keep answers (default: $KUBECACHEDIR, else ~/.kube/cache)',
  },
} as const

export interface DiscoveryFlags {
  readonly kubeconfig?: string | undefined
  readonly context?: string | undefined
  readonly 'cache-dir'?: string | undefined
}

/** kubectl's: what a cluster has changes rarely, and commands that care look again by themselves. */
const ttlMs = 6 * 60 * 60 * 1000

/** Opens the cached discovery of a cluster, runs a command with it, and closes it. */
export async function withDiscovery<T>(
  flags: DiscoveryFlags,
  run: (discovery: CachedDiscoveryClient) => Promise<T>,
): Promise<T> {
  const config = await loadConfig({ kubeconfig: flags.kubeconfig, context: flags.context })
  const folders = cacheFolders(config, flags['cache-dir'])
  const discovery = CachedDiscoveryClient.forConfig(config, { ...folders, ttlMs })
  try {
    return await run(discovery)
  } catch (error) {
    const isNoDefect = error instanceof NoMatchError || error instanceof AmbiguousMatchError
    throw isNoDefect ? new CommandError(error.message, { cause: error }) : error
  } finally {
    await discovery.close()
  }
}

/** The folders that kubectl has for the same server, so that each finds what the other kept. */
function cacheFolders({ host }: RestConfig, given: string | undefined) {
  const root = given || process.env['KUBECACHEDIR'] || path.join(homedir(), '.kube', 'cache')
  // The characters that kubectl replaces, for file systems that mind them.
  const folder = host
    .replace('https://', '')
    .replace('http://', '')
    .replace(/[^(\w/.)]/g, '_')
  return { discoveryCacheDir: path.join(root, 'discovery', folder), httpCacheDir: path.join(root, 'http') }
}
