import { withDiscovery } from './cluster-session.ts'
import { readFlags } from './flags.ts'
import { globalFlags } from './global-flags.ts'

/** Lists a cluster's group/versions, sorted, as `kubectl api-versions` does. It always looks anew. */
export async function apiVersions(args: readonly string[]): Promise<number> {
  const flags = readFlags(
    'Usage: kubeclient api-versions [FLAGS]\n\nLists the group/versions of a cluster.',
    globalFlags,
    args,
  )
  if (flags === undefined) return 0
  const { groups } = await withDiscovery(flags, async (discovery) => {
    discovery.invalidate()
    return discovery.serverGroups()
  })
  const versions = groups.flatMap((group) => group.versions.map(({ groupVersion }) => groupVersion)).sort()
  process.stdout.write(versions.map((version) => `${version}\n`).join(''))
  return 0
}
