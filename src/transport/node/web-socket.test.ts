import { createServer, type IncomingMessage } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { afterEach, expect, test } from 'vitest'
import { type WebSocket, WebSocketServer } from 'ws'
import { RequestError, TimeoutError, TransportError } from '../../errors/index.ts'
import { createCertificateAuthority } from '../../server/certificates.ts'
import { isConnectionDropped, isConnectionRefused, UpgradeRefusedError } from '../transport-errors.ts'
import { eventually, failureOf, get, Playground } from './servers.test-support.ts'

const playground = new Playground()
afterEach(() => playground.close())

interface Options {
  protocol?: string | false
  tls?: { cert: string; key: string }
}

/** Like kube-apiserver: takes the one subprotocol that is offered, and a connection without any. */
async function serve(
  connected: (socket: WebSocket, request: IncomingMessage) => void,
  { tls, protocol }: Options = {},
) {
  const server = tls === undefined ? createServer() : createHttpsServer(tls)
  const sockets = new WebSocketServer({
    server,
    ...(protocol === undefined ? {} : { handleProtocols: () => protocol }),
  })
  sockets.on('connection', connected)
  return playground.listen(server, tls === undefined ? 'http' : 'https')
}

test('a watch: one text message for each event, until the server closes', async () => {
  let seen: IncomingMessage | undefined
  const base = await serve((socket, request) => {
    seen = request
    socket.send('{"type":"ADDED"}\n')
    socket.send('{"type":"DELETED"}\n')
    socket.close(1000)
  })
  const path = '/api/v1/namespaces/default/pods?watch=true'
  const stream = await playground.transport().upgrade(get(base + path, { headers: { Authorization: 'Bearer t' } }), [])
  const messages: unknown[] = []
  for await (const message of stream) messages.push(message)
  expect(messages).toEqual(['{"type":"ADDED"}\n', '{"type":"DELETED"}\n'])
  expect(stream.protocol).toBe('')
  expect(seen?.url).toBe(path)
  // Without an Origin, kube-apiserver answers a watch over WebSocket with 403.
  expect(seen?.headers).toMatchObject({ authorization: 'Bearer t', origin: base })
  expect(seen?.headers['sec-websocket-protocol']).toBeUndefined()
  await eventually(() => stream.destroyed, 'the stream is over')
})

test('binary messages are buffers, both ways, and the subprotocol is told', async () => {
  const base = await serve((socket) => {
    socket.on('message', (data, isBinary) => socket.send(data, { binary: isBinary }))
  })
  const stream = await playground.transport().upgrade(get(base), ['v5.channel.k8s.io', 'v4.channel.k8s.io'])
  expect(stream.protocol).toBe('v5.channel.k8s.io')
  const messages: unknown[] = []
  stream.on('data', (message) => messages.push(message))
  stream.write(Buffer.from([1, 2, 3]))
  stream.write('text')
  await eventually(() => messages.length === 2, 'both come back')
  expect(messages).toEqual([Buffer.from([1, 2, 3]), 'text'])
  stream.end()
  await new Promise<void>((resolve) => stream.once('close', () => resolve()))
})

test('the TLS options count', async () => {
  const ca = await createCertificateAuthority('ws')
  const keyed = await ca.issue({ commonName: 'x', ipAddresses: ['127.0.0.1'], usage: 'server' })
  const base = await serve((socket) => socket.send('secure'), { tls: { cert: keyed.certPem, key: keyed.keyPem } })
  const stream = await playground.transport({ tls: { caData: ca.certPem } }).upgrade(get(base), [])
  for await (const message of stream) {
    expect(message).toBe('secure')
    break
  }
  const error = await failureOf(playground.transport().upgrade(get(base), []))
  expect(error).toBeInstanceOf(TransportError)
  expect(error.message).toContain('tls.caFile')
})

test('an answer that is not 101 is there for a StatusError', async () => {
  const body = JSON.stringify({ kind: 'Status', message: 'x'.repeat(5000) })
  const base = await playground.listen(
    createServer().on('upgrade', (_request, socket) => {
      socket.end(
        `HTTP/1.1 403 Forbidden\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`,
      )
    }),
    'http',
  )
  const error = await failureOf(playground.transport().upgrade(get(`${base}/api/v1/pods?watch=true`), []))
  expect(error).toBeInstanceOf(UpgradeRefusedError)
  const { response } = error as UpgradeRefusedError
  expect(error).toMatchObject({ statusCode: 403, method: 'GET', path: '/api/v1/pods' })
  expect(response.headers['content-type']).toBe('application/json')
  expect(Buffer.from(response.body).toString()).toBe(body.slice(0, 2048))
})

