import type { NetConnectOpts, Socket } from 'node:net'
import type { ConnectionOptions, TLSSocket } from 'node:tls'
import type { ProxyServer } from '../proxy/proxy-url.ts'
import { nodeNet, nodeTls } from './builtins.ts'
import { ConnectDeadline } from './connect-deadline.ts'
import { type Destination, openTunnel, ProxyFailure } from './tunnel.ts'

/** How to get to a server. */
export interface Dial {
  readonly destination: Destination
  /** TLS with the server; undefined for plain http. */
  readonly tls: ConnectionOptions | undefined
  readonly via:
    | { readonly name: 'direct' }
    /** Through a tunnel, with TLS to the proxy itself if it is an https one. */
    | { readonly name: 'tunnel'; readonly proxy: ProxyServer; readonly proxyTls: ConnectionOptions }
    /** To a proxy that is sent the requests themselves. */
    | { readonly name: 'forwarder'; readonly proxy: ProxyServer }
  /** For name resolution, TCP, the proxy and the TLS handshake together. */
  readonly timeoutMs: number
  /** What a handshake before left for the next one, to make that short. */
  readonly sessions: TlsSessions
}

/** The last TLS session with each server. */
export interface TlsSessions {
  get(origin: string): Buffer | undefined
  set(origin: string, session: Buffer): unknown
  delete(origin: string): unknown
}

/** Called once, with either. */
export interface Dialed {
  connected(socket: Socket): void
  failed(error: unknown): void
}

/** TCP keep-alive finds a peer that is gone without a word, which matters most to a silent watch. */
const keepAliveMs = 30_000
/** Node's own 250 ms give up on addresses that are merely far away. */
const addressTimeoutMs = 1000

/**
 * Connects, to the end of the TLS handshake.
 *
 * @returns gives up: nothing is called back after that
 */
export function dial(request: Dial, dialed: Dialed): () => void {
  const attempt = new Attempt(request, dialed)
  attempt.begin()
  return () => attempt.cancel()
}

class Attempt {
  readonly #request: Dial
  readonly #dialed: Dialed
  readonly #timer: NodeJS.Timeout
  readonly #stop = new AbortController()
  #socket: Socket | undefined
  #isOver = false

  constructor(request: Dial, dialed: Dialed) {
    this.#request = request
    this.#dialed = dialed
    this.#timer = setTimeout(() => this.#fail(new ConnectDeadline(request.timeoutMs)), request.timeoutMs)
  }

  /** What throws at once fails like everything else: later, and once. */
  begin(): void {
    try {
      this.#start()
    } catch (error) {
      queueMicrotask(() => this.#fail(error))
    }
  }

  #start(): void {
    const { destination, via } = this.#request
    switch (via.name) {
      case 'direct':
        this.#connect(destination)
        return
      case 'forwarder':
        this.#connect({ host: via.proxy.host, port: via.proxy.port })
        return
      case 'tunnel':
        openTunnel(via.proxy, destination, via.proxyTls, this.#stop.signal)
          .then((socket) => this.#tunnelled(socket))
          .catch((error) => this.#fail(error))
    }
  }

  cancel(): void {
    if (!this.#end()) return
    this.#stop.abort(new Error('nobody waits for the connection'))
    this.#socket?.destroy()
  }

  #connect(destination: Destination): void {
    const { tls } = this.#request
    const options: NetConnectOpts = { ...destination, autoSelectFamilyAttemptTimeout: addressTimeoutMs }
    if (tls === undefined) this.#await(nodeNet.connect(options), 'connect')
    else this.#secure(tls, options)
  }

  #tunnelled(socket: Socket): void {
    if (this.#isOver) {
      socket.destroy()
      return
    }
    const { tls } = this.#request
    if (tls === undefined) this.#connected(socket)
    else this.#secure(tls, { socket })
  }

  /** The handshake, which ends with the check of the server's certificate. */
  #secure(tls: ConnectionOptions, to: ConnectionOptions): void {
    const { destination, sessions } = this.#request
    const origin = `${destination.host}:${destination.port}`
    const session = sessions.get(origin)
    const socket: TLSSocket = nodeTls.connect({
      // An address is not allowed as SNI (RFC 6066, section 3). The options may know better.
      servername: nodeNet.isIP(destination.host) === 0 ? destination.host : '',
      ALPNProtocols: ['http/1.1'],
      host: destination.host,
      ...(session === undefined ? {} : { session }),
      ...tls,
      ...to,
    })
    socket.on('session', (next: Buffer) => sessions.set(origin, next))
    socket.once('close', (hadError: boolean) => {
      if (hadError) sessions.delete(origin)
    })
    this.#await(socket, 'secureConnect')
  }

  #await(socket: Socket, connected: 'connect' | 'secureConnect'): void {
    this.#socket = socket
    const failed = (error: unknown) => this.#fail(error)
    const closed = () => this.#fail(undefined)
    socket.on('error', failed)
    socket.on('close', closed)
    socket.once(connected, () => {
      socket.off('error', failed)
      socket.off('close', closed)
      this.#connected(socket)
    })
  }

  #connected(socket: Socket): void {
    if (!this.#end()) return
    socket.setNoDelay(true)
    socket.setKeepAlive(true, keepAliveMs)
    this.#dialed.connected(socket)
  }

  #fail(error: unknown): void {
    if (!this.#end()) return
    this.#stop.abort(error)
    this.#socket?.destroy()
    const { via } = this.#request
    const isProxys = via.name === 'forwarder' && !(error instanceof ConnectDeadline)
    this.#dialed.failed(isProxys ? new ProxyFailure(via.proxy, 'cannot be reached', error) : error)
  }

  /** @returns false if it was over before */
  #end(): boolean {
    if (this.#isOver) return false
    this.#isOver = true
    clearTimeout(this.#timer)
    return true
  }
}
