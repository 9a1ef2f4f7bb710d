// Prints every resource of the cluster, like list-resources.ts; when it is run again within 10 minutes, without asking.
import { tmpdir } from 'node:os'
import path from 'node:path'
import { CachedDiscoveryClient, loadConfig, parseGroupVersion } from 'kubeclient'

const config = await loadConfig()
const cache = path.join(tmpdir(), 'kubeclient-example-cache')
const discovery = CachedDiscoveryClient.forConfig(config, {
  discoveryCacheDir: path.join(cache, encodeURIComponent(config.host)),
  httpCacheDir: path.join(cache, 'http'),
  ttlMs: 600_000,
})
const { resources, failed } = await discovery.serverGroupsAndResources()

for (const list of resources) {
  const { group, version } = parseGroupVersion(list.groupVersion)
  for (const { name } of list.resources) console.log(`[G]${group} [V]${version} [R]${name}`)
}
for (const [groupVersion, error] of failed) console.error(`${groupVersion}: ${error.message}`)

await discovery.close()
