import type { Socket } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { DecodeError, StatusError, TimeoutError, TransportError } from '../errors/index.ts'
import { BodyTooLargeError } from '../transport/index.ts'
import { eventually, Playground } from '../transport/node/servers.test-support.ts'
import type { Request } from './request.ts'
import { type RESTClient, restClientFor } from './rest-client.ts'

let playground: Playground
const clients: RESTClient[] = []

beforeEach(() => {
  playground = new Playground()
})
afterEach(async () => {
  vi.unstubAllGlobals()
  await Promise.all(clients.splice(0).map((client) => client.close()))
  await playground.close()
})

/** A client of a server that answers with whatever the function writes once the request's head has come. */
async function against(answer: (socket: Socket, count: number) => void) {
  let requests = 0
  const sockets = new Set<Socket>()
  const host = await playground.raw((socket) => {
    sockets.add(socket)
    socket.once('close', () => sockets.delete(socket))
    socket.on('data', () => answer(socket, ++requests))
  })
  const client = restClientFor({ host, apiPath: '/api', groupVersion: { group: '', version: 'v1' } })
  clients.push(client)
  return { client, sockets, requests: () => requests }
}

const head = (length: number | undefined, type = 'application/json', more = '') =>
  `HTTP/1.1 200 OK\r\ncontent-type: ${type}\r\n${length === undefined ? '' : `content-length: ${length}\r\n`}${more}\r\n`
const chunked = 'transfer-encoding: chunked\r\n'
const chunk = (text: string) => `${Buffer.byteLength(text).toString(16)}\r\n${text}\r\n`
const event = '{"type":"ADDED","object":{"metadata":{"name":"a"}}}\n'
const list =
  '{"kind":"PodList","metadata":{"resourceVersion":"1"},"items":[{"metadata":{"name":"a"}},{"metadata":{"name":"b"}}]}'

async function drain(values: AsyncIterable<unknown>): Promise<number> {
  let count = 0
  for await (const _ of values) count++
  return count
}

/** The ways to read an answer. A repetition would wait for a second, so there is none. */
const ways: Record<string, (request: Request) => Promise<unknown>> = {
  do: async (request) => (await request.maxRetries(0).do()).into(),
  into: (request) => request.maxRetries(0).into(),
  items: (request) => drain(request.maxRetries(0).items()),
  watch: (request) => drain(request.maxRetries(0).watch()),
  stream: async (request) => drain(await request.maxRetries(0).stream()),
}

type Outcome = new (...args: never[]) => Error

/** What a server does, and what comes of it: for all ways, or for single ones. */
const faults: [string, (socket: Socket) => void, Outcome, Partial<Record<keyof typeof ways, Outcome | 'fine'>>][] = [
  ['closes without an answer', (s) => s.end(), TransportError, {}],
  ['resets before the head', (s) => s.resetAndDestroy(), TransportError, {}],
  ['closes within the head', (s) => s.end('HTTP/1.1 200 OK\r\ncontent-ty'), TransportError, {}],
  ['closes after the head', (s) => s.end(head(100)), TransportError, {}],
  ['closes within a body of known length', (s) => s.end(head(100) + list.slice(0, 50)), TransportError, {}],
  [
    'closes within a chunked body',
    (s) => s.end(head(undefined, undefined, chunked) + chunk(event)),
    TransportError,
    {},
  ],
  [
    'resets within a body',
    (s) => s.write(`${head(100)}{"a":`, () => setTimeout(() => s.resetAndDestroy(), 20)),
    TransportError,
    {},
  ],
  [
    'ends a body of unknown length in mid-value',
    (s) => s.end(head(undefined) + list.slice(0, 70)),
    DecodeError,
    { stream: 'fine' },
  ],
  ['answers something that is not HTTP', (s) => s.end('SSH-2.0-OpenSSH_9.2\r\n'), TransportError, {}],
  ['answers a page with 200', (s) => s.end(`${head(6, 'text/html')}<html>`), DecodeError, { stream: 'fine' }],
  ['answers nothing with 200', (s) => s.end(head(0)), DecodeError, { stream: 'fine', watch: 'fine' }],
  [
    'answers in another charset',
    (s) => s.end(`${head(2, 'application/json; charset=utf-16')}{}`),
    DecodeError,
    { stream: 'fine' },
  ],
  [
    'answers in protobuf',
    (s) => s.end(`${head(4, 'application/vnd.kubernetes.protobuf')}k8s\0`),
    DecodeError,
    { stream: 'fine' },
  ],
  ['redirects', (s) => s.end('HTTP/1.1 302 Found\r\nlocation: /other\r\ncontent-length: 0\r\n\r\n'), StatusError, {}],
  [
    'refuses with a page',
    (s) => s.end('HTTP/1.1 502 Bad\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\n<html>'),
    StatusError,
    {},
  ],
  ['cuts a gzip stream', cutGzip, TransportError, {}],
  [
    'claims gzip and sends none',
    (s) => s.end(head(list.length, undefined, 'content-encoding: gzip\r\n') + list),
    TransportError,
    {},
  ],
]

