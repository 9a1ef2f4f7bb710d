import { createServer as createHttpServer, request as httpRequest, type IncomingMessage, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import {
  type AddressInfo,
  connect,
  createServer as createRawServer,
  type Server as RawServer,
  type Socket,
} from 'node:net'
import type { KeyedCertificate } from '../../server/certificates.ts'

/** What a proxy wants to hear, and which names it knows. */
export interface ProxyOptions {
  readonly username?: string | undefined
  readonly password?: string | undefined
  /** Names that only the proxy knows, and the ports behind them on this machine. */
  readonly names?: Readonly<Record<string, number>> | undefined
  /** Makes the proxy itself an https one. */
  readonly certificate?: KeyedCertificate | undefined
}

/** A running proxy and what went through it. */
export interface TestProxy {
  readonly url: string
  /** `CONNECT host:port`, `GET http://host/path` or `SOCKS5 host:port`, in order. */
  readonly log: string[]
  close(): Promise<void>
}

/** An http or https proxy: it tunnels for CONNECT, and forwards requests of plain http. */
export function startHttpProxy(options: ProxyOptions = {}): Promise<TestProxy> {
  const log: string[] = []
  const { certificate } = options
  const server: Server =
    certificate === undefined
      ? createHttpServer()
      : (createHttpsServer({ cert: certificate.certPem, key: certificate.keyPem }) as unknown as Server)
  const isWelcome = (request: IncomingMessage) => {
    if (options.username === undefined) return true
    const given = (request.headers['proxy-authorization'] ?? '').replace('Basic ', '')
    return Buffer.from(given, 'base64').toString() === `${options.username}:${options.password}`
  }
  server.on('request', (request, response) => {
    log.push(`${request.method} ${request.url}`)
    if (!isWelcome(request)) return response.writeHead(407).end('who are you?')
    const url = new URL(request.url ?? '')
    const { 'proxy-authorization': _, ...headers } = request.headers
    const port = options.names?.[url.hostname] ?? url.port
    const onward = httpRequest({
      host: '127.0.0.1',
      port,
      method: request.method,
      path: url.pathname + url.search,
      headers,
    })
    onward.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    onward.on('error', () => response.destroy())
    response.on('close', () => onward.destroy())
    return request.pipe(onward)
  })
  server.on('connect', (request: IncomingMessage, socket: Socket) => {
    log.push(`CONNECT ${request.url}`)
    if (!isWelcome(request)) return socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n')
    const target = new URL(`http://${request.url}`)
    const onward = connect(options.names?.[target.hostname] ?? Number(target.port), '127.0.0.1', () =>
      socket.write('HTTP/1.1 200 Connection established\r\n\r\n'),
    )
    return splice(socket, onward)
  })
  return listen(server, certificate === undefined ? 'http' : 'https', log, options)
}

/** A SOCKS5 proxy (RFC 1928), with user name and password (RFC 1929) if asked for. */
export function startSocksProxy(options: ProxyOptions = {}): Promise<TestProxy> {
  const log: string[] = []
  const server = createRawServer((socket) => {
    socket.on('error', () => undefined)
    serveSocks(socket, options, log).catch(() => socket.destroy())
  })
  return listen(server, 'socks5', log, options)
}

async function serveSocks(socket: Socket, options: ProxyOptions, log: string[]): Promise<void> {
  const read = reader(socket)
  const [, count = 0] = await read(2)
  const methods = await read(count)
  const method = options.username === undefined ? 0 : 2
  if (!methods.includes(method)) return void socket.end(Buffer.from([5, 0xff]))
  socket.write(Buffer.from([5, method]))
  if (method === 2) {
    const [, nameLength = 0] = await read(2)
    const name = (await read(nameLength)).toString()
    const [length = 0] = await read(1)
    const fits = name === options.username && (await read(length)).toString() === options.password
    socket.write(Buffer.from([1, fits ? 0 : 1]))
    if (!fits) return void socket.end()
  }
  const [, , , type] = await read(4)
  const host =
    type === 3 ? (await read((await read(1))[0] ?? 0)).toString() : (await read(type === 1 ? 4 : 16)).join('.')
  const port = (await read(2)).readUInt16BE()
  log.push(`SOCKS5 ${host}:${port}`)
  const onward = connect(options.names?.[host] ?? port, '127.0.0.1')
  onward.once('connect', () => {
    socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]))
    splice(socket, onward)
  })
  onward.once('error', () => socket.end(Buffer.from([5, 5, 0, 1, 0, 0, 0, 0, 0, 0])))
}

/** Reads exactly so many bytes. */
function reader(socket: Socket): (size: number) => Promise<Buffer> {
  return async (size) => {
    for (;;) {
      const bytes = size === 0 ? Buffer.alloc(0) : (socket.read(size) as Buffer | null)
      if (bytes !== null) return bytes
      await new Promise((resolve, reject) => {
        socket.once('readable', resolve)
        socket.once('end', () => reject(new Error('over')))
      })
    }
  }
}

function splice(one: Socket, other: Socket): void {
  one.pipe(other).pipe(one)
  for (const [from, to] of [
    [one, other],
    [other, one],
  ] as const) {
    from.on('error', () => to.destroy())
    from.on('close', () => to.destroy())
  }
}

async function listen(server: RawServer, scheme: string, log: string[], options: ProxyOptions): Promise<TestProxy> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket: Socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.once('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const login =
    options.username === undefined ? '' : `${options.username}:${encodeURIComponent(options.password ?? '')}@`
  return {
    url: `${scheme}://${login}127.0.0.1:${(server.address() as AddressInfo).port}`,
    log,
    async close() {
      for (const socket of sockets) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
