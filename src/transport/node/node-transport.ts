import type { ConnectionOptions } from 'node:tls'
import { TransportError } from '../../errors/index.ts'
import type { Transport, TransportRequest, TransportResponse, UpgradedStream } from '../transport.ts'
import { type ResolvedTransportOptions, resolveTransportOptions, type TransportOptions } from '../transport-options.ts'
import { Exchange, type ExchangeOwner } from './exchange.ts'
import { requestFacts } from './explain-failure.ts'
import { SocketPool } from './socket-pool.ts'
import { loadTlsMaterial } from './tls-material.ts'
import { openWebSocket } from './web-socket.ts'

type State =
  | { name: 'idle' }
  | { name: 'preparing'; pool: Promise<SocketPool> }
  | { name: 'open'; pool: SocketPool }
  | { name: 'closed' }

/** The default {@link Transport}: HTTP/1.1 over `node:https` and `node:http`, with keep-alive. */
export class NodeTransport implements Transport, ExchangeOwner {
  readonly #options: ResolvedTransportOptions
  #state: State = { name: 'idle' }
  /** Requests that count towards the bound, in the order in which they came. */
  readonly #waiting = new Set<Exchange>()
  readonly #running = new Set<Exchange>()
  readonly #streams = new Set<Exchange>()
  readonly #upgraded = new Set<UpgradedStream>()
  /** Ends upgrades that are still on their way. */
  readonly #closing = new AbortController()

  /** @throws {ConfigError} if the options contradict each other */
  constructor(options: TransportOptions = {}) {
    this.#options = resolveTransportOptions(options)
  }

  send(request: TransportRequest): Promise<TransportResponse> {
    if (this.#state.name === 'open') return this.#start(this.#state.pool, request)
    return this.#ready(request).then((pool) => this.#start(pool, request))
  }

  async upgrade(request: TransportRequest, protocols: readonly string[]): Promise<UpgradedStream> {
    const pool = await this.#ready(request)
    request.signal?.throwIfAborted()
    const stream = await openWebSocket(pool, request, protocols, this.#closing.signal)
    if (this.#closing.signal.aborted) {
      stream.destroy()
      throw closed(request)
    }
    this.#upgraded.add(stream)
    stream.once('close', () => this.#upgraded.delete(stream))
    return stream
  }

  close(): Promise<void> {
    const state = this.#state
    if (state.name === 'closed') return Promise.resolve()
    this.#state = { name: 'closed' }
    this.#closing.abort()
    for (const exchange of [...this.#waiting, ...this.#running, ...this.#streams]) {
      exchange.abort(closed(exchange.request))
    }
    for (const stream of this.#upgraded) stream.destroy(new TransportError('the transport was closed'))
    if (state.name === 'open') state.pool.destroy()
    return Promise.resolve()
  }

  left(exchange: Exchange): void {
    if (this.#streams.delete(exchange) || this.#waiting.delete(exchange)) return
    this.#running.delete(exchange)
    // Its socket becomes free right after this: a microtask later the next one finds it instead of making its own.
    if (this.#waiting.size > 0) queueMicrotask(() => this.#next())
  }

  #start(pool: SocketPool, request: TransportRequest): Promise<TransportResponse> {
    if (this.#state.name === 'closed') return Promise.reject(closed(request))
    if (request.signal?.aborted === true) return Promise.reject(request.signal.reason)
    const exchange = new Exchange(request, this.#options.disableCompression, this)
    if (request.stream === true) {
      this.#streams.add(exchange)
      exchange.start(pool)
    } else if (this.#waiting.size === 0 && this.#running.size < this.#options.maxSockets) {
      this.#running.add(exchange)
      exchange.start(pool)
    } else {
      this.#waiting.add(exchange)
    }
    return exchange.answer
  }

  #next(): void {
    if (this.#state.name !== 'open') return
    for (const exchange of this.#waiting) {
      if (this.#running.size >= this.#options.maxSockets) return
      this.#waiting.delete(exchange)
      this.#running.add(exchange)
      exchange.start(this.#state.pool)
    }
  }

  /** Files are read when the first request comes; after a failure the next request tries again. */
  async #ready(request: TransportRequest): Promise<SocketPool> {
    const state = this.#state
    switch (state.name) {
      case 'open':
        return state.pool
      case 'closed':
        throw closed(request)
      case 'preparing':
        return state.pool
      case 'idle': {
        const pool = this.#prepare()
        this.#state = { name: 'preparing', pool }
        return pool
      }
    }
  }

  async #prepare(): Promise<SocketPool> {
    let tls: ConnectionOptions
    try {
      tls = await loadTlsMaterial(this.#options.tls)
    } catch (error) {
      if (this.#state.name === 'preparing') this.#state = { name: 'idle' }
      throw error
    }
    const pool = new SocketPool(this.#options, tls)
    if (this.#state.name === 'preparing') this.#state = { name: 'open', pool }
    return pool
  }
}

function closed(request: TransportRequest): TransportError {
  return new TransportError('the transport was closed', requestFacts(request))
}
