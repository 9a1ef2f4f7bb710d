import type { IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { WebSocket } from 'ws'
import { ConfigError, RequestError, TimeoutError, TransportError } from '../../errors/index.ts'
import { type AbortWatch, watchAbort } from '../abort-watch.ts'
import type { ResponseHeaders, TransportRequest, UpgradedStream } from '../transport.ts'
import { UpgradeRefusedError } from '../transport-errors.ts'
import { explainFailure, requestFacts } from './explain-failure.ts'
import { addField } from './http1/answer-head.ts'
import type { SocketPool } from './socket-pool.ts'

/** Loaded with the first upgrade: most programs never need it. */
type WebSocketPackage = typeof import('ws')

/** Opens a WebSocket on a socket of its own, with the TLS options of the pool. */
export async function openWebSocket(
  pool: SocketPool,
  request: TransportRequest,
  protocols: readonly string[],
  closing: AbortSignal,
): Promise<UpgradedStream> {
  const ws = await import('ws')
  request.signal?.throwIfAborted()
  if (closing.aborted) throw new TransportError('the transport was closed', requestFacts(request))
  const { idleTimeoutMs } = request
  let raw: Socket | undefined
  let late = () => {}
  const { socket, giveUp } = connect(ws, pool, request, protocols, (connected) => {
    raw = connected
    if (idleTimeoutMs !== undefined) raw.setTimeout(idleTimeoutMs, late)
  })
  return new Promise((resolve, reject) => {
    const ends: (() => void)[] = []
    const settle = (act: () => void) => {
      for (const end of ends.splice(0)) end()
      act()
    }
    const stop = (reason: unknown) =>
      settle(() => {
        reject(reason)
        giveUp()
        socket.terminate()
      })
    late = () => stop(silence(request))
    if (request.signal !== undefined) ends.push(onAbort(request.signal, stop))
    ends.push(onAbort(closing, () => stop(new TransportError('the transport was closed', requestFacts(request)))))
    const failed = (error: Error) => settle(() => reject(explainFailure(error, request)))
    socket.once('error', failed)
    // Ending it while it connects reports that as an error of its own.
    socket.on('error', () => {})
    socket.once('unexpected-response', (_request, response) => {
      socket.off('error', failed)
      readStart(response).then(
        (body) => stop(refusal(request, response, body)),
        (error: unknown) => stop(explainFailure(error, request, response.statusCode)),
      )
    })
    socket.once('open', () =>
      settle(() => {
        socket.off('error', failed)
        raw?.off('timeout', late)
        resolve(asStream(ws, socket, raw, request))
      }),
    )
  })
}

/** @throws {ConfigError} if the proxy that is configured for the server cannot be used */
function connect(
  ws: WebSocketPackage,
  pool: SocketPool,
  request: TransportRequest,
  protocols: readonly string[],
  connectedTo: (raw: Socket) => void,
) {
  const { url } = request
  let giveUp = () => {}
  try {
    // Asked here, because what is thrown where the socket is wanted would come out as something else.
    pool.route(url)
    const socket = new ws.WebSocket(url, [...protocols], {
      createConnection(_options: unknown, connected: Connected) {
        giveUp = pool.openUpgrade(url, {
          connected: (raw) => {
            connectedTo(raw)
            connected(null, raw)
          },
          failed: (error) => connected((error ?? new Error('the connection was closed')) as Error, neverConnected),
        })
        return undefined
      },
      headers: upgradeHeaders(request),
      // Kubernetes' servers do not offer it.
      perMessageDeflate: false,
    })
    return { socket, giveUp: () => giveUp() }
  } catch (error) {
    if (error instanceof ConfigError) throw error
    const problem = error instanceof Error ? error.message : 'it cannot be sent'
    throw new RequestError(`the request was refused before it was sent: ${problem}`)
  }
}

/** What Node's requests give to whoever connects for them. */
type Connected = (error: Error | null, socket: Duplex) => void

/** Beside an error nobody looks at the socket, which the types want all the same. */
const neverConnected = undefined as unknown as Duplex

function upgradeHeaders(request: TransportRequest): Record<string, string | string[]> {
  const headers: Record<string, string | string[]> = {}
  let origin = false
  for (const [name, value] of Object.entries(request.headers)) {
    headers[name] = typeof value === 'string' ? value : [...value]
    origin ||= name.toLowerCase() === 'origin'
  }
  // kube-apiserver answers a watch over WebSocket that has none with a bare 403 (golang.org/x/net/websocket does).
  if (!origin) headers['Origin'] = request.url.origin
  return headers
}

function onAbort(signal: AbortSignal, abort: (reason: unknown) => void): AbortWatch {
  return watchAbort(signal, { abort })
}

const maxRefusalBytes = 2048

async function readStart(response: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = []
  let length = 0
  for await (const chunk of response as AsyncIterable<Buffer>) {
    chunks.push(chunk)
    length += chunk.length
    if (length >= maxRefusalBytes) break
  }
  return Buffer.concat(chunks, length).subarray(0, maxRefusalBytes)
}

function refusal(request: TransportRequest, response: IncomingMessage, body: Uint8Array): UpgradeRefusedError {
  const status = response.statusCode ?? 0
  return new UpgradeRefusedError({ status, headers: headersOf(response.rawHeaders), body }, requestFacts(request))
}

function silence(request: TransportRequest): TimeoutError {
  const { idleTimeoutMs = 0 } = request
  return new TimeoutError(`nothing arrived for ${idleTimeoutMs} ms`, idleTimeoutMs, requestFacts(request))
}

/** @param raw names and values in turn */
function headersOf(raw: readonly string[]): ResponseHeaders {
  const headers = Object.create(null)
  for (let index = 0; index + 1 < raw.length; index += 2) {
    addField(headers, (raw[index] as string).toLowerCase(), raw[index + 1] as string)
  }
  return headers
}

/** Closed by either side, without saying why, or because the other end goes away (RFC 6455, section 7.4.1). */
const orderlyCloseCodes: ReadonlySet<number> = new Set([1000, 1001, 1005])

function asStream(
  ws: WebSocketPackage,
  socket: WebSocket,
  raw: Socket | undefined,
  request: TransportRequest,
): UpgradedStream {
  const facts = requestFacts(request)
  // Before the stream's own listener, which takes every end for a good one.
  socket.once('close', (code) => {
    if (orderlyCloseCodes.has(code) || stream.destroyed) return
    const message = code === 1006 ? 'the WebSocket was cut' : `the server closed the WebSocket with code ${code}`
    stream.destroy(new TransportError(message, { ...facts, code: code === 1006 ? 'ECONNRESET' : undefined }))
  })
  const stream: Duplex = ws.createWebSocketStream(socket, { readableObjectMode: true, decodeStrings: false })
  // A WebSocket has no half that could stay open, and whoever is gone need not hear of an error.
  stream.once('end', () => stream.destroy())
  stream.on('error', () => {})
  const { idleTimeoutMs, signal } = request
  if (idleTimeoutMs !== undefined) {
    raw?.setTimeout(idleTimeoutMs, () => {
      // A reader that does not read cannot blame the server for sending nothing.
      if (!socket.isPaused) stream.destroy(silence(request))
    })
  }
  if (signal !== undefined) {
    const end = onAbort(signal, (reason) => stream.destroy(reason as Error))
    socket.once('close', end)
  }
  return Object.assign(stream, { protocol: socket.protocol })
}
