import { ConfigError, TimeoutError } from '../../errors/index.ts'
import { type Abortable, type AbortWatch, watchAbort } from '../abort-watch.ts'
import type { Seat } from '../roster.ts'
import type { TransportRequest, TransportResponse } from '../transport.ts'
import { isConnectionDropped } from '../transport-errors.ts'
import { cutShort, explainFailure, requestFacts } from './explain-failure.ts'
import type { AnswerHead } from './http1/answer-head.ts'
import type { Connection, Receiver } from './http1/connection.ts'
import type { Lane, Runner } from './lane.ts'
import { requestHead } from './request-head.ts'
import { RequestWriter } from './request-writer.ts'
import { type BodyOwner, NodeResponseBody } from './response-body.ts'
import type { ConnectionWaiter, Route, SocketPool } from './socket-pool.ts'

type State =
  | { name: 'waiting' }
  | { name: 'connecting'; giveUp: () => void }
  | { name: 'sending'; connection: Connection }
  | { name: 'answering'; status: number; body: NodeResponseBody; connection: Connection | undefined }
  | { name: 'over' }

/** More than this in a row, and it is not about stale connections. */
const maxRepeats = 3

/** One request and its answer. */
export class Exchange implements Abortable, BodyOwner, ConnectionWaiter, Receiver, Runner<Exchange> {
  readonly request: TransportRequest
  readonly answer: Promise<TransportResponse>
  /** Set by the lane while a connection is held. */
  seat: Seat<Exchange> | undefined
  readonly #lane: Lane<Exchange>
  readonly #writer: RequestWriter
  readonly #decodes: boolean
  readonly #abortWatch: AbortWatch | undefined
  #resolve!: (response: TransportResponse) => void
  #reject!: (error: unknown) => void
  #state: State = { name: 'waiting' }
  #pool: SocketPool | undefined
  #route: Route | undefined
  #idleTimer: NodeJS.Timeout | undefined
  #repeats = 0
  #quiet = false

  /** @throws {RequestError} if it cannot be sent as it is */
  constructor(request: TransportRequest, disableCompression: boolean, lane: Lane<Exchange>) {
    this.request = request
    this.#lane = lane
    const head = requestHead(request, disableCompression)
    this.#decodes = head.decodes
    this.#writer = new RequestWriter(request, head, (error) => this.#fail(error, 'drop'))
    this.answer = new Promise((resolve, reject) => {
      this.#resolve = resolve
      this.#reject = reject
    })
    this.#abortWatch = request.signal && watchAbort(request.signal, this)
  }

