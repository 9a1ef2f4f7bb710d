import { readFile } from 'node:fs/promises'
import { perCall, startUsage } from '../usage.mjs'

/** So few that the answers that wait do not count: the garbage collector copies them while decoding is timed. */
const batch = 16

/** Decodes the same object again and again, without a network, for `blockMs`. */
export async function open({ objects }, settings) {
  const { prepare, decode } = objects(await readFile(settings.file))
  return async () => {
    let [count, wallMs, cpuMs] = [0, 0, 0]
    while (wallMs < settings.blockMs) {
      const answers = await prepare(batch)
      const finish = startUsage()
      for (let index = 0; index < batch; index++) {
        const answer = answers[index]
        // An answer may keep what it was decoded to, so that nobody keeps the answer.
        answers[index] = undefined
        if (decode(answer).metadata.name === undefined) throw new Error('not decoded')
      }
      const usage = finish()
      wallMs += usage.wallMs
      cpuMs += usage.cpuMs
      count += batch
    }
    return perCall({ wallMs, cpuMs }, count)
  }
}
