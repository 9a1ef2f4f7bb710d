import type { Socket } from 'node:net'
import { type ProxyFor, proxyAuthorization } from '../proxy/proxy-url.ts'
import type { ResolvedTransportOptions } from '../transport-options.ts'
import { type Dial, type Dialed, dial } from './dial.ts'
import { Connection, type ConnectionOwner } from './http1/connection.ts'
import { IdleConnections } from './idle-connections.ts'
import type { TlsMaterial } from './tls-source.ts'

/** What a socket is for: requests share a bounded set, streams have their own. */
export type ConnectionUse = 'request' | 'stream'

/** Where a request goes, and in which form. */
export interface Route {
  /** Of the server. */
  readonly origin: string
  /** What stands in the request line: for a proxy that is sent the request itself, the whole URL. */
  readonly path: string
  /** Header lines for the proxy. */
  readonly proxyHeaders: string
}

/** Who waits for a connection; called once, with either. */
export interface ConnectionWaiter {
  connected(connection: Connection): void
  failed(error: unknown): void
}

/** {@link Dialed}, with the pool that the socket belongs to. */
interface Reached {
  connected(socket: Socket, pool: SocketPool): void
  failed(error: unknown): void
}

/** The sockets that were made with one set of TLS options. */
export class SocketPool {
  readonly #options: ResolvedTransportOptions
  readonly #tls: TlsMaterial
  readonly #proxyFor: ProxyFor
  readonly #idle: Readonly<Record<ConnectionUse, IdleConnections>>
  /** All that are open. */
  readonly #connections: Readonly<Record<ConnectionUse, Set<Connection>>> = { request: new Set(), stream: new Set() }
  readonly #upgraded = new Set<Socket>()
  /** Of each connection that is on its way: gives it up and dials again. */
  readonly #dialling = new Set<() => void>()
  readonly #sessions = new Map<string, Buffer>()
  #successor: SocketPool | undefined

  constructor(options: ResolvedTransportOptions, tls: TlsMaterial, proxyFor: ProxyFor) {
    this.#options = options
    this.#tls = tls
    this.#proxyFor = proxyFor
    const { idleSocketTimeoutMs, maxSockets } = options
    this.#idle = {
      request: new IdleConnections(maxSockets, idleSocketTimeoutMs),
      // A stream that ended by itself leaves a good socket for the next; more than a few are not worth keeping.
      stream: new IdleConnections(4, idleSocketTimeoutMs),
    }
  }

  /** @throws {ConfigError} if the proxy that is configured for the server cannot be used */
  route(url: URL): Route {
    const via = this.#via(url, url.protocol === 'https:')
    const path = url.pathname + url.search
    const { origin } = url
    if (via.name !== 'forwarder') return { origin, path, proxyHeaders: '' }
    const authorization = proxyAuthorization(via.proxy)
    return {
      origin,
      path: origin + path,
      proxyHeaders: authorization === undefined ? '' : `Proxy-Authorization: ${authorization}\r\n`,
    }
  }

  /** A connection that is open already and that nobody uses, if there is one. */
  take(origin: string, use: ConnectionUse): Connection | undefined {
    return this.#current.#idle[use].take(origin)
  }

  /** Opens a connection. What is given back gives up: nothing is called after that. */
  open(url: URL, use: ConnectionUse, waiter: ConnectionWaiter): () => void {
    return this.#reach(url, false, {
      connected: (socket, pool) => {
        const connection = new Connection(socket, pool.#owner(use, url.origin))
        pool.#connections[use].add(connection)
        waiter.connected(connection)
      },
      failed: (error) => waiter.failed(error),
    })
  }

  /** Opens a socket for another protocol than HTTP's. What is given back gives up: nothing is called after that. */
  openUpgrade(url: URL, dialed: Dialed): () => void {
    return this.#reach(url, true, {
      connected: (socket, pool) => {
        pool.#upgraded.add(socket)
        socket.once('close', () => pool.#upgraded.delete(socket))
        dialed.connected(socket)
      },
      failed: (error) => dialed.failed(error),
    })
  }

  /** Closes the sockets that nobody uses; those in use end with their answer. */
  dropIdle(): void {
    for (const idle of Object.values(this.#current.#idle)) idle.drop()
  }

  /**
   * Hands over to another pool. Ordinary requests under way end with their answer and their sockets with them.
   *
   * @param streams what becomes of the streams: `cut` ends them as if the server had closed the connection
   */
  retire(successor: SocketPool, streams: 'keep' | 'cut'): void {
    this.dropIdle()
    this.#successor = successor
    // What is being connected has not been used yet, and is connected anew: nobody need notice.
    for (const redial of [...this.#dialling]) redial()
    if (streams === 'keep') return
    for (const connection of this.#connections.stream) connection.cut()
    for (const socket of this.#upgraded) socket.destroy()
  }

  destroy(): void {
    this.dropIdle()
    for (const connections of Object.values(this.#connections)) {
      for (const connection of connections) connection.cut()
    }
    for (const socket of this.#upgraded) socket.destroy()
  }

  get #current(): SocketPool {
    return this.#successor === undefined ? this : this.#successor.#current
  }

  /** Dials; again through the successor, if this pool retires before there is a connection. */
  #reach(url: URL, tunnels: boolean, reached: Reached): () => void {
    let giveUp = () => {}
    const start = (pool: SocketPool) => {
      const redial = () => {
        giveUp()
        try {
          start(pool.#current)
        } catch (error) {
          reached.failed(error)
        }
      }
      const stop = dial(pool.#dial(url, tunnels), {
        connected: (socket) => {
          pool.#dialling.delete(redial)
          reached.connected(socket, pool)
        },
        failed: (error) => {
          pool.#dialling.delete(redial)
          reached.failed(error)
        },
      })
      pool.#dialling.add(redial)
      giveUp = () => {
        pool.#dialling.delete(redial)
        stop()
      }
    }
    start(this.#current)
    return () => giveUp()
  }

  #owner(use: ConnectionUse, origin: string): ConnectionOwner {
    return {
      idle: (connection, keepAliveMs) => {
        // A socket that becomes free after its pool has retired is not kept.
        if (this.#successor === undefined) this.#idle[use].add(origin, connection, keepAliveMs)
        else connection.destroy()
      },
      closed: (connection) => {
        this.#idle[use].remove(origin, connection)
        this.#connections[use].delete(connection)
      },
    }
  }

  /** @param tunnels whether a proxy that could be sent the request itself is tunnelled through all the same */
  #dial(url: URL, tunnels: boolean): Dial {
    const isSecure = url.protocol === 'https:'
    const { hostname, port } = url
    const host = hostname.startsWith('[') ? hostname.slice(1, -1) : hostname
    return {
      destination: { host, port: port === '' ? (isSecure ? 443 : 80) : Number(port) },
      tls: isSecure ? this.#tls.server : undefined,
      via: this.#via(url, tunnels || isSecure),
      timeoutMs: this.#options.connectTimeoutMs,
      sessions: this.#sessions,
    }
  }

  #via(url: URL, tunnels: boolean): Dial['via'] {
    const proxy = this.#proxyFor(url)
    if (proxy === undefined) return { name: 'direct' }
    // Only an http proxy is sent requests of plain http itself: a way through is all that one behind TLS needs to be.
    if (!tunnels && proxy.scheme === 'http') return { name: 'forwarder', proxy }
    return { name: 'tunnel', proxy, proxyTls: this.#tls.proxy }
  }
}
