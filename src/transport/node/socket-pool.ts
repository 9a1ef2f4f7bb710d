import { type AgentOptions, Agent as HttpAgent } from 'node:http'
import { Agent as HttpsAgent, type RequestOptions } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ConnectionOptions } from 'node:tls'
import type { ResolvedTransportOptions } from '../transport-options.ts'

/** Why a socket was destroyed that did not connect in time. */
export class ConnectDeadline extends Error {
  readonly timeoutMs: number

  constructor(timeoutMs: number) {
    super(`not connected within ${timeoutMs} ms`)
    this.timeoutMs = timeoutMs
  }
}

type ConnectCallback = (error: Error | null, stream: Duplex) => void

/**
 * An agent for one scheme and use. All sockets of it have the same TLS options, which makes host and port a
 * sufficient name for them; Node's own name for a TLS socket holds the whole PEM text and is built for each request.
 */
class SecureAgent extends HttpsAgent {
  readonly #connectTimeoutMs: number

  constructor(options: AgentOptions & ConnectionOptions, connectTimeoutMs: number) {
    super(options)
    this.#connectTimeoutMs = connectTimeoutMs
  }

  override getName(options?: RequestOptions): string {
    return `${options?.host ?? ''}:${options?.port ?? ''}`
  }

  override createConnection(options: RequestOptions, callback?: ConnectCallback): Duplex | null | undefined {
    const socket = super.createConnection(options, callback)
    if (socket) prepare(socket as Socket, 'secureConnect', this.#connectTimeoutMs)
    return socket
  }
}

class PlainAgent extends HttpAgent {
  readonly #connectTimeoutMs: number

  constructor(options: AgentOptions, connectTimeoutMs: number) {
    super(options)
    this.#connectTimeoutMs = connectTimeoutMs
  }

  override createConnection(options: RequestOptions, callback?: ConnectCallback): Duplex | null | undefined {
    const socket = super.createConnection(options, callback)
    if (socket) prepare(socket as Socket, 'connect', this.#connectTimeoutMs)
    return socket
  }
}

const keepAliveMs = 30_000

/** TCP keep-alive finds a peer that is gone without a word, which matters most to a silent watch. */
function prepare(socket: Socket, connected: 'connect' | 'secureConnect', timeoutMs: number): void {
  socket.setNoDelay(true)
  socket.setKeepAlive(true, keepAliveMs)
  const timer = setTimeout(() => socket.destroy(new ConnectDeadline(timeoutMs)), timeoutMs)
  const stop = () => clearTimeout(timer)
  socket.once(connected, stop)
  socket.once('close', stop)
}

/** What a socket is for: requests share a bounded set, streams and upgrades have their own. */
export type SocketUse = 'request' | 'stream' | 'upgrade'

/** The sockets that were made with one set of TLS options. */
export class SocketPool {
  readonly #agents: Readonly<Record<'http:' | 'https:', Readonly<Record<SocketUse, HttpAgent>>>>

  constructor(options: ResolvedTransportOptions, tls: ConnectionOptions) {
    const { connectTimeoutMs, maxSockets } = options
    const kept: AgentOptions = {
      keepAlive: true,
      keepAliveMsecs: keepAliveMs,
      maxFreeSockets: maxSockets,
      // The agent destroys a free socket after this long; one in use is left alone.
      timeout: options.idleSocketTimeoutMs,
      // Node's own 250 ms give up on addresses that are merely far away.
      autoSelectFamilyAttemptTimeout: 1000,
    }
    // A stream that ended by itself leaves a good socket for the next; more than a few are not worth keeping.
    const streams: AgentOptions = { ...kept, maxFreeSockets: 4 }
    const single: AgentOptions = { ...kept, keepAlive: false }
    this.#agents = {
      'http:': {
        request: new PlainAgent(kept, connectTimeoutMs),
        stream: new PlainAgent(streams, connectTimeoutMs),
        upgrade: new PlainAgent(single, connectTimeoutMs),
      },
      'https:': {
        request: new SecureAgent({ ...kept, ...tls }, connectTimeoutMs),
        stream: new SecureAgent({ ...streams, ...tls }, connectTimeoutMs),
        upgrade: new SecureAgent({ ...single, ...tls }, connectTimeoutMs),
      },
    }
  }

  agent(scheme: 'http:' | 'https:', use: SocketUse): HttpAgent {
    return this.#agents[scheme][use]
  }

  /** Closes the sockets that nobody uses; those in use end with their answer. */
  dropIdle(): void {
    for (const agent of this.#all()) {
      for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
    }
  }

  destroy(): void {
    for (const agent of this.#all()) agent.destroy()
  }

  #all(): HttpAgent[] {
    return Object.values(this.#agents).flatMap((uses) => Object.values(uses))
  }
}
