import { createServer as createHttpServer, type RequestListener } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import { type AddressInfo, createServer as createRawServer, type Server, type Socket } from 'node:net'
import type { TlsOptions as ServerTlsOptions } from 'node:tls'
import type { TransportRequest, TransportResponse } from '../transport.ts'
import type { TransportOptions } from '../transport-options.ts'
import { NodeTransport } from './node-transport.ts'

/** Servers and transports of one test; `close` ends them all. */
export class Playground {
  readonly #servers: { server: Server; sockets: Set<Socket> }[] = []
  readonly #transports: NodeTransport[] = []

  http(listener: RequestListener): Promise<string> {
    return this.listen(createHttpServer(listener), 'http')
  }

  https(tls: ServerTlsOptions, listener: RequestListener): Promise<string> {
    return this.listen(createHttpsServer(tls, listener), 'https')
  }

  /** A server that says what it likes; the request is not parsed. */
  raw(connected: (socket: Socket) => void): Promise<string> {
    return this.listen(createRawServer(connected), 'http')
  }

  async listen(server: Server, scheme: 'http' | 'https'): Promise<string> {
    const sockets = new Set<Socket>()
    server.on('connection', (socket: Socket) => {
      sockets.add(socket)
      socket.on('error', () => {})
      socket.once('close', () => sockets.delete(socket))
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    this.#servers.push({ server, sockets })
    return `${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`
  }

  transport(options: TransportOptions = {}): NodeTransport {
    const transport = new NodeTransport(options)
    this.#transports.push(transport)
    return transport
  }

  async close(): Promise<void> {
    await Promise.all(this.#transports.splice(0).map((transport) => transport.close()))
    const closing = this.#servers.splice(0).map(({ server, sockets }) => {
      for (const socket of sockets) socket.destroy()
      return new Promise((resolve) => server.close(resolve))
    })
    await Promise.all(closing)
  }
}

export function get(url: string, more: Partial<TransportRequest> = {}): TransportRequest {
  return { method: 'GET', url: new URL(url), headers: {}, ...more }
}

/** The whole body as text. */
export async function textOf(response: TransportResponse): Promise<string> {
  return Buffer.from((await response.body.bytes?.()) ?? []).toString()
}

/** What came until the body ended or failed. */
export async function iterate(response: TransportResponse): Promise<{ text: string; error: unknown }> {
  let text = ''
  try {
    for await (const chunk of response.body) text += Buffer.from(chunk).toString()
  } catch (error) {
    return { text, error }
  }
  return { text, error: undefined }
}

/** The error that a promise is rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<Error & { code?: string; statusCode?: number }> {
  try {
    await promise
  } catch (error) {
    return error as Error
  }
  throw new Error('expected a rejection')
}

export async function eventually(condition: () => boolean, what: string): Promise<void> {
  for (let tries = 0; tries < 200; tries += 1) {
    if (condition()) return
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
  throw new Error(`never happened: ${what}`)
}
