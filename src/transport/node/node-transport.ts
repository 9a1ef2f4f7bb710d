import { TransportError } from '../../errors/index.ts'
import { proxyFromEnvironment } from '../proxy/proxy-environment.ts'
import type { ProxyFor } from '../proxy/proxy-url.ts'
import type { Transport, TransportRequest, TransportResponse, UpgradedStream } from '../transport.ts'
import { type ResolvedTransportOptions, resolveTransportOptions, type TransportOptions } from '../transport-options.ts'
import { Exchange } from './exchange.ts'
import { requestFacts } from './explain-failure.ts'
import { Lane } from './lane.ts'
import { SocketPool } from './socket-pool.ts'
import { type TlsMaterial, TlsSource } from './tls-source.ts'
import { openWebSocket } from './web-socket.ts'

type State =
  | { name: 'idle' }
  | { name: 'preparing'; pool: Promise<SocketPool> }
  | { name: 'open'; pool: SocketPool }
  | { name: 'closed' }

/** The default {@link Transport}: HTTP/1.1 over `node:tls` and `node:net`, with keep-alive. */
export class NodeTransport implements Transport {
  readonly #options: ResolvedTransportOptions
  readonly #tls: TlsSource
  readonly #proxyFor: ProxyFor
  /** Looks at the files now and then, for those who only hold a watch open. */
  #watchdog: NodeJS.Timeout | undefined
  #looking: Promise<void> | undefined
  #state: State = { name: 'idle' }
  readonly #requests: Lane<Exchange>
  readonly #streams = new Lane<Exchange>(Number.POSITIVE_INFINITY)
  readonly #upgraded = new Set<UpgradedStream>()
  /** Ends upgrades that are still on their way. */
  readonly #closing = new AbortController()

  /** @throws {ConfigError} if the options contradict each other */
  constructor(options: TransportOptions = {}) {
    this.#options = resolveTransportOptions(options)
    const { clientCertificate, proxy, tls } = this.#options
    this.#tls = new TlsSource(tls, clientCertificate)
    this.#proxyFor = proxy === undefined ? proxyFromEnvironment(process.env) : () => proxy
    this.#requests = new Lane(this.#options.maxSockets)
  }

  send(request: TransportRequest): Promise<TransportResponse> {
    if (this.#state.name === 'open' && !this.#tls.isDue) return this.#start(this.#state.pool, request)
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
    for (const exchange of [...this.#requests.exchanges(), ...this.#streams.exchanges()]) {
      exchange.abort(closed(exchange.request))
    }
    for (const stream of this.#upgraded) stream.destroy(new TransportError('the transport was closed'))
    clearInterval(this.#watchdog)
    if (state.name === 'open') state.pool.destroy()
    return Promise.resolve()
  }

  #start(pool: SocketPool, request: TransportRequest): Promise<TransportResponse> {
    if (this.#state.name === 'closed') return Promise.reject(closed(request))
    if (request.signal?.aborted === true) return Promise.reject(request.signal.reason)
    const lane = request.stream === true ? this.#streams : this.#requests
    let exchange: Exchange
    try {
      exchange = new Exchange(request, this.#options.disableCompression, lane)
    } catch (error) {
      return Promise.reject(error)
    }
    lane.enter(exchange, pool)
    return exchange.answer
  }

  /** Files are read when the first request comes; after a failure the next request tries again. */
  async #ready(request: TransportRequest): Promise<SocketPool> {
    const state = this.#state
    switch (state.name) {
      case 'open':
        await this.#look()
        return state.pool
      case 'closed':
        throw closed(request)
      case 'preparing': {
        const pool = await state.pool
        await this.#look()
        return pool
      }
      case 'idle': {
        const pool = this.#prepare()
        this.#state = { name: 'preparing', pool }
        return pool
      }
    }
  }

  async #prepare(): Promise<SocketPool> {
    let tls: TlsMaterial
    try {
      tls = await this.#tls.load()
    } catch (error) {
      if (this.#state.name === 'preparing') this.#state = { name: 'idle' }
      throw error
    }
    const pool = new SocketPool(this.#options, tls, this.#proxyFor)
    if (this.#state.name !== 'preparing') return pool
    this.#state = { name: 'open', pool }
    if (this.#tls.hasFiles) this.#watchdog = setInterval(() => void this.#look().catch(() => {}), lookAnywayMs).unref()
    return pool
  }

  /** Moves to a new pool if TLS is to be done differently from now on. Requests that hold the old one are led on. */
  async #look(): Promise<void> {
    if (!this.#tls.isDue) return
    this.#looking ??= this.#move().finally(() => {
      this.#looking = undefined
    })
    return this.#looking
  }

  async #move(): Promise<void> {
    const change = await this.#tls.change()
    if (change === undefined || this.#state.name !== 'open') return
    const last = this.#state.pool
    const pool = new SocketPool(this.#options, change.material, this.#proxyFor)
    this.#state = { name: 'open', pool }
    last.retire(pool, change.identityChanged ? 'cut' : 'keep')
    if (!change.identityChanged) return
    for (const stream of this.#upgraded) {
      stream.destroy(new TransportError('the client certificate was replaced', { code: 'ECONNRESET' }))
    }
  }
}

/** Source: `CertCallbackRefreshDuration` in k8s.io/client-go/transport is five minutes. */
const lookAnywayMs = 60_000

function closed(request: TransportRequest): TransportError {
  return new TransportError('the transport was closed', requestFacts(request))
}
