import { TransportError } from '../errors/index.ts'
import type { Transport, TransportRequest, TransportResponse, UpgradedStream } from './transport.ts'
import { resolveTransportOptions, type TransportOptions } from './transport-options.ts'

/** A default transport, which can also open WebSockets. */
export type DefaultTransport = Required<Transport>

/**
 * The transport that clients use unless they are given one: HTTP/1.1 with keep-alive over `node:tls`, which is
 * loaded with the first request.
 *
 * @throws {ConfigError} if the options contradict each other. Files are read with the first request, which fails with
 *   a {@link ConfigError} if one cannot be used.
 */
export function createDefaultTransport(options: TransportOptions = {}): DefaultTransport {
  resolveTransportOptions(options)
  return new LazyTransport({ ...options })
}

type State =
  | { name: 'idle' }
  | { name: 'loading'; transport: Promise<DefaultTransport> }
  | { name: 'loaded'; transport: DefaultTransport }
  | { name: 'closed' }

class LazyTransport implements DefaultTransport {
  readonly #options: TransportOptions
  #state: State = { name: 'idle' }

  constructor(options: TransportOptions) {
    this.#options = options
  }

  send(request: TransportRequest): Promise<TransportResponse> {
    if (this.#state.name === 'loaded') return this.#state.transport.send(request)
    return this.#load(request).then((transport) => transport.send(request))
  }

  async upgrade(request: TransportRequest, protocols: readonly string[]): Promise<UpgradedStream> {
    const transport = await this.#load(request)
    return transport.upgrade(request, protocols)
  }

  async close(): Promise<void> {
    const state = this.#state
    this.#state = { name: 'closed' }
    if (state.name === 'loaded') await state.transport.close()
    else if (state.name === 'loading') await (await state.transport).close()
  }

  async #load({ method, url }: TransportRequest): Promise<DefaultTransport> {
    const state = this.#state
    switch (state.name) {
      case 'loaded':
      case 'loading':
        return state.transport
      case 'closed':
        throw new TransportError('the transport was closed', { method, path: url.pathname, host: url.origin })
      case 'idle': {
        const transport = this.#import()
        this.#state = { name: 'loading', transport }
        return transport
      }
    }
  }

  async #import(): Promise<DefaultTransport> {
    const { NodeTransport } = await import('./node/node-transport.ts')
    const transport = new NodeTransport(this.#options)
    if (this.#state.name === 'loading') this.#state = { name: 'loaded', transport }
    return transport
  }
}