function cutGzip(socket: Socket): void {
  const zipped = gzipSync(list).subarray(0, 40)
  socket.write(head(zipped.length, undefined, 'content-encoding: gzip\r\nconnection: close\r\n'))
  socket.end(zipped)
}

describe.each(faults)('a server that %s', (_name, answer, outcome, exceptions) => {
  it.each(Object.keys(ways))('gives its one outcome to %s, and frees the socket', async (way) => {
    const { client, sockets } = await against(answer)
    const expected = exceptions[way] ?? outcome
    const error = await ways[way]?.(client.get().resource('pods')).then(
      () => undefined,
      (thrown: unknown) => thrown,
    )
    if (expected === 'fine') expect(error).toBeUndefined()
    else expect(error).toBeInstanceOf(expected)
    if (error instanceof Error) expect(error.message).toMatch(/GET http:\/\/127\.0\.0\.1:\d+\/api\/v1\/pods/)
    await client.close()
    await eventually(() => sockets.size === 0, 'all sockets are closed')
  })
})

it('reads a connection that was dropped again, after a second', async () => {
  const waits: number[] = []
  const timer = setTimeout
  vi.stubGlobal('setTimeout', (end: () => void, milliseconds: number) => {
    if (milliseconds === 1000) waits.push(milliseconds)
    return timer(end, milliseconds === 1000 ? 1 : milliseconds)
  })
  const { client, requests } = await against((socket, count) => {
    if (count === 1) socket.resetAndDestroy()
    else socket.end(`${head(2)}{}`)
  })
  expect(await client.get().resource('pods').into()).toEqual({})
  expect(requests()).toBe(2)
  expect(waits).toEqual([1000])
})

it('refuses an answer that is larger than maxBytes, whatever its length claims', async () => {
  const endless = (socket: Socket) => {
    socket.write(head(undefined, undefined, chunked))
    const timer = setInterval(() => socket.write(chunk(`"${'x'.repeat(10_000)}"`)), 1)
    socket.once('close', () => clearInterval(timer))
  }
  const huge = (socket: Socket) => void socket.write(head(2 ** 31))
  for (const answer of [endless, huge]) {
    const { client, sockets } = await against(answer)
    for (const read of [
      () => client.get().resource('pods').do({ maxBytes: 100_000 }),
      () => client.get().resource('pods').into({ maxBytes: 100_000 }),
      () => drain(client.get().resource('pods').items({ maxBytes: 100_000 })),
    ]) {
      await expect(read()).rejects.toBeInstanceOf(BodyTooLargeError)
    }
    await eventually(() => sockets.size === 0, 'all sockets are closed')
  }
})

