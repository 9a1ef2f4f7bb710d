import fc from 'fast-check'
import { describe, expect, it, vi } from 'vitest'
import { type AnswerBody, type Embedded, settle, startServer } from './embedded.test-support.ts'

const maps = '/api/v1/namespaces/default/configmaps'

const create = (embedded: Embedded, name: string, labels?: Record<string, string>) =>
  embedded.must('POST', maps, { metadata: { name, labels } })

describe('a list and a watch from its version', () => {
  it('miss nothing and repeat nothing, whatever the writers do in between', async () => {
    const embedded = await startServer()
    const step = fc.constantFrom('create' as const, 'delete' as const, 'update' as const, 'pause' as const)
    let run = 0
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 20 }), fc.nat(20), fc.nat(20), async (steps, listAt, watchAt) => {
        const label = `run-${run++}`
        const selector = `labelSelector=run%3D${label}`
        const live: string[] = []
        let serial = 0
        const write = async (what: (typeof steps)[number]) => {
          const [oldest] = live
          if (what === 'create') {
            const name = `${label}-${serial++}`
            live.push(name)
            await create(embedded, name, { run: label })
          } else if (what === 'delete' && oldest !== undefined) {
            live.shift()
            await embedded.must('DELETE', `${maps}/${oldest}`)
          } else if (what === 'update' && oldest !== undefined) {
            const body = { metadata: { name: oldest, labels: { run: label } }, data: { n: String(serial++) } }
            await embedded.must('PUT', `${maps}/${oldest}`, body)
          } else await settle()
        }
        let list: AnswerBody | undefined
        const watching: Awaited<ReturnType<Embedded['watch']>>[] = []
        // Writers and readers run side by side: nobody waits for the other.
        const running = steps.map(async (what, index) => {
          if (index === Math.min(listAt, steps.length - 1)) list = await embedded.must('GET', `${maps}?${selector}`)
          if (index === Math.max(listAt, Math.min(watchAt, steps.length - 1)) && list !== undefined) {
            const version = list.metadata.resourceVersion
            watching.push(await embedded.watch(`${maps}?watch=1&${selector}&resourceVersion=${version}`))
          }
          await write(what)
        })
        await Promise.all(running)
        const [watch] = watching
        if (watch === undefined || list === undefined) return
        const names = new Set(list.items.map((item) => item.metadata.name))
        for (const { type, object } of watch.events) {
          expect(names.has(object.metadata.name)).toBe(type !== 'ADDED')
          if (type === 'DELETED') names.delete(object.metadata.name)
          else names.add(object.metadata.name)
        }
        watch.cancel()
        const now = await embedded.must('GET', `${maps}?${selector}`)
        expect([...names].sort()).toEqual(now.items.map((item) => item.metadata.name))
      }),
      { numRuns: 100 },
    )
  })

  it('count right in many rounds of create between list and watch', async () => {
    const embedded = await startServer()
    for (let round = 0; round < 500; round++) {
      const { metadata } = await embedded.must('GET', maps)
      const name = `round-${round}`
      await create(embedded, name)
      const watch = await embedded.watch(`${maps}?watch=1&resourceVersion=${metadata.resourceVersion}`)
      await embedded.must('DELETE', `${maps}/${name}`)
      expect(watch.summary).toEqual([`ADDED ${name}`, `DELETED ${name}`])
      watch.cancel()
    }
  })
})

describe('history', () => {
  it('that is gone is told of with an ERROR event, and the watch ends', async () => {
    const embedded = await startServer()
    const { metadata } = await create(embedded, 'a')
    await create(embedded, 'b')
    embedded.server.compact()
    const watch = await embedded.watch(`${maps}?watch=1&resourceVersion=${metadata.resourceVersion}`)
    expect(watch.events).toMatchObject([{ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } }])
    expect(watch.ended).toBe(true)
  })

  it('goes no further back than its limit', async () => {
    const embedded = await startServer({ historyLimit: 2 })
    const { metadata } = await create(embedded, 'a')
    for (const name of ['b', 'c']) await create(embedded, name)
    const enough = await embedded.watch(`${maps}?watch=1&resourceVersion=${metadata.resourceVersion}`)
    expect(enough.summary).toEqual(['ADDED b', 'ADDED c'])
    await create(embedded, 'd')
    const late = await embedded.watch(`${maps}?watch=1&resourceVersion=${metadata.resourceVersion}`)
    expect(late.summary).toEqual(['ERROR'])
  })

  it('that is gone ends a list by pages, with a token to go on inconsistently', async () => {
    const embedded = await startServer()
    for (const name of ['a', 'b', 'c']) await create(embedded, name)
    const first = await embedded.must('GET', `${maps}?limit=1`)
    await create(embedded, 'b2')
    embedded.server.compact()
    const { status, body } = await embedded.get(`${maps}?limit=9&continue=${first.metadata.continue}`)
    expect([status, body.reason]).toEqual([410, 'Expired'])
    const rest = await embedded.must('GET', `${maps}?limit=9&continue=${body.metadata.continue}`)
    expect(rest.items.map((item) => item.metadata.name)).toEqual(['b', 'b2', 'c'])
  })
})

