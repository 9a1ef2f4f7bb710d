import { createServer } from 'node:http'
import { afterEach, expect, test } from 'vitest'
import { TransportError } from '../../errors/index.ts'
import { eventually, failureOf, get, iterate, Playground, textOf } from './servers.test-support.ts'

const playground = new Playground()
afterEach(() => playground.close())

/** Holds every request back until told, and counts connections. */
async function gate() {
  const state = { connections: 0, now: 0, most: 0, requests: 0, open: false, release: [] as (() => void)[] }
  const server = createServer((_request, response) => {
    state.requests += 1
    state.now += 1
    state.most = Math.max(state.most, state.now)
    const answer = () => {
      state.now -= 1
      response.end('ok')
    }
    if (state.open) setTimeout(answer, 1)
    else state.release.push(answer)
  })
  server.on('connection', () => {
    state.connections += 1
  })
  return { base: await playground.listen(server, 'http'), state }
}

test('calls one after the other use one connection', async () => {
  const { base, state } = await gate()
  state.open = true
  const transport = playground.transport()
  for (let round = 0; round < 20; round += 1) await textOf(await transport.send(get(base)))
  for (let round = 0; round < 20; round += 1) await iterate(await transport.send(get(base)))
  expect(state.connections).toBe(1)
})

test('requests wait beyond the bound, in their order, and no more connections than that are made', async () => {
  const { base, state } = await gate()
  state.open = true
  const transport = playground.transport({ maxSockets: 4 })
  const order: number[] = []
  const worker = async (index: number) => {
    await textOf(await transport.send(get(base)))
    order.push(index)
  }
  await Promise.all(Array.from({ length: 100 }, (_, index) => worker(index)))
  expect(state.most).toBe(4)
  expect(state.connections).toBe(4)
  // Four at a time, so nobody can be further ahead than that.
  for (const [place, index] of order.entries()) expect(Math.abs(place - index)).toBeLessThan(8)
})

test('a hundred open streams do not keep an ordinary request waiting', async () => {
  const base = await playground.http((request, response) => {
    if (request.url === '/watch') response.write('event\n')
    else response.end('ok')
  })
  const transport = playground.transport({ maxSockets: 2 })
  const streams = await Promise.all(
    Array.from({ length: 100 }, () => transport.send(get(`${base}/watch`, { stream: true }))),
  )
  expect(await textOf(await transport.send(get(base)))).toBe('ok')
  for (const stream of streams) await stream.body.cancel?.()
})

test('an unused connection is closed after its time, and one in use is not', async () => {
  let open = 0
  const server = createServer((_request, response) => response.end('ok'))
  server.keepAliveTimeout = 0
  server.on('connection', (socket) => {
    open += 1
    socket.once('close', () => {
      open -= 1
    })
  })
  const base = await playground.listen(server, 'http')
  const transport = playground.transport({ idleSocketTimeoutMs: 50 })
  await textOf(await transport.send(get(base)))
  expect(open).toBe(1)
  await eventually(() => open === 0, 'the unused connection closes')
})

test('a silent answer outlives the time for unused connections', async () => {
  const base = await playground.http((_request, response) => {
    response.write('a')
    setTimeout(() => response.end('b'), 150)
  })
  const transport = playground.transport({ idleSocketTimeoutMs: 40 })
  expect(await textOf(await transport.send(get(base)))).toBe('ab')
})

test('close fails what runs and what waits, ends all connections, and can be repeated', async () => {
  const { base, state } = await gate()
  const transport = playground.transport({ maxSockets: 1 })
  const running = failureOf(transport.send(get(base)))
  const waiting = failureOf(transport.send(get(base)))
  await eventually(() => state.requests === 1, 'one request is there')
  await transport.close()
  await transport.close()
  for (const failure of [running, waiting, failureOf(transport.send(get(base)))]) {
    expect(await failure).toBeInstanceOf(TransportError)
    expect((await failure).message).toContain('closed')
  }
  expect(state.requests).toBe(1)
})

test('close ends an open stream with an error', async () => {
  const base = await playground.http((_request, response) => response.write('event\n'))
  const transport = playground.transport()
  const response = await transport.send(get(base, { stream: true }))
  setTimeout(() => void transport.close(), 20)
  const { text, error } = await iterate(response)
  expect(text).toBe('event\n')
  expect(error).toBeInstanceOf(TransportError)
})

test('nothing is left after close: no socket, no timer', async () => {
  const before = process.getActiveResourcesInfo().sort()
  const base = await playground.http((request, response) => {
    if (request.url === '/watch') response.write('event\n')
    else response.end('ok')
  })
  const transport = playground.transport()
  const watch = await transport.send(get(`${base}/watch`, { stream: true, idleTimeoutMs: 60_000 }))
  await textOf(await transport.send(get(base, { idleTimeoutMs: 60_000 })))
  await playground.close()
  await iterate(watch)
  await eventually(
    () => process.getActiveResourcesInfo().filter((kind) => !before.includes(kind)).length === 0,
    'all resources are gone',
  )
})
