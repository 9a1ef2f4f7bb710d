import { perCall, startUsage } from '../usage.mjs'

/** Creates config maps for `blockMs`, `inFlight` at a time. */
export async function open({ connect }, settings) {
  const { namespace, blockMs, inFlight = 1 } = settings
  const client = await connect(settings)
  let number = 0
  return async () => {
    const finish = startUsage()
    const end = performance.now() + blockMs
    let count = 0
    const lane = async () => {
      while (performance.now() < end) {
        const name = `${settings.prefix}-${process.pid}-${number++}`
        await client.createConfigMap(namespace, {
          metadata: { name, labels: { app: 'bench' } },
          data: { key: 'value' },
        })
        count++
      }
    }
    await Promise.all(Array.from({ length: inFlight }, lane))
    return perCall(finish(), count)
  }
}
