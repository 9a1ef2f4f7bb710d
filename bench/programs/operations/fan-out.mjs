import { setTimeout as sleep } from 'node:timers/promises'

/** Creates objects under many watches, and counts until each has seen all of them. Nothing is decoded. */
export async function open({ connect }, settings) {
  const { namespace, watches, creates } = settings
  const client = await connect(settings)
  const path = `/api/v1/namespaces/${namespace}/configmaps`
  let seen = 0
  let number = 0
  const create = () =>
    client.post(path, JSON.stringify({ metadata: { name: `fan-${process.pid}-${number++}` }, data: { key: 'value' } }))
  for (let index = 0; index < watches; index++) {
    client.countEvents(
      `${path}?watch=true`,
      (count) => {
        seen += count
      },
      (error) => {
        throw error
      },
    )
  }
  await settle()

  /** Waits until nothing more comes: the watches have begun with what there was. */
  async function settle() {
    for (let last = -1; last !== seen; ) {
      last = seen
      await sleep(500)
    }
  }

  return async () => {
    await settle()
    seen = 0
    const started = performance.now()
    for (let index = 0; index < creates; index++) await create()
    const deadline = performance.now() + 60_000
    while (seen < watches * creates) {
      if (performance.now() > deadline) throw new Error(`${seen} events came, expected ${watches * creates}`)
      await sleep(0)
    }
    return { rate: (seen / (performance.now() - started)) * 1000 }
  }
}
