import type { ClientRequest, IncomingMessage } from 'node:http'
import { ConfigError, RequestError, TimeoutError } from '../../errors/index.ts'
import { type Abortable, type AbortWatch, watchAbort } from '../abort-watch.ts'
import type { Seat } from '../roster.ts'
import type { TransportRequest, TransportResponse } from '../transport.ts'
import { isConnectionDropped } from '../transport-errors.ts'
import { cutShort, explainFailure, requestFacts } from './explain-failure.ts'
import type { Lane, Runner } from './lane.ts'
import { http, https } from './node-http.ts'
import { isBodiless, type RequestHead, requestHead, responseHeaders } from './request-head.ts'
import { RequestWriter } from './request-writer.ts'
import { type BodyOwner, NodeResponseBody } from './response-body.ts'
import type { SocketPool } from './socket-pool.ts'

type State =
  | { name: 'waiting' }
  | { name: 'sending'; message: ClientRequest }
  | { name: 'answering'; response: IncomingMessage; body: NodeResponseBody }
  | { name: 'over' }

/** More than this in a row, and it is not about stale sockets. */
const maxRepeats = 3

/** One request and its answer. */
export class Exchange implements Abortable, BodyOwner, Runner<Exchange> {
  readonly request: TransportRequest
  readonly answer: Promise<TransportResponse>
  /** Set by the lane while a socket is held. */
  seat: Seat<Exchange> | undefined
  readonly #lane: Lane<Exchange>
  readonly #head: RequestHead
  readonly #abortWatch: AbortWatch | undefined
  #resolve!: (response: TransportResponse) => void
  #reject!: (error: unknown) => void
  #state: State = { name: 'waiting' }
  /** The one whose socket is held; it closes some time after the exchange is over. */
  #message: ClientRequest | undefined
  #writer: RequestWriter | undefined
  #idleTimer: NodeJS.Timeout | undefined
  #repeats = 0
  #quiet = false

  constructor(request: TransportRequest, disableCompression: boolean, lane: Lane<Exchange>) {
    this.request = request
    this.#lane = lane
    this.#head = requestHead(request, disableCompression)
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    this.#abortWatch = request.signal && watchAbort(request.signal, this)
  }

