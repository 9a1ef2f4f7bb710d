import type { ClientRequest, IncomingMessage } from 'node:http'
import type { Socket } from 'node:net'
import type { ConnectionOptions } from 'node:tls'
import type { SocksClientOptions } from 'socks'
import { type ProxyServer, proxyAuthorization, proxyName } from '../proxy/proxy-url.ts'
import { nodeHttp, nodeHttps, nodeNet } from './builtins.ts'

/** A proxy did not let a connection through. */
export class ProxyFailure extends Error {
  /** The proxy without its password. */
  readonly proxy: string
  /** Why it could not be reached; undefined if it could. Never an error of the SOCKS package, which has the password. */
  readonly reason: unknown

  constructor(proxy: ProxyServer, problem: string, reason?: unknown) {
    super(problem)
    this.proxy = proxyName(proxy)
    this.reason = reason
  }
}

export interface Destination {
  /** Name or address, without brackets. Names are resolved by the proxy. */
  readonly host: string
  readonly port: number
}

/**
 * Opens a connection to a server through a proxy.
 *
 * @param tls for the proxy itself, if it is an https one
 * @throws {ProxyFailure}; the reason of `signal` if that was aborted
 */
export function openTunnel(
  proxy: ProxyServer,
  destination: Destination,
  tls: ConnectionOptions,
  signal: AbortSignal,
): Promise<Socket> {
  return proxy.scheme === 'socks5'
    ? openSocks(proxy, destination, signal)
    : openConnect(proxy, destination, tls, signal)
}

/** RFC 9110, section 9.3.6. */
function openConnect(
  proxy: ProxyServer,
  { host, port }: Destination,
  tls: ConnectionOptions,
  signal: AbortSignal,
): Promise<Socket> {
  const authority = `${host.includes(':') ? `[${host}]` : host}:${port}`
  const authorization = proxyAuthorization(proxy)
  const options = {
    method: 'CONNECT',
    host: proxy.host,
    port: proxy.port,
    path: authority,
    agent: false,
    headers: { Host: authority, ...(authorization === undefined ? {} : { 'Proxy-Authorization': authorization }) },
    signal,
  }
  return new Promise((resolve, reject) => {
    const servername = nodeNet.isIP(proxy.host) === 0 ? proxy.host : ''
    const request: ClientRequest =
      proxy.scheme === 'https' ? nodeHttps().request({ ...options, ...tls, servername }) : nodeHttp().request(options)
    // Some proxies take "Connection: close" for the tunnel's.
    request.removeHeader('Connection')
    request.once('error', (error) =>
      reject(signal.aborted ? signal.reason : new ProxyFailure(proxy, 'cannot be reached', error)),
    )
    request.once('connect', (response: IncomingMessage, socket: Socket, head: Buffer) => {
      if (response.statusCode === 200) {
        if (head.length > 0) socket.unshift(head)
        resolve(socket)
        return
      }
      socket.destroy()
      const status = `${response.statusCode} ${response.statusMessage ?? ''}`.trim()
      const hint = response.statusCode === 407 ? `: it ${loginProblem(proxy)}` : ''
      reject(new ProxyFailure(proxy, `does not connect to ${authority}: it answered ${status}${hint}`))
    })
    request.end()
  })
}

function loginProblem({ username }: ProxyServer): string {
  return username === undefined
    ? 'wants a user name and password in its URL'
    : 'does not accept the user name and password in its URL'
}

/** The package is loaded with the first connection: few people need it. */
async function openSocks(proxy: ProxyServer, destination: Destination, signal: AbortSignal): Promise<Socket> {
  const { SocksClient } = await import('socks')
  signal.throwIfAborted()
  // Connected here, because the package's own socket would outlive an abort.
  const socket = nodeNet.connect({ host: proxy.host, port: proxy.port })
  const failed = (problem: string, reason?: unknown) => {
    socket.destroy()
    return signal.aborted ? signal.reason : new ProxyFailure(proxy, problem, reason)
  }
  return new Promise((resolve, reject) => {
    const abort = () => reject(failed(''))
    signal.addEventListener('abort', abort, { once: true })
    const unreachable = (error: Error) => reject(failed('cannot be reached', error))
    socket.on('error', unreachable)
    socket.once('connect', () => {
      const client = new SocksClient(socksOptions(proxy, destination))
      client.once('established', () => {
        signal.removeEventListener('abort', abort)
        socket.off('error', unreachable)
        resolve(socket.resume())
      })
      client.once('error', ({ message }) => {
        signal.removeEventListener('abort', abort)
        reject(failed(`does not connect to ${destination.host}:${destination.port}: ${message}`))
      })
      client.connect(socket)
    })
  })
}

function socksOptions({ host, port, username, password }: ProxyServer, destination: Destination): SocksClientOptions {
  const login = username === undefined ? {} : { userId: username, password: password ?? '' }
  return { proxy: { host, port, type: 5, ...login }, command: 'connect', destination }
}
