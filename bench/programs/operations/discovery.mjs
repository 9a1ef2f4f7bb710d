import { median, startUsage } from '../usage.mjs'

/** What a server has, asked for the first time in this process and then `warmCalls` times again. */
export async function open({ connect }, settings) {
  const client = await connect(settings)
  const { warmCalls = 0 } = settings
  return async () => {
    const finish = startUsage()
    const discovery = client.discovery()
    const count = await client.discover(discovery)
    const cold = finish()
    if (!(count > 20)) throw new Error(`discovered only ${count} lists of resources`)
    const warm = []
    for (let call = 0; call < warmCalls; call++) {
      const finishWarm = startUsage()
      await client.discover(discovery)
      warm.push(finishWarm())
    }
    const sample = { coldMs: cold.wallMs, coldCpuMs: cold.cpuMs }
    if (warmCalls === 0) return sample
    return {
      ...sample,
      warmMs: median(warm.map((usage) => usage.wallMs)),
      warmCpuMs: median(warm.map((usage) => usage.cpuMs)),
    }
  }
}