it('pages show the list as it was when the first was read', async () => {
  const embedded = await startServer()
  for (const name of ['a', 'b', 'c', 'd']) await create(embedded, name)
  const first = await embedded.must('GET', `${maps}?limit=2`)
  await embedded.must('DELETE', `${maps}/c`)
  await create(embedded, 'c2')
  const second = await embedded.must('GET', `${maps}?limit=9&continue=${first.metadata.continue}`)
  expect(first.metadata.remainingItemCount).toBe(2)
  expect(second.items.map((item) => item.metadata.name)).toEqual(['c', 'd'])
  expect(second.metadata).toEqual({ resourceVersion: first.metadata.resourceVersion })
})

describe('a watch with a selector', () => {
  it('sees objects come and go with their labels', async () => {
    const embedded = await startServer()
    const watch = await embedded.watch(`${maps}?watch=1&labelSelector=a%3D1`)
    await create(embedded, 'x')
    const label = (labels: Record<string, string>) =>
      embedded.must('PUT', `${maps}/x`, { metadata: { name: 'x', labels } })
    await label({ a: '1' })
    await label({ a: '1', b: '2' })
    const { metadata } = await label({ a: '2' })
    await embedded.must('DELETE', `${maps}/x`)
    expect(watch.summary).toEqual(['ADDED x', 'MODIFIED x', 'DELETED x'])
    // It is shown as it was last seen, at the version at which it left.
    expect(watch.events[2]?.object.metadata).toMatchObject({
      labels: { a: '1', b: '2' },
      resourceVersion: metadata.resourceVersion,
    })
  })
})

describe('bookmarks', () => {
  it('come now and then, and shortly before the end', async () => {
    vi.useFakeTimers({ toFake: ['setInterval', 'setTimeout', 'clearInterval', 'clearTimeout'] })
    try {
      const embedded = await startServer({ bookmarkIntervalMs: 10_000 })
      const { metadata } = await create(embedded, 'a')
      const query = `watch=1&allowWatchBookmarks=true&timeoutSeconds=15&resourceVersion=${metadata.resourceVersion}`
      const watch = await embedded.watch(`${maps}?${query}`)
      const without = await embedded.watch(`${maps}?watch=1&resourceVersion=${metadata.resourceVersion}`)
      vi.advanceTimersByTime(10_000)
      expect(watch.summary).toEqual(['BOOKMARK'])
      vi.advanceTimersByTime(3000)
      expect(watch.summary).toEqual(['BOOKMARK', 'BOOKMARK'])
      vi.advanceTimersByTime(2000)
      expect([watch.ended, without.ended, without.events]).toEqual([true, false, []])
    } finally {
      vi.useRealTimers()
    }
  })
})

describe('the in-process transport', () => {
  const url = new URL(`http://embedded${maps}?watch=1`)

  it('yields events and ends with the reason of an abort', async () => {
    const embedded = await startServer()
    const controller = new AbortController()
    const { transport } = embedded.server
    const answer = await transport.send({ method: 'GET', url, headers: {}, signal: controller.signal, stream: true })
    await create(embedded, 'a')
    const lines: string[] = []
    const reading = (async () => {
      for await (const chunk of answer.body) {
        lines.push(Buffer.from(chunk).toString())
        controller.abort(new Error('enough'))
      }
    })()
    await expect(reading).rejects.toThrow('enough')
    expect(lines.join('')).toContain('"name":"a"')
  })

  it('ends its watches when it is closed, and leaving the iteration ends one', async () => {
    const embedded = await startServer()
    const { transport } = embedded.server
    const first = await transport.send({ method: 'GET', url, headers: {} })
    await create(embedded, 'a')
    for await (const _ of first.body) break
    const second = await transport.send({ method: 'GET', url, headers: {} })
    await transport.close()
    const chunks: Uint8Array[] = []
    for await (const chunk of second.body) chunks.push(chunk)
    expect(chunks).toEqual([])
  })

  it('checks the credentials that it is given', async () => {
    const { server } = await startServer()
    const answer = await server.transport.send({
      method: 'GET',
      url: new URL('http://embedded/api/v1/pods'),
      headers: { Authorization: 'Bearer wrong' },
    })
    expect(answer.status).toBe(401)
    expect(JSON.parse(Buffer.from((await answer.body.bytes?.()) ?? '').toString()).reason).toBe('Unauthorized')
  })
})