  start(pool: SocketPool): void {
    this.#pool = pool
    const { idleTimeoutMs } = this.request
    if (idleTimeoutMs !== undefined) {
      this.#idleTimer = setTimeout(() => {
        // After a program has blocked for long, timers come before what has arrived meanwhile: that gets its chance.
        this.#quiet = true
        setImmediate(() => this.#idle(idleTimeoutMs))
      }, idleTimeoutMs)
    }
    this.#connect(pool)
  }

  /** The caller wants no answer any more. */
  abort(reason: unknown): void {
    this.#fail(reason, 'drop')
  }

  #connect(pool: SocketPool): void {
    const { stream, url } = this.request
    const use = stream === true ? 'stream' : 'request'
    try {
      this.#route = pool.route(url)
      const connection = pool.take(this.#route.origin, use)
      if (connection === undefined) this.#state = { name: 'connecting', giveUp: pool.open(url, use, this) }
      else this.connected(connection)
    } catch (error) {
      this.#fail(error, 'drop')
    }
  }

  connected(connection: Connection): void {
    this.#state = { name: 'sending', connection }
    connection.begin(this.request.method, this)
    this.#writer.write(connection, this.#route as Route)
  }

  failed(error: unknown): void {
    const failure = error === undefined ? cutShort(this.request, undefined) : error
    this.#fail(failure instanceof ConfigError ? failure : explainFailure(failure, this.request), 'drop')
  }

  stirred(): void {
    if (this.#idleTimer === undefined) return
    this.#quiet = false
    this.#idleTimer.refresh()
  }

  answered({ status, headers, body: length, keepAliveMs }: AnswerHead): void {
    const state = this.#state
    if (state.name !== 'sending') return
    // It says that nothing came for too long, and has crossed this request on its way (RFC 9110, section 15.5.9).
    if (status === 408 && keepAliveMs === 0 && this.#mayRepeat(state.connection)) {
      state.connection.destroy()
      this.#repeat()
      return
    }
    const gzip = this.#decodes && isGzip(headers['content-encoding'])
    if (gzip) {
      // They describe bytes that nobody gets to see.
      delete headers['content-encoding']
      delete headers['content-length']
    }
    const content = length === 0 ? 'none' : gzip ? 'gzip' : 'plain'
    const body = new NodeResponseBody(status, content, typeof length === 'number' ? length : undefined, this)
    this.#state = { name: 'answering', status, body, connection: state.connection }
    this.#resolve({ status, headers, body })
  }

  received(data: Uint8Array): void {
    if (this.#state.name === 'answering') this.#state.body.arrived(data)
  }

  completed(): void {
    if (this.#state.name !== 'answering') return
    const { body } = this.#state
    this.#state.connection = undefined
    body.ended()
    this.#leave()
  }

  lost(error: unknown): void {
    const state = this.#state
    switch (state.name) {
      case 'sending': {
        const failure = error === undefined ? cutShort(this.request, undefined) : explainFailure(error, this.request)
        if (!this.#mayRepeat(state.connection) || !isConnectionDropped(failure)) {
          this.#fail(failure, 'drop')
          return
        }
        this.#repeat()
        return
      }
      case 'answering': {
        const { status } = state
        this.#fail(
          error === undefined ? cutShort(this.request, status) : explainFailure(error, this.request, status),
          'keep',
        )
        return
      }
      case 'waiting':
      case 'connecting':
      case 'over':
        return
    }
  }

  pause(): void {
    if (this.#state.name === 'answering') this.#state.connection?.pause()
  }

  resume(): void {
    if (this.#state.name === 'answering') this.#state.connection?.resume()
  }

  drop(): void {
    if (this.#state.name !== 'answering' || this.#state.connection === undefined) return
    this.#state.connection.destroy()
    this.#state.connection = undefined
    this.#leave()
  }

  bodyOver(): void {
    if (this.#state.name !== 'answering' || this.#state.connection !== undefined) return
    this.#forget()
  }

  /**
   * True if the server may have closed a kept connection before it saw this request. Then a GET or HEAD may be sent
   * again (RFC 9112, section 9.3.1); anything else may have acted.
   */
  #mayRepeat(connection: Connection): boolean {
    const { method } = this.request
    if (!connection.isReused || this.#repeats >= maxRepeats || !this.#writer.isRepeatable) return false
    return method === 'GET' || method === 'HEAD'
  }

  #repeat(): void {
    const pool = this.#pool as SocketPool
    this.#repeats += 1
    // A second stale connection in a row: the others have hardly fared better.
    if (this.#repeats > 1) pool.dropIdle()
    this.#connect(pool)
  }

  #idle(timeoutMs: number): void {
    if (!this.#quiet) return
    const state = this.#state
    // A reader that does not read cannot blame the server for sending nothing.
    if (state.name === 'answering' && state.body.isPaused) {
      this.stirred()
      return
    }
    const statusCode = state.name === 'answering' ? state.status : undefined
    const facts = { ...requestFacts(this.request), statusCode }
    this.#fail(new TimeoutError(`nothing arrived for ${timeoutMs} ms`, timeoutMs, facts), 'drop')
  }

  #fail(error: unknown, lost: 'keep' | 'drop'): void {
    const state = this.#state
    switch (state.name) {
      case 'waiting':
        break
      case 'connecting':
        state.giveUp()
        break
      case 'sending':
        state.connection.destroy()
        break
      case 'answering':
        // It drops the connection and tells its reader.
        state.body.fail(error, lost)
        return
      case 'over':
        return
    }
    this.#state = { name: 'over' }
    this.#reject(error)
    this.#leave()
  }

  /** The connection is free, or gone. What it has delivered may still be read, and that aborted. */
  #leave(): void {
    clearTimeout(this.#idleTimer)
    // Refreshing a cleared timer would start it again.
    this.#idleTimer = undefined
    // It may have run out just now, and what came since was the end.
    this.#quiet = false
    this.#writer.stop()
    if (this.#state.name !== 'answering' || this.#state.body.isOver) this.#forget()
    this.#lane.leave(this)
  }

  #forget(): void {
    this.#state = { name: 'over' }
    this.#abortWatch?.()
  }
}

/** Names of codings are the same in any case (RFC 9110, section 8.4.1). */
function isGzip(coding: string | readonly string[] | undefined): boolean {
  return typeof coding === 'string' && /^(?:x-)?gzip$/i.test(coding)
}