describe('a connection that goes quiet', () => {
  const silence = () => undefined
  const oneEvent = (socket: Socket) => void socket.write(head(undefined, undefined, chunked) + chunk(event))

  it('ends with a deadline where there is one', async () => {
    const { client, sockets } = await against(silence)
    await expect(client.get().resource('pods').do({ timeoutMs: 50 })).rejects.toBeInstanceOf(TimeoutError)
    await expect(client.get().resource('pods').timeoutMs(50).do()).rejects.toBeInstanceOf(TimeoutError)
    await expect(drain(client.get().resource('pods').maxRetries(0).watch({ timeoutMs: 50 }))).rejects.toBeInstanceOf(
      TimeoutError,
    )
    await eventually(() => sockets.size === 0, 'all sockets are closed')
  })

  it('is not ended by a deadline once a watch is open, but by an idle timeout', async () => {
    const { client, sockets } = await against(oneEvent)
    const startedAt = performance.now()
    const watch = client.get().resource('pods').watch({ timeoutMs: 50, idleTimeoutMs: 300 })
    await expect(drain(watch)).rejects.toBeInstanceOf(TimeoutError)
    expect(performance.now() - startedAt).toBeGreaterThan(250)
    await eventually(() => sockets.size === 0, 'all sockets are closed')
  })

  it.each(['break', 'return', 'abort', 'close'])('is freed at once by %s', async (way) => {
    const { client, sockets } = await against(oneEvent)
    const controller = new AbortController()
    const iterator = client.get().resource('pods').watch({ signal: controller.signal })[Symbol.asyncIterator]()
    await iterator.next()
    const waiting = iterator.next().then((result) => result.done, String)
    if (way === 'abort') controller.abort('enough')
    else if (way === 'close') await client.close()
    else await iterator.return()
    await eventually(() => sockets.size === 0, 'the socket is closed')
    expect(await waiting).toEqual(
      way === 'abort' ? 'enough' : way === 'close' ? expect.stringContaining('closed') : true,
    )
  })

  it('does not lose what dripped in before', async () => {
    const { client } = await against((socket) => {
      const text = [
        head(undefined, undefined, chunked),
        ...Array.from(event, (character) => chunk(character)),
        '0\r\n\r\n',
      ].join('')
      let index = 0
      const timer = setInterval(() => {
        socket.write(text.slice(index, index + 97))
        index += 97
        if (index >= text.length) clearInterval(timer)
      }, 2)
    })
    expect(await drain(client.get().resource('pods').watch())).toBe(1)
  })
})

it('never writes a secret into the message of a failure', async () => {
  const host = await playground.raw((socket) => socket.resetAndDestroy())
  const client = restClientFor({
    host,
    apiPath: '/api',
    groupVersion: { group: '', version: 'v1' },
    bearerToken: 's3cr3t',
  })
  clients.push(client)
  const error = await client
    .post()
    .resource('pods')
    .param('token', 's3cr3t')
    .body({ token: 's3cr3t' })
    .do()
    .catch(String)
  expect(error).toContain('TransportError')
  expect(error).not.toContain('s3cr3t')
})

describe('plain http to a port for https', () => {
  const refusal = 'HTTP/1.0 400 Bad Request\r\n\r\nClient sent an HTTP request to an HTTPS server.\n'

  it.each(Object.keys(ways))('is told by %s', async (way) => {
    const { client } = await against((socket) => socket.end(refusal))
    await expect(ways[way]?.(client.get().resource('pods'))).rejects.toThrow(
      /^127\.0\.0\.1:\d+ speaks TLS: is its URL one with https:\/\/\? \(400 BadRequest, GET http:/,
    )
  })

  it('is not meant by the answer of a pod that the server passes on', async () => {
    const { client } = await against((socket) => socket.end(refusal))
    const request = client.get().namespace('a').resource('pods').name('web').subresource('proxy')
    await expect(ways['into']?.(request)).rejects.toThrow(/^the server refused the request, and what it said is in /)
  })
})