  start(pool: SocketPool): void {
    const { idleTimeoutMs } = this.request
    if (idleTimeoutMs !== undefined) {
      this.#idleTimer = setTimeout(() => {
        // After a program has blocked for long, timers come before what has arrived meanwhile: that gets its chance.
        this.#quiet = true
        setImmediate(() => this.#idle(idleTimeoutMs))
      }, idleTimeoutMs)
    }
    this.#send(pool)
  }

  /** The caller wants no answer any more. */
  abort(reason: unknown): void {
    this.#fail(reason, 'drop')
  }

  touch(): void {
    this.#quiet = false
    this.#idleTimer?.refresh()
  }

  drop(): void {
    this.#message?.destroy()
  }

  #send(pool: SocketPool): void {
    let message: ClientRequest
    try {
      message = this.#open(pool)
    } catch (error) {
      // Node refuses characters in headers and paths that would split the request. Its message has no values.
      const problem = error instanceof Error ? error.message : 'it cannot be sent'
      const refused = new RequestError(`the request was refused before it was sent: ${problem}`)
      this.#fail(error instanceof ConfigError ? error : refused, 'drop')
      return
    }
    this.#message = message
    this.#state = { name: 'sending', message }
    message.on('response', (response) => this.#answered(message, response))
    message.on('error', (error) => this.#broken(message, error, pool))
    message.on('close', () => this.#closed(message))
    const { body } = this.request
    // Node writes the head in the encoding of a text that follows at once, which would make two bytes of one character.
    const own = typeof body === 'string' && !this.#head.isAscii ? new TextEncoder().encode(body) : body
    this.#writer = new RequestWriter(message, own, (error) => this.#fail(error, 'drop'))
  }

  #open(pool: SocketPool): ClientRequest {
    const { method, stream, url } = this.request
    const secure = url.protocol === 'https:'
    if (!secure && url.protocol !== 'http:') throw new TypeError(`there is no transport for ${url.protocol}//`)
    const { agent, path, proxyHeaders } = pool.route(url, stream === true ? 'stream' : 'request')
    const { hostname } = url
    return (secure ? https : http).request({
      agent,
      method,
      host: hostname.startsWith('[') ? hostname.slice(1, -1) : hostname,
      port: url.port,
      path,
      headers: proxyHeaders.length === 0 ? this.#head.headers : [...this.#head.headers, ...proxyHeaders],
    })
  }

  #answered(message: ClientRequest, response: IncomingMessage): void {
    if (this.#state.name !== 'sending' || this.#state.message !== message) return
    const status = response.statusCode ?? 0
    const headers = responseHeaders(response.rawHeaders)
    const coding = this.#head.decodes ? headers['content-encoding'] : undefined
    const gzip = coding === 'gzip' || coding === 'x-gzip'
    if (gzip) {
      // They describe bytes that nobody gets to see.
      delete headers['content-encoding']
      delete headers['content-length']
    }
    const content = isBodiless(this.request.method, status, headers) ? 'none' : gzip ? 'gzip' : 'plain'
    const body = new NodeResponseBody(response, content, headers['content-length'], this)
    this.#state = { name: 'answering', response, body }
    this.touch()
    this.#resolve({ status, headers, body })
  }

  #broken(message: ClientRequest, error: unknown, pool: SocketPool): void {
    if (message !== this.#message) return
    const state = this.#state
    switch (state.name) {
      case 'sending':
        if (this.#isStale(message, error)) {
          this.#repeats += 1
          // A second stale socket in a row: the others have hardly fared better.
          if (this.#repeats > 1) pool.dropIdle()
          this.#send(pool)
          return
        }
        this.#fail(explainFailure(error, this.request), 'drop')
        return
      case 'answering':
        // After the last byte it concerns the socket alone, such as bytes past the announced length.
        if (!state.response.complete) {
          this.#fail(explainFailure(error, this.request, state.response.statusCode), 'keep')
        }
        return
      case 'waiting':
      case 'over':
        return
    }
  }

  /**
   * True if the server had closed a kept connection before it saw this request. A GET or HEAD may be sent again in
   * any case, everything else only if not a byte of it had gone out (RFC 9112, section 9.3.1).
   */
  #isStale(message: ClientRequest, error: unknown): boolean {
    if (!message.reusedSocket || this.#repeats >= maxRepeats || this.#writer === undefined) return false
    if (!isConnectionDropped(explainFailure(error, this.request))) return false
    const safe = this.request.method === 'GET' || this.request.method === 'HEAD'
    return this.#writer.isRepeatable && (safe || this.#writer.isUnsent)
  }

  #closed(message: ClientRequest): void {
    if (message !== this.#message) return
    const state = this.#state
    if (state.name === 'sending') this.#fail(cutShort(this.request, undefined), 'drop')
    else if (state.name === 'answering' && !state.body.isOver && !state.response.complete) {
      this.#fail(cutShort(this.request, state.response.statusCode), 'keep')
    }
    this.#leave()
  }

  bodyOver(): void {
    if (this.#message === undefined) this.#forget()
  }

  #idle(timeoutMs: number): void {
    if (!this.#quiet) return
    const state = this.#state
    // A reader that does not read cannot blame the server for sending nothing.
    if (state.name === 'answering' && state.body.isPaused) {
      this.touch()
      return
    }
    const statusCode = state.name === 'answering' ? state.response.statusCode : undefined
    const facts = { ...requestFacts(this.request), statusCode }
    this.#fail(new TimeoutError(`nothing arrived for ${timeoutMs} ms`, timeoutMs, facts), 'drop')
  }

  #fail(error: unknown, lost: 'keep' | 'drop'): void {
    const state = this.#state
    this.#state = { name: 'over' }
    switch (state.name) {
      case 'waiting':
        this.#reject(error)
        this.#leave()
        return
      case 'sending':
        this.#reject(error)
        state.message.destroy()
        return
      case 'answering':
        state.body.fail(error, lost)
        return
      case 'over':
        return
    }
  }

  /** The socket is free, or gone. What it has delivered may still be read, and that aborted. */
  #leave(): void {
    this.#message = undefined
    clearTimeout(this.#idleTimer)
    // Refreshing a cleared timer would start it again.
    this.#idleTimer = undefined
    this.#writer?.stop()
    if (this.#state.name !== 'answering' || this.#state.body.isOver) this.#forget()
    this.#lane.leave(this)
  }

  #forget(): void {
    this.#state = { name: 'over' }
    this.#abortWatch?.()
  }
}
