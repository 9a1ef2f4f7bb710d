import { readFile } from 'node:fs/promises'
import { perCall, startUsage } from '../usage.mjs'

const eventsPerChunk = 16

/** Decodes the same event of a watch again and again, without a network, for `blockMs`. */
export async function open({ events }, settings) {
  const line = await readFile(settings.file)
  const chunk = Buffer.concat(Array.from({ length: eventsPerChunk }, () => line))
  const chunks = async function* () {
    for (;;) yield chunk
  }
  return async () => {
    const finish = startUsage()
    const end = performance.now() + settings.blockMs
    let count = 0
    for await (const event of events(chunks)) {
      if (event.object.metadata.name === undefined) throw new Error('not decoded')
      count++
      if (count % 64 === 0 && performance.now() >= end) break
    }
    return perCall(finish(), count)
  }
}
