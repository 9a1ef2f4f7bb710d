import { getEventListeners } from 'node:events'
import { afterEach, expect, test } from 'vitest'
import { TransportError } from '../../errors/index.ts'
import { eventually, failureOf, get, iterate, Playground, textOf } from './servers.test-support.ts'

const playground = new Playground()
afterEach(() => playground.close())

test('an aborted signal sends nothing', async () => {
  let requests = 0
  const base = await playground.http((_request, response) => {
    requests += 1
    response.end()
  })
  const reason = new Error('no need')
  await expect(playground.transport().send(get(base, { signal: AbortSignal.abort(reason) }))).rejects.toBe(reason)
  expect(requests).toBe(0)
})

test('an abort before the head rejects with the reason and closes the connection', async () => {
  let closed = false
  const base = await playground.http((request) => {
    request.socket.once('close', () => {
      closed = true
    })
    controller.abort('enough')
  })
  const controller = new AbortController()
  await expect(playground.transport().send(get(base, { signal: controller.signal }))).rejects.toBe('enough')
  await eventually(() => closed, 'the connection closes')
})

test('an abort while connecting rejects at once', async () => {
  const base = await playground.raw(() => {})
  const controller = new AbortController()
  const sending = playground
    .transport({ tls: { insecure: true } })
    .send(get(base.replace('http', 'https'), { signal: controller.signal }))
  setTimeout(() => controller.abort(), 20)
  expect((await failureOf(sending)).name).toBe('AbortError')
})

test('an abort right after sending does not take a place in the queue with it', async () => {
  const base = await playground.http((_request, response) => response.end('ok'))
  const transport = playground.transport({ maxSockets: 1 })
  await textOf(await transport.send(get(base)))
  for (let round = 0; round < 5; round += 1) {
    const controller = new AbortController()
    const sending = failureOf(transport.send(get(base, { signal: controller.signal })))
    controller.abort(new Error('at once'))
    expect((await sending).message).toBe('at once')
  }
  expect(await textOf(await transport.send(get(base)))).toBe('ok')
})

test('an abort of a request in the queue rejects at once and leaves the others alone', async () => {
  const held: (() => void)[] = []
  const base = await playground.http((_request, response) => void held.push(() => response.end('ok')))
  const transport = playground.transport({ maxSockets: 1 })
  const controller = new AbortController()
  const first = transport.send(get(base))
  const second = transport.send(get(base, { signal: controller.signal }))
  const third = transport.send(get(base))
  await eventually(() => held.length === 1, 'the first is there')
  controller.abort(new Error('not that one'))
  expect((await failureOf(second)).message).toBe('not that one')
  held[0]?.()
  await textOf(await first)
  await eventually(() => held.length === 2, 'the third is there')
  held[1]?.()
  expect(await textOf(await third)).toBe('ok')
})

test.each(['iterated', 'read at once'])('an abort within the body, %s, gives the reason', async (how) => {
  let closed = false
  const base = await playground.http((request, response) => {
    request.socket.once('close', () => {
      closed = true
    })
    response.write('start')
  })
  const controller = new AbortController()
  const reason = new Error('seen enough')
  const response = await playground.transport().send(get(base, { signal: controller.signal, stream: true }))
  setTimeout(() => controller.abort(reason), 20)
  if (how === 'iterated') expect(await iterate(response)).toEqual({ text: 'start', error: reason })
  else await expect(response.body.bytes?.()).rejects.toBe(reason)
  await eventually(() => closed, 'the connection closes')
})

test('an abort before the body is read is not lost', async () => {
  const base = await playground.http((_request, response) => response.end('all of it'))
  const controller = new AbortController()
  const response = await playground.transport().send(get(base, { signal: controller.signal }))
  controller.abort(new Error('changed my mind'))
  expect(await iterate(response)).toMatchObject({ text: '', error: { message: 'changed my mind' } })
})

test('an abort stops an iterable body, which is told', async () => {
  let returned = false
  const controller = new AbortController()
  async function* body() {
    try {
      for (;;) {
        await new Promise((resolve) => setTimeout(resolve, 5))
        yield Buffer.from('x')
      }
    } finally {
      returned = true
    }
  }
  const base = await playground.http((request) => void request.once('data', () => controller.abort()))
  await failureOf(playground.transport().send(get(base, { method: 'POST', body: body(), signal: controller.signal })))
  await eventually(() => returned, 'the iterable is told')
})

test('leaving the iteration, and cancel, close the connection of an open stream', async () => {
  let open = 0
  const base = await playground.http((request, response) => {
    open += 1
    request.socket.once('close', () => {
      open -= 1
    })
    response.write('event\n')
  })
  const transport = playground.transport()
  const watched = await transport.send(get(base, { stream: true }))
  for await (const _ of watched.body) break
  await eventually(() => open === 0, 'break closes')
  const cancelled = await transport.send(get(base, { stream: true }))
  const reading = iterate(cancelled)
  void cancelled.body.cancel?.()
  expect((await reading).error).toBeUndefined()
  await eventually(() => open === 0, 'cancel closes')
  const whole = await transport.send(get(base, { stream: true }))
  const bytes = failureOf(Promise.resolve(whole.body.bytes?.()))
  void whole.body.cancel?.()
  expect(await bytes).toBeInstanceOf(TransportError)
})

test('a cancelled answer that has arrived leaves its connection in use', async () => {
  const ports = new Set<number | undefined>()
  const base = await playground.http((request, response) => {
    ports.add(request.socket.remotePort)
    response.end('short')
  })
  const transport = playground.transport()
  for (let round = 0; round < 5; round += 1) {
    const response = await transport.send(get(base))
    await response.body.cancel?.()
  }
  expect(ports.size).toBe(1)
})

test('one signal for thousands of requests never has more than one listener, and none after', async () => {
  const base = await playground.http((_request, response) => response.end('ok'))
  const transport = playground.transport()
  const controller = new AbortController()
  let most = 0
  const worker = async () => {
    for (let round = 0; round < 100; round += 1) {
      const response = await transport.send(get(base, { signal: controller.signal }))
      most = Math.max(most, getEventListeners(controller.signal, 'abort').length)
      await response.body.bytes?.()
    }
  }
  await Promise.all(Array.from({ length: 20 }, worker))
  expect(most).toBe(1)
  expect(getEventListeners(controller.signal, 'abort').length).toBe(0)
})

test('an abort tells an iterable body that is waiting for something itself', async () => {
  let isWaiting = false
  let isReturned = false
  const body: AsyncIterable<Uint8Array> = {
    [Symbol.asyncIterator]: () => ({
      next() {
        isWaiting = true
        return new Promise(() => {})
      },
      async return() {
        isReturned = true
        return { done: true, value: undefined }
      },
    }),
  }
  const controller = new AbortController()
  const base = await playground.http(() => {})
  const sending = failureOf(playground.transport().send(get(base, { method: 'POST', body, signal: controller.signal })))
  await eventually(() => isWaiting, 'the body is asked for')
  controller.abort(new Error('enough'))
  expect((await sending).message).toBe('enough')
  expect(isReturned).toBe(true)
})

test('a body that throws after its answer has come does no harm to the answer', async () => {
  const base = await playground.http((_request, response) => response.writeHead(409).end('taken'))
  async function* body() {
    yield Buffer.from('a')
    await new Promise((resolve) => setTimeout(resolve, 40))
    throw new Error('the source broke')
  }
  const response = await playground.transport().send(get(base, { method: 'POST', body: body() }))
  await new Promise((resolve) => setTimeout(resolve, 80))
  expect(await textOf(response)).toBe('taken')
})
