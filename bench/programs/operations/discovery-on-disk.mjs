import { startUsage } from '../usage.mjs'

/** What a server has, from the folder that an earlier process left. */
export async function open({ connect }, settings) {
  const client = await connect(settings)
  return async () => {
    const finish = startUsage()
    const { discoveryCacheDir, httpCacheDir } = settings
    const discovery = client.discoveryOnDisk({ discoveryCacheDir, httpCacheDir, ttlMs: 6 * 60 * 60 * 1000 })
    const count = await client.discover(discovery)
    if (!(count > 20)) throw new Error(`discovered only ${count} lists of resources`)
    return finish()
  }
}
