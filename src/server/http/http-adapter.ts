import { randomUUID } from 'node:crypto'
import type { IncomingMessage, Server, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'
import type { Duplex } from 'node:stream'
import { TLSSocket } from 'node:tls'
import { errorAnswer } from '../answer.ts'
import { internalError, methodNotAllowed } from '../api-error.ts'
import type { KeyedCertificate } from '../certificates.ts'
import { EventStream } from '../event-stream.ts'
import type { ApiRequest, ApiResponse, ClientCertificate } from '../request.ts'

// An import would load more than is needed here: on newer Nodes all of undici (20 ms, 10 MB).
const http = process.getBuiltinModule('node:http')
const https = process.getBuiltinModule('node:https')

/** A watch whose client does not read is ended when this much waits to be sent; it can watch again. */
const maxUnsentBytes = 64 * 1024 * 1024

export interface HttpAdapterOptions {
  readonly host: string
  readonly port: number
  /** Undefined: plain http. */
  readonly tls?: { readonly serving: KeyedCertificate; readonly caPem: string } | undefined
}

/** Puts a handler behind a port. */
export class HttpAdapter {
  readonly #server: Server
  readonly #sockets = new Set<Socket>()

  private constructor(server: Server) {
    this.#server = server
  }

  /** @throws {Error} naming the address, if it can not be listened on */
  static async listen(
    handle: (request: ApiRequest) => Promise<ApiResponse>,
    { host, port, tls }: HttpAdapterOptions,
  ): Promise<HttpAdapter> {
    const listener = (incoming: IncomingMessage, outgoing: ServerResponse) => {
      serve(handle, incoming, outgoing).catch((error: unknown) => giveUp(outgoing, error))
    }
    const server =
      tls === undefined
        ? http.createServer(listener)
        : https.createServer(
            {
              cert: tls.serving.certPem,
              key: tls.serving.keyPem,
              ca: tls.caPem,
              // A certificate may be shown; whether it is good is for authentication to say, with a 401.
              requestCert: true,
              rejectUnauthorized: false,
              ALPNProtocols: ['http/1.1'],
            },
            listener,
          )
    const adapter = new HttpAdapter(server)
    adapter.#configure(tls !== undefined)
    await adapter.#bind(host, port)
    return adapter
  }

  /** The port that is listened on. */
  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Stops listening and destroys every socket. */
  async close(): Promise<void> {
    const closed = new Promise<void>((resolve) => {
      this.#server.close(() => resolve())
    })
    for (const socket of this.#sockets) socket.destroy()
    await closed
  }

  #configure(tls: boolean): void {
    // Clients keep connections for 90 s or so; one that the server closes first costs them a retry.
    this.#server.keepAliveTimeout = 120_000
    // The TCP sockets as well as the TLS ones on them: a handshake may be under way.
    const track = (socket: Socket) => {
      this.#sockets.add(socket)
      socket.once('close', () => this.#sockets.delete(socket))
    }
    this.#server.on('connection', track)
    this.#server.on('clientError', refuseUnreadable)
    if (tls) this.#server.on('secureConnection', track)
  }

  async #bind(host: string, port: number): Promise<void> {
    await new Promise<void>((resolve, reject) => {
      this.#server.once('error', (error: NodeJS.ErrnoException) => {
        const why = error.code === 'EADDRINUSE' ? 'the port is in use' : error.message
        const failure = new Error(`cannot listen on ${host}:${port}: ${why}`, { cause: error })
        // With its code: whoever wants another port then must not read messages.
        reject(Object.assign(failure, { code: error.code }))
      })
      this.#server.listen({ host, port }, resolve)
    })
  }
}

async function serve(
  handle: (request: ApiRequest) => Promise<ApiResponse>,
  incoming: IncomingMessage,
  outgoing: ServerResponse,
): Promise<void> {
  // A client that goes away is no error of ours.
  outgoing.on('error', () => {})
  const certificate = certificateOf(incoming.socket)
  const answer = await handle({
    method: incoming.method ?? 'GET',
    target: incoming.url ?? '/',
    headers: incoming.headers,
    // A body that is not read to its end must not take the connection, and with it the answer, along.
    body: hasBody(incoming) ? incoming.iterator({ destroyOnReturn: false }) : undefined,
    caller: { via: 'network', certificate },
  })
  const { body } = answer
  if (body instanceof EventStream) {
    sendStream(answer, body, outgoing)
    return
  }
  // An answer that says "what you have is good" has no length: that would be the length of what it leaves out.
  const length = answer.status === 304 ? {} : { 'content-length': body.length }
  outgoing.writeHead(answer.status, { ...onTheWire(answer.headers), ...length })
  outgoing.end(body)
}