test('a connection that is cut is an error, and so is a close code that says so', async () => {
  const base = await serve((socket, request) => {
    socket.send('first')
    if (request.url === '/cut') setTimeout(() => socket.terminate(), 10)
    else setTimeout(() => socket.close(1011, 'broken'), 10)
  })
  const transport = playground.transport()
  for (const [path, code] of [
    ['/cut', 'ECONNRESET'],
    ['/code', undefined],
  ]) {
    const stream = await transport.upgrade(get(base + path), [])
    const messages: unknown[] = []
    const error = await failureOf(
      (async () => {
        for await (const message of stream) messages.push(message)
      })(),
    )
    expect(messages).toEqual(['first'])
    expect(error).toBeInstanceOf(TransportError)
    expect(error.code).toBe(code)
    expect(isConnectionDropped(error)).toBe(code !== undefined)
  }
})

test('a server that does not speak the subprotocol, and one that resets, are TransportErrors', async () => {
  const other = await serve(() => {}, { protocol: false })
  expect(await failureOf(playground.transport().upgrade(get(other), ['a']))).toBeInstanceOf(TransportError)
  const reset = await playground.raw((socket) => socket.once('data', () => socket.resetAndDestroy()))
  expect(isConnectionDropped(await failureOf(playground.transport().upgrade(get(reset), [])))).toBe(true)
  const server = createServer()
  const gone = await playground.listen(server, 'http')
  await new Promise((resolve) => server.close(resolve))
  expect(isConnectionRefused(await failureOf(playground.transport().upgrade(get(gone), [])))).toBe(true)
})

test('a bad subprotocol is refused before anything is sent', async () => {
  expect(await failureOf(playground.transport().upgrade(get('http://127.0.0.1:1'), ['a b']))).toBeInstanceOf(
    RequestError,
  )
})

test('an abort, before and after it is open, gives the reason', async () => {
  const silent = await playground.raw(() => {})
  const controller = new AbortController()
  setTimeout(() => controller.abort('early'), 20)
  await expect(playground.transport().upgrade(get(silent, { signal: controller.signal }), [])).rejects.toBe('early')

  const base = await serve(() => {})
  const later = new AbortController()
  const reason = new Error('later')
  const stream = await playground.transport().upgrade(get(base, { signal: later.signal }), [])
  setTimeout(() => later.abort(reason), 20)
  await expect(stream[Symbol.asyncIterator]().next()).rejects.toBe(reason)
})

test('silence ends with the idle timeout, and pings are not silence', async () => {
  const base = await serve((socket, request) => {
    if (request.url === '/silent') return
    let pings = 0
    const timer = setInterval(() => {
      pings += 1
      if (pings < 6) socket.ping()
      else {
        clearInterval(timer)
        socket.send('done')
      }
    }, 20)
  })
  const transport = playground.transport()
  const silent = await transport.upgrade(get(`${base}/silent`, { idleTimeoutMs: 50 }), [])
  await expect(silent[Symbol.asyncIterator]().next()).rejects.toBeInstanceOf(TimeoutError)
  const pinged = await transport.upgrade(get(base, { idleTimeoutMs: 50 }), [])
  expect((await pinged[Symbol.asyncIterator]().next()).value).toBe('done')
})

test('a connection that is never made ends with the connect timeout', async () => {
  const base = await playground.raw(() => {})
  const transport = playground.transport({ connectTimeoutMs: 50, tls: { insecure: true } })
  const error = await failureOf(transport.upgrade(get(base.replace('http', 'https')), []))
  expect(error).toBeInstanceOf(TimeoutError)
})

test('close ends open WebSockets and those on their way', async () => {
  const silent = await playground.raw(() => {})
  const base = await serve(() => {})
  const transport = playground.transport()
  const stream = await transport.upgrade(get(base), [])
  const opening = failureOf(transport.upgrade(get(silent), []))
  const reading = failureOf(stream[Symbol.asyncIterator]().next())
  await new Promise((resolve) => setTimeout(resolve, 20))
  await transport.close()
  for (const failure of [opening, reading, failureOf(transport.upgrade(get(base), []))]) {
    expect(await failure).toBeInstanceOf(TransportError)
  }
})

test('a server that says nothing, or does not end what it says, ends with the idle timeout', async () => {
  const silent = await playground.raw(() => {})
  const endless = await playground.http((_request, response) => response.writeHead(403).write('because'))
  for (const base of [silent, endless]) {
    const error = await failureOf(playground.transport().upgrade(get(base, { idleTimeoutMs: 50 }), []))
    expect(error).toBeInstanceOf(TimeoutError)
  }
})
