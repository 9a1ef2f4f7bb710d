import { subscribe, unsubscribe } from 'node:diagnostics_channel'
import type { Socket } from 'node:net'
import { createServer } from 'node:net'
import { gzipSync } from 'node:zlib'
import { afterEach, describe, expect, test } from 'vitest'
import { TimeoutError, TransportError } from '../../errors/index.ts'
import { isConnectionDropped, isConnectionRefused } from '../transport-errors.ts'
import { failureOf, get, iterate, Playground, textOf } from './servers.test-support.ts'

const playground = new Playground()
afterEach(() => playground.close())

/** Says something to every request, told which of the connection and which connection it is. */
function scripted(act: (socket: Socket, request: number, connection: number, text: string) => void): Promise<string> {
  let connections = 0
  return playground.raw((socket) => {
    connections += 1
    const connection = connections
    let requests = 0
    socket.on('data', (bytes) => {
      requests += 1
      act(socket, requests, connection, bytes.toString())
    })
  })
}

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

describe('no answer', () => {
  test.each([
    ['reset', (socket: Socket) => socket.resetAndDestroy()],
    ['closed', (socket: Socket) => socket.end()],
    ['closed within the head', (socket: Socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Le')],
    ['reset within the head', (socket: Socket) => socket.write('HTTP/1.1 200', () => socket.resetAndDestroy())],
  ])('a connection that is %s is a dropped connection', async (_name, act) => {
    const base = await scripted(act)
    const error = await failureOf(playground.transport().send(get(`${base}/api/v1/pods?token=s3cret`)))
    expect(error).toBeInstanceOf(TransportError)
    expect(error).toMatchObject({ code: 'ECONNRESET', statusCode: undefined, method: 'GET', path: '/api/v1/pods' })
    expect(error.message).toContain(`GET ${base}/api/v1/pods`)
    expect(error.message).not.toContain('s3cret')
    expect(isConnectionDropped(error)).toBe(true)
    expect(isConnectionRefused(error)).toBe(false)
  })

  test('a port where nothing listens is a refused connection', async () => {
    const server = createServer()
    const base = await playground.listen(server, 'http')
    await new Promise((resolve) => server.close(resolve))
    const error = await failureOf(playground.transport().send(get(base)))
    expect(error).toMatchObject({ code: 'ECONNREFUSED' })
    expect(isConnectionRefused(error)).toBe(true)
    expect(isConnectionDropped(error)).toBe(false)
  })

  test('a name that does not resolve is named', async () => {
    const error = await failureOf(playground.transport().send(get('http://nowhere.invalid/')))
    expect(error).toBeInstanceOf(TransportError)
    expect(error.message).toContain('nowhere.invalid')
  })

  test('a connection that is accepted and then left alone ends with the connect timeout under TLS', async () => {
    const base = await playground.raw(() => {})
    const transport = playground.transport({ connectTimeoutMs: 60, tls: { insecure: true } })
    const error = await failureOf(transport.send(get(base.replace('http', 'https'))))
    expect(error).toBeInstanceOf(TimeoutError)
    expect(error).toMatchObject({ timeoutMs: 60, code: 'ETIMEDOUT' })
  })

  test('the connect timeout does not count the time to the answer', async () => {
    const base = await scripted((socket) => void setTimeout(() => socket.write(ok), 120))
    const response = await playground.transport({ connectTimeoutMs: 60 }).send(get(base))
    expect(await textOf(response)).toBe('ok')
  })

  test('the idle timeout counts from the start', async () => {
    const base = await scripted(() => {})
    const error = await failureOf(playground.transport().send(get(base, { idleTimeoutMs: 40 })))
    expect(error).toBeInstanceOf(TimeoutError)
    expect(error).toMatchObject({ timeoutMs: 40 })
  })
})

describe('an answer that is not HTTP', () => {
  test.each([
    ['garbage', 'SSH-2.0-OpenSSH_9.0\r\n\r\n'],
    ['a body longer than a chunk says', 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n'],
    ['a header with a control character', 'HTTP/1.1 200 OK\r\nA: \u0001\r\n\r\n'],
    ['a head without end', `HTTP/1.1 200 OK\r\nA: ${'x'.repeat(20_000)}`],
    ['two lengths', 'HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab'],
  ])('%s is a TransportError with method and URL and without what came', async (_name, text) => {
    const base = await scripted((socket) => socket.write(text))
    const error = await failureOf(
      playground
        .transport()
        .send(get(`${base}/x`))
        .then((response) => response.body.bytes?.()),
    )
    expect(error).toBeInstanceOf(TransportError)
    expect(error.message).toContain(`GET ${base}/x`)
    expect(error.message).not.toContain('OpenSSH')
    expect(error.cause).toBeUndefined()
    expect(isConnectionDropped(error)).toBe(false)
  })
})

const head = 'HTTP/1.1 200 OK\r\n'

describe('an answer that is cut', () => {
  const cuts: [string, (socket: Socket) => void][] = [
    ['shorter than its length', (socket) => socket.end(`${head}Content-Length: 10\r\n\r\nstart`)],
    [
      'reset in its middle',
      (socket) =>
        socket.write(`${head}Content-Length: 10\r\n\r\nstart`, () => setTimeout(() => socket.resetAndDestroy(), 20)),
    ],
    ['without its last chunk', (socket) => socket.end(`${head}Transfer-Encoding: chunked\r\n\r\n5\r\nstart\r\n`)],
  ]

  test.each(cuts)('%s: what had come, then a TransportError with the status', async (_name, act) => {
    const base = await scripted(act)
    const { text, error } = await iterate(await playground.transport().send(get(base)))
    expect(text).toBe('start')
    expect(error).toBeInstanceOf(TransportError)
    expect(error).toMatchObject({ code: 'ECONNRESET', statusCode: 200 })
  })

  test.each(cuts)('%s: read at once, and when it is read long after', async (_name, act) => {
    const base = await scripted(act)
    const transport = playground.transport()
    const error = await failureOf((await transport.send(get(base))).body.bytes?.() ?? Promise.resolve())
    expect(error).toMatchObject({ code: 'ECONNRESET', statusCode: 200 })
    const late = await transport.send(get(base))
    await new Promise((resolve) => setTimeout(resolve, 60))
    const result = await iterate(late)
    expect(result.text).toBe('start')
    expect(result.error).toMatchObject({ code: 'ECONNRESET', statusCode: 200 })
  })

  test.each([1000, 300_000])('a gzip stream of %i bytes that is cut, though the answer is whole', async (size) => {
    const whole = gzipSync(Buffer.from(Array.from({ length: size }, () => Math.floor(Math.random() * 256))))
    const cut = whole.subarray(0, whole.length - 20)
    const base = await playground.http((_request, response) => {
      response.setHeader('content-encoding', 'gzip')
      response.end(cut)
    })
    const transport = playground.transport()
    const error = await failureOf((await transport.send(get(base))).body.bytes?.() ?? Promise.resolve())
    expect(error).toBeInstanceOf(TransportError)
    expect(error.message).toContain('ended early')
    expect((await iterate(await transport.send(get(base)))).error).toBeInstanceOf(TransportError)
  })

  test('what says it is gzip and is not', async () => {
    const base = await scripted((socket) =>
      socket.write(`${head}Content-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain`),
    )
    const error = await failureOf((await playground.transport().send(get(base))).body.bytes?.() ?? Promise.resolve())
    expect(error).toBeInstanceOf(TransportError)
    expect(error.message).toContain('gzip')
  })

  test('silence in the middle of the body ends with the idle timeout, drips do not', async () => {
    const base = await scripted((socket) => {
      socket.write(`${head}Content-Length: 100\r\n\r\n`)
      let drips = 0
      const timer = setInterval(() => {
        drips += 1
        if (drips > 5) clearInterval(timer)
        else socket.write('x')
      }, 40)
    })
    const { text, error } = await iterate(await playground.transport().send(get(base, { idleTimeoutMs: 160 })))
    expect(text).toBe('xxxxx')
    expect(error).toBeInstanceOf(TimeoutError)
  })

  test('a reader that is slow does not run into the idle timeout', async () => {
    const base = await playground.http((_request, response) => response.end(Buffer.alloc(4_000_000)))
    const response = await playground.transport().send(get(base, { idleTimeoutMs: 40 }))
    await new Promise((resolve) => setTimeout(resolve, 150))
    let length = 0
    for await (const chunk of response.body) length += chunk.length
    expect(length).toBe(4_000_000)
  })
})

test('the end of an answer that came while the program was busy is not too late', async () => {
  const base = await scripted((socket) => {
    socket.write(`${head}Transfer-Encoding: chunked\r\n\r\n5\r\nwhole\r\n`)
    setTimeout(() => socket.write('0\r\n\r\n'), 60)
  })
  const response = await playground.transport().send(get(base, { idleTimeoutMs: 100 }))
  await new Promise((resolve) => setTimeout(resolve, 20))
  const end = performance.now() + 300
  while (performance.now() < end);
  await new Promise((resolve) => setTimeout(resolve, 50))
  expect(await textOf(response)).toBe('whole')
})

test('what a server says in passing is not silence', async () => {
  const base = await scripted((socket) => {
    let times = 0
    const timer = setInterval(() => {
      times += 1
      if (times < 5) socket.write('HTTP/1.1 102 Processing\r\n\r\n')
      else {
        clearInterval(timer)
        socket.write(ok)
      }
    }, 50)
  })
  expect(await textOf(await playground.transport().send(get(base, { idleTimeoutMs: 150 })))).toBe('ok')
})

test('bytes past the length spoil the socket, not the answer', async () => {
  let connections = 0
  const base = await scripted((socket, _request, connection) => {
    connections = connection
    socket.write(`${ok}and more`)
  })
  const transport = playground.transport()
  expect(await textOf(await transport.send(get(base)))).toBe('ok')
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(await textOf(await transport.send(get(base)))).toBe('ok')
  expect(connections).toBe(2)
})

describe('a kept connection that the server had closed', () => {
  /** Answers the first request of the first connections and drops their second. */
  function stale(dropped: number, seen: string[] = []): Promise<string> {
    return scripted((socket, request, connection, text) => {
      seen.push(`${connection}: ${text.slice(0, text.indexOf(' '))}`)
      if (connection <= dropped && request === 2) socket.resetAndDestroy()
      else socket.write(ok)
    })
  }

  test.each(['GET', 'HEAD'])('is replaced at once for %s', async (method) => {
    const seen: string[] = []
    const base = await stale(1, seen)
    const transport = playground.transport()
    await textOf(await transport.send(get(base)))
    expect((await transport.send(get(base, { method }))).status).toBe(200)
    expect(seen).toEqual(['1: GET', `1: ${method}`, `2: ${method}`])
  })

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])('fails %s, which may have acted', async (method) => {
    const seen: string[] = []
    const base = await stale(1, seen)
    const transport = playground.transport()
    await textOf(await transport.send(get(base)))
    const error = await failureOf(transport.send(get(base, { method, body: '{}' })))
    expect(isConnectionDropped(error)).toBe(true)
    expect(seen.length).toBe(2)
  })

  test.each(['GET', 'POST'])('is replaced for %s if it closes before a byte was written', async (method) => {
    const seen: string[] = []
    const base = await stale(0, seen)
    const sockets: Socket[] = []
    const collect = (message: unknown) => sockets.push((message as { socket: Socket }).socket)
    subscribe('net.client.socket', collect)
    const transport = playground.transport()
    await textOf(await transport.send(get(base)))
    unsubscribe('net.client.socket', collect)
    // Nothing has told of it yet when the request comes.
    for (const socket of sockets) socket.destroy()
    expect((await transport.send(get(base, { method, body: 'x' }))).status).toBe(200)
    expect(seen).toEqual(['1: GET', `2: ${method}`])
  })

  test('is tried a bounded number of times', async () => {
    const base = await stale(1000)
    const transport = playground.transport()
    // Fills the pool with connections that all fail on their second request.
    const responses = await Promise.all(Array.from({ length: 10 }, () => transport.send(get(base))))
    await Promise.all(responses.map(textOf))
    expect(await textOf(await transport.send(get(base)))).toBe('ok')
  })

  test('is not confused with a fresh one that is dropped', async () => {
    let requests = 0
    const base = await scripted((socket) => {
      requests += 1
      socket.resetAndDestroy()
    })
    await failureOf(playground.transport().send(get(base)))
    expect(requests).toBe(1)
  })

  test('closed in good time is not used at all', async () => {
    const base = await scripted((socket, request) => {
      socket.write(ok)
      if (request === 1) socket.end()
    })
    const transport = playground.transport()
    await textOf(await transport.send(get(base)))
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect((await transport.send(get(base, { method: 'POST', body: 'x' }))).status).toBe(200)
  })
})
