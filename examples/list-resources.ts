// Prints every resource of the cluster: group, version and plural. What a broken API hides is named at the end.
import { DiscoveryClient, loadConfig, parseGroupVersion } from 'kubeclient'

const discovery = new DiscoveryClient(await loadConfig())
const { resources, failed } = await discovery.serverGroupsAndResources()

for (const list of resources) {
  const { group, version } = parseGroupVersion(list.groupVersion)
  for (const { name } of list.resources) console.log(`[G]${group} [V]${version} [R]${name}`)
}
for (const [groupVersion, error] of failed) console.error(`${groupVersion}: ${error.message}`)

await discovery.close()
