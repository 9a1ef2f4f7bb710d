import { peakMb, startUsage } from '../usage.mjs'

/** Lists pods once, in one of the ways that there are. The connection is there already. */
export async function open({ connect }, settings) {
  const { namespace, name, way, limit, expected } = settings
  const client = await connect(settings)
  await client.getPod(namespace, name)
  return async () => {
    const finish = startUsage()
    const count = await list(client, way, namespace, limit)
    const usage = finish()
    if (count !== expected) throw new Error(`listed ${count} pods, expected ${expected}`)
    return { ...usage, peakMb: peakMb() }
  }
}

async function list(client, way, namespace, limit) {
  if (way === 'whole') return (await client.listWhole(namespace)).length
  if (way === 'paged') return (await client.listPaged(namespace, limit)).length
  let count = 0
  const onItem = (pod) => {
    if (pod.metadata.name !== undefined) count++
  }
  if (way === 'each') await client.listEach(namespace, limit, onItem)
  else await client.listItems(namespace, onItem)
  return count
}
