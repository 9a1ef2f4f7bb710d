import { setTimeout as sleep } from 'node:timers/promises'
import { median, perCall, startUsage } from '../usage.mjs'

/** Reads one pod again and again, `inFlight` at a time, for `blockMs` or `count` calls; `watches` are open meanwhile. */
export async function open({ connect }, settings) {
  const {
    namespace,
    name,
    inFlight = 1,
    blockMs = Number.POSITIVE_INFINITY,
    count = Number.POSITIVE_INFINITY,
  } = settings
  const client = await connect(settings)
  const read = async () => {
    const pod = await client.getPod(namespace, name)
    if (pod.metadata.name !== name) throw new Error(`got ${pod.metadata.name} instead of ${name}`)
  }
  if ((settings.watches ?? 0) > 0) await openWatches(client, settings)
  return async () => {
    const latencies = []
    const finish = startUsage()
    const end = performance.now() + blockMs
    let started = 0
    const lane = async () => {
      for (let before = performance.now(); before < end && started < count; ) {
        started++
        await read()
        const after = performance.now()
        latencies.push(after - before)
        before = after
      }
    }
    await Promise.all(Array.from({ length: inFlight }, lane))
    return { ...perCall(finish(), latencies.length), latencyUs: median(latencies) * 1000 }
  }
}

/** Opens watches and waits until each has seen a change: not before that do they all count. */
async function openWatches(client, { watches, watchedNamespace }) {
  const waiting = new Set()
  for (let index = 0; index < watches; index++) {
    waiting.add(index)
    openWatch(client, watchedNamespace, () => waiting.delete(index))
  }
  for (let attempt = 0; waiting.size > 0; attempt++) {
    if (attempt === 60) throw new Error(`${waiting.size} of ${watches} watches saw nothing`)
    await client.createConfigMap(watchedNamespace, { metadata: { generateName: 'seen-' } })
    await sleep(500)
  }
}

/** So many at once find a server now and then whose cache is a version behind, and which asks to be asked again. */
function openWatch(client, namespace, onEvent, attempt = 0) {
  client.watch('configmaps', namespace, onEvent, (error) => {
    if (attempt === 5 || !String(error).includes('Too large resource version')) throw error
    setTimeout(() => openWatch(client, namespace, onEvent, attempt + 1), 1000)
  })
}