/** One request that cannot be answered must not take the server along. */
function giveUp(outgoing: ServerResponse, error: unknown): void {
  if (outgoing.headersSent) {
    outgoing.destroy()
    return
  }
  const { status, headers, body } = errorAnswer(internalError(error))
  outgoing.writeHead(status, { 'audit-id': randomUUID(), ...headers } as Headers).end(body)
}

type Headers = Record<string, string | number | string[]>

/** Node takes a character of a header for a byte, and a warning is UTF-8. */
function onTheWire({ warning, ...headers }: ApiResponse['headers']): Headers {
  if (warning === undefined) return headers as Headers
  return { ...headers, warning: [warning].flat().map((text) => Buffer.from(text).toString('latin1')) } as Headers
}

function hasBody({ headers }: IncomingMessage): boolean {
  return headers['transfer-encoding'] !== undefined || Number(headers['content-length'] ?? 0) > 0
}

function sendStream(answer: ApiResponse, stream: EventStream, outgoing: ServerResponse): void {
  outgoing.writeHead(answer.status, answer.headers as Headers)
  outgoing.flushHeaders()
  outgoing.on('close', () => stream.cancel())
  // What happens in one turn of the event loop goes out together: each write is a TLS record and a system call.
  let corked = false
  const uncork = () => {
    corked = false
    outgoing.uncork()
  }
  stream.attach({
    write(chunk) {
      if (!corked) {
        corked = true
        outgoing.cork()
        setImmediate(uncork)
      }
      outgoing.write(chunk)
      if (outgoing.writableLength > maxUnsentBytes) stream.end()
    },
    end: () => outgoing.end(),
  })
}

/**
 * Answers what Node's parser does not take for a request. A method that it does not know gets what the API says to one;
 * for the rest it is what Node itself would answer.
 */
function refuseUnreadable(error: ParseError, socket: Duplex): void {
  if (!socket.writable || error.code === 'ECONNRESET') {
    socket.destroy()
    return
  }
  const { status, headers, body } = unreadableAnswer(error)
  const fields = { ...headers, 'content-length': body.length, connection: 'close' }
  const lines = Object.entries(fields).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.end(`HTTP/1.1 ${status} ${http.STATUS_CODES[status]}\r\n${lines.join('')}\r\n${Buffer.from(body).toString()}`)
}

interface ParseError extends NodeJS.ErrnoException {
  /** What could not be read. */
  readonly rawPacket?: Uint8Array
}

function unreadableAnswer({ code, rawPacket = Buffer.alloc(0) }: ParseError): UnreadableAnswer {
  switch (code) {
    case 'HPE_INVALID_METHOD': {
      // What is no HTTP at all is also reported as this.
      if (!/^[\w-]+ \S+ HTTP\/1\.[01]\r\n/.test(Buffer.from(rawPacket).toString('latin1'))) return badRequest
      const { status, headers, body } = errorAnswer(methodNotAllowed())
      return { status, headers: { 'audit-id': randomUUID(), ...headers }, body: body as Uint8Array }
    }
    case 'HPE_HEADER_OVERFLOW':
      return { status: 431, headers: {}, body: Buffer.alloc(0) }
    case 'ERR_HTTP_REQUEST_TIMEOUT':
      return { status: 408, headers: {}, body: Buffer.alloc(0) }
    default:
      return badRequest
  }
}

const badRequest: UnreadableAnswer = { status: 400, headers: {}, body: Buffer.alloc(0) }

interface UnreadableAnswer {
  readonly status: number
  readonly headers: object
  readonly body: Uint8Array
}

const certificates = new WeakMap<Socket, ClientCertificate>()

/** Read once for each connection: taking a certificate apart costs more than a small request. */
function certificateOf(socket: Socket): ClientCertificate | undefined {
  if (!(socket instanceof TLSSocket)) return undefined
  const known = certificates.get(socket)
  if (known !== undefined) return known
  const { subject } = socket.getPeerCertificate()
  if (subject === undefined) return undefined
  const certificate = { trusted: socket.authorized, commonName: String(subject.CN), organizations: list(subject.O) }
  certificates.set(socket, certificate)
  return certificate
}

/** Node gives an array where a name has several values. */
function list(value: string | string[] | undefined): string[] {
  return value === undefined ? [] : [value].flat()
}
