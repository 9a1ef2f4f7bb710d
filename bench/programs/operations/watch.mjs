import { peakMb, perCall, startUsage } from '../usage.mjs'

/** Reads events for `blockMs` from a source that never waits. */
export async function open({ connect }, settings) {
  const client = await connect(settings)
  return () =>
    new Promise((resolve, reject) => {
      let count = -1
      let end = 0
      let finish
      const close = client.watch(
        'pods',
        settings.namespace,
        (object) => {
          if (object.metadata.name === undefined) reject(new Error('an event without a name'))
          count++
          if (count === 0) {
            finish = startUsage()
            end = performance.now() + settings.blockMs
          } else if (count % 256 === 0 && finish !== undefined && performance.now() >= end) {
            const sample = { ...perCall(finish(), count), peakMb: peakMb() }
            finish = undefined
            close()
            resolve(sample)
          }
        },
        reject,
      )
    })
}
