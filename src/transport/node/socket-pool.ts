import type { AgentOptions, Agent as HttpAgent } from 'node:http'
import type { RequestOptions } from 'node:https'
import type { Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import type { ConnectionOptions } from 'node:tls'
import { type ProxyFor, type ProxyServer, proxyAuthorization } from '../proxy/proxy-url.ts'
import type { ResolvedTransportOptions } from '../transport-options.ts'
import { ConnectDeadline } from './connect-deadline.ts'
import { http, https } from './node-http.ts'
import type { TlsMaterial } from './tls-source.ts'
import { type Destination, openTunnel, ProxyFailure } from './tunnel.ts'

type ConnectCallback = (error: Error | null, stream: Duplex) => void

/** How the agents of a pool connect. */
interface Dialer {
  readonly connectTimeoutMs: number
  /** The proxy to tunnel through; undefined to connect directly, or to a proxy that is sent the request itself. */
  tunnelFor(scheme: 'http:' | 'https:', destination: Destination): ProxyServer | undefined
  /** The proxy that is sent the request itself, of a plain http server. */
  forwarderFor(destination: Destination): ProxyServer | undefined
  readonly proxyTls: ConnectionOptions
  /** Ends what is being connected through a proxy; an agent does not know of it yet. */
  readonly closing: AbortSignal
}

/**
 * An agent for one scheme and use. All sockets of it have the same TLS options, which makes host and port a
 * sufficient name for them; Node's own name for a TLS socket holds the whole PEM text and is built for each request.
 */
class SecureAgent extends https.Agent {
  readonly #dialer: Dialer

  constructor(options: AgentOptions & ConnectionOptions, dialer: Dialer) {
    super(options)
    this.#dialer = dialer
  }

  override getName(options?: RequestOptions): string {
    return `${options?.host ?? ''}:${options?.port ?? ''}`
  }

  override createConnection(options: RequestOptions, callback?: ConnectCallback): Duplex | null | undefined {
    const destination = destinationOf(options, 443)
    const proxy = this.#dialer.tunnelFor('https:', destination)
    if (proxy === undefined) {
      const socket = super.createConnection(options, callback)
      if (socket) prepare(socket as Socket, 'secureConnect', this.#dialer.connectTimeoutMs)
      return socket
    }
    tunnel(this.#dialer, proxy, destination, callback, (raw, remainingMs) => {
      const socket = super.createConnection({ ...options, socket: raw } as RequestOptions) as Socket
      prepare(socket, 'secureConnect', remainingMs)
      return socket
    })
    return undefined
  }
}

class PlainAgent extends http.Agent {
  readonly #dialer: Dialer
  /** Whether a proxy that could be sent the request itself is tunnelled through all the same, as an upgrade needs it. */
  readonly #tunnels: boolean

  constructor(options: AgentOptions, dialer: Dialer, tunnels: boolean) {
    super(options)
    this.#dialer = dialer
    this.#tunnels = tunnels
  }

  override createConnection(options: RequestOptions, callback?: ConnectCallback): Duplex | null | undefined {
    const destination = destinationOf(options, 80)
    const forwarder = this.#dialer.forwarderFor(destination)
    const proxy = this.#tunnels && forwarder !== undefined ? forwarder : this.#dialer.tunnelFor('http:', destination)
    if (proxy !== undefined) {
      tunnel(this.#dialer, proxy, destination, callback, (raw) => raw)
      return undefined
    }
    const address = forwarder === undefined ? options : { ...options, host: forwarder.host, port: forwarder.port }
    const socket = super.createConnection(address) as Socket
    prepare(socket, 'connect', this.#dialer.connectTimeoutMs)
    if (forwarder === undefined) return socket
    const failed = (error: Error) => fail(callback, new ProxyFailure(forwarder, 'cannot be reached', error))
    socket.once('error', failed)
    socket.once('connect', () => {
      socket.off('error', failed)
      callback?.(null, socket)
    })
    return undefined
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

/** Connects through a proxy; the time limit covers that and the TLS handshake after it. */
function tunnel(
  dialer: Dialer,
  proxy: ProxyServer,
  destination: Destination,
  callback: ConnectCallback | undefined,
  finish: (raw: Socket, remainingMs: number) => Socket,
): void {
  const { connectTimeoutMs } = dialer
  const started = performance.now()
  const deadline = new AbortController()
  const timer = setTimeout(() => deadline.abort(new ConnectDeadline(connectTimeoutMs)), connectTimeoutMs)
  const signal = AbortSignal.any([deadline.signal, dialer.closing])
  openTunnel(proxy, destination, dialer.proxyTls, signal)
    .finally(() => clearTimeout(timer))
    .then((raw) => {
      raw.setNoDelay(true)
      raw.setKeepAlive(true, keepAliveMs)
      callback?.(null, finish(raw, Math.max(1, connectTimeoutMs - (performance.now() - started))))
    })
    .catch((error: Error) => fail(callback, error))
}

/** Node takes an error alone; its types want a stream, too. */
function fail(callback: ConnectCallback | undefined, error: Error): void {
  ;(callback as ((error: Error) => void) | undefined)?.(error)
}

function destinationOf({ host, port }: RequestOptions, defaultPort: number): Destination {
  return { host: host ?? 'localhost', port: Number(port) || defaultPort }
}

/** What a socket is for: requests share a bounded set, streams and upgrades have their own. */
export type SocketUse = 'request' | 'stream' | 'upgrade'

/** Where a request goes, and in which form. */
export interface Route {
  readonly agent: HttpAgent
  /** What stands in the request line: for a proxy that is sent the request itself, the whole URL. */
  readonly path: string
  /** Names and values in turn, for the proxy. */
  readonly proxyHeaders: readonly string[]
}

/** The sockets that were made with one set of TLS options. */
export class SocketPool {
  readonly #agents: Readonly<Record<'http:' | 'https:', Readonly<Record<SocketUse, HttpAgent>>>>
  readonly #proxyFor: ProxyFor
  readonly #closing = new AbortController()
  #successor: SocketPool | undefined

  constructor(options: ResolvedTransportOptions, tls: TlsMaterial, proxyFor: ProxyFor) {
    const { maxSockets } = options
    this.#proxyFor = proxyFor
    const dialer = this.#dialer(options.connectTimeoutMs, tls.proxy)
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
        request: new PlainAgent(kept, dialer, false),
        stream: new PlainAgent(streams, dialer, false),
        upgrade: new PlainAgent(single, dialer, true),
      },
      'https:': {
        request: new SecureAgent({ ...kept, ...tls.server }, dialer),
        stream: new SecureAgent({ ...streams, ...tls.server }, dialer),
        upgrade: new SecureAgent({ ...single, ...tls.server }, dialer),
      },
    }
  }

  /** @throws {ConfigError} if the proxy that is configured for the server cannot be used */
  route(url: URL, use: SocketUse): Route {
    if (this.#successor !== undefined) return this.#successor.route(url, use)
    const scheme = url.protocol === 'https:' ? 'https:' : 'http:'
    const agent = this.#agents[scheme][use]
    const path = url.pathname + url.search
    const proxy = this.#proxyFor(url)
    if (proxy === undefined || scheme === 'https:' || use === 'upgrade' || proxy.scheme !== 'http') {
      return { agent, path, proxyHeaders: [] }
    }
    const authorization = proxyAuthorization(proxy)
    return {
      agent,
      path: url.origin + path,
      proxyHeaders: authorization === undefined ? [] : ['Proxy-Authorization', authorization],
    }
  }

  /** Closes the sockets that nobody uses; those in use end with their answer. */
  dropIdle(): void {
    for (const agent of this.#all()) {
      for (const sockets of Object.values(agent.freeSockets)) for (const socket of sockets ?? []) socket.destroy()
    }
  }

  /**
   * Hands over to another pool. Ordinary requests under way end with their answer and their sockets with them.
   *
   * @param streams what becomes of the streams: `cut` ends them as if the server had closed the connection
   */
  retire(successor: SocketPool, streams: 'keep' | 'cut'): void {
    this.#successor = successor
    // A socket that becomes free after this is not kept.
    for (const agent of this.#all()) agent.maxFreeSockets = 0
    this.dropIdle()
    if (streams === 'keep') return
    for (const { stream, upgrade } of Object.values(this.#agents)) {
      stream.destroy()
      upgrade.destroy()
    }
  }

  destroy(): void {
    this.#closing.abort(new Error('the transport was closed'))
    for (const agent of this.#all()) agent.destroy()
  }

  #all(): HttpAgent[] {
    return Object.values(this.#agents).flatMap((uses) => Object.values(uses))
  }

  #dialer(connectTimeoutMs: number, proxyTls: ConnectionOptions): Dialer {
    const proxyTo = (scheme: 'http:' | 'https:', { host, port }: Destination) =>
      this.#proxyFor(new URL(`${scheme}//${host.includes(':') ? `[${host}]` : host}:${port}`))
    // Only an http proxy is sent requests of plain http itself: a way through is all that one behind TLS needs to be.
    return {
      connectTimeoutMs,
      proxyTls,
      closing: this.#closing.signal,
      tunnelFor: (scheme, destination) => {
        const proxy = proxyTo(scheme, destination)
        return scheme === 'http:' && proxy?.scheme === 'http' ? undefined : proxy
      },
      forwarderFor: (destination) => {
        const proxy = proxyTo('http:', destination)
        return proxy?.scheme === 'http' ? proxy : undefined
      },
    }
  }
}
