import type { IncomingMessage } from 'node:http'
import type { Readable } from 'node:stream'
import { createGunzip, gunzipSync } from 'node:zlib'
import { RequestError, TransportError } from '../../errors/index.ts'
import type { ResponseBody, TransportRequest } from '../transport.ts'
import { BodyTooLargeError } from '../transport-errors.ts'
import { BodyCollector, BodyQueue, type BodySink } from './body-sinks.ts'
import { requestFacts } from './explain-failure.ts'

/** What a body needs of the exchange that it belongs to. */
export interface BodyOwner {
  readonly request: TransportRequest
  /** Bytes have arrived. */
  touch(): void
  /** Destroys the socket: the rest is not wanted. */
  drop(): void
  /** Nothing will be read any more. */
  bodyOver(): void
}

/** How the body is coded; `none` if there can be none. */
export type BodyContent = 'none' | 'plain' | 'gzip'

type State =
  | { name: 'none' }
  | { name: 'unread' }
  | { name: 'reading'; sink: BodySink; source: Readable; flow: 'on' | 'paused' }
  | { name: 'failed'; error: unknown; lost: 'keep' | 'drop' }
  | { name: 'over' }

/** Up to here, decoding at once is quicker than handing the work to another thread and back. */
const maxBytesDecodedAtOnce = 64 * 1024
const gunzipChunkSize = 128 * 1024

/** The body of one answer; it undoes gzip. */
export class NodeResponseBody implements ResponseBody {
  readonly #message: IncomingMessage
  readonly #gzip: boolean
  readonly #owner: BodyOwner
  #state: State = { name: 'unread' }

  constructor(message: IncomingMessage, content: BodyContent, owner: BodyOwner) {
    this.#message = message
    this.#gzip = content === 'gzip'
    this.#owner = owner
    if (content !== 'none') return
    this.#state = { name: 'none' }
    // Nobody has to read nothing for the socket to be free again.
    message.resume()
  }

  /** True while bytes may arrive only when the reader asks for them. */
  get isPaused(): boolean {
    return this.#state.name === 'unread' || (this.#state.name === 'reading' && this.#state.flow === 'paused')
  }

  get isOver(): boolean {
    return this.#state.name !== 'unread' && this.#state.name !== 'reading'
  }

  bytes(maxBytes: number = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
    let whole: Uint8Array | undefined
    try {
      whole = this.#whole(maxBytes)
    } catch (error) {
      this.#giveUp()
      return Promise.reject(error)
    }
    return new Promise((resolve, reject) => {
      if (whole === undefined) {
        const tooLarge = () => this.fail(this.#tooLarge(maxBytes), 'drop')
        this.#read(new BodyCollector(maxBytes, { resolve, reject }, tooLarge))
      } else {
        // The socket is free again right after the end: resolving earlier would make the next request open another.
        this.#message.once('end', () => resolve(whole))
      }
    })
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    const queue = new BodyQueue({
      pause: () => this.#setFlow('paused'),
      resume: () => this.#setFlow('on'),
      cancel: () => this.cancel(),
    })
    this.#read(queue)
    return queue
  }

  cancel(): void {
    const state = this.#state
    this.#giveUp()
    if (state.name !== 'reading') return
    if (state.sink instanceof BodyQueue) state.sink.end()
    else state.sink.fail(new TransportError('the answer was cancelled', requestFacts(this.#owner.request)), 'drop')
  }

  /** The exchange failed, or the reader wants no more. */
  fail(error: unknown, lost: 'keep' | 'drop'): void {
    const state = this.#state
    switch (state.name) {
      case 'none':
      case 'over':
      case 'failed':
        return
      case 'unread':
        this.#state = { name: 'failed', error, lost }
        break
      case 'reading':
        this.#state = { name: 'over' }
        if (lost === 'keep' && !this.#gzip) deliver(this.#message, state.sink)
        if (this.#gzip) state.source.destroy()
        state.sink.fail(error, lost)
        break
    }
    this.#owner.drop()
    this.#owner.bodyOver()
  }

  /** All of the body, if it has arrived already: then no events are needed. */
  #whole(maxBytes: number): Uint8Array | undefined {
    const message = this.#message
    if (this.#state.name !== 'unread') return undefined
    if (!this.#gzip && Number(message.headers['content-length']) > maxBytes) throw this.#tooLarge(maxBytes)
    if (!message.complete || message.destroyed) return undefined
    if (this.#gzip && message.readableLength > maxBytesDecodedAtOnce) return undefined
    this.#over()
    const bytes: Buffer = message.read() ?? Buffer.alloc(0)
    const decoded = this.#gzip && bytes.length > 0 ? this.#decode(bytes, maxBytes) : bytes
    if (decoded.length > maxBytes) throw this.#tooLarge(maxBytes)
    return decoded
  }

  #decode(bytes: Buffer, maxBytes: number): Buffer {
    try {
      return gunzipSync(bytes, Number.isFinite(maxBytes) && maxBytes > 0 ? { maxOutputLength: maxBytes } : {})
    } catch (cause) {
      if (cause instanceof RangeError) throw this.#tooLarge(maxBytes)
      throw this.#undecodable(cause)
    }
  }

  #read(sink: BodySink): void {
    const state = this.#state
    switch (state.name) {
      case 'failed':
        this.#state = { name: 'over' }
        if (state.lost === 'keep' && !this.#gzip) deliver(this.#message, sink)
        sink.fail(state.error, state.lost)
        return
      case 'none':
        this.#state = { name: 'over' }
        sink.end()
        return
      case 'reading':
      case 'over':
        sink.fail(new RequestError('the body of an answer can be read only once'), 'drop')
        return
      case 'unread':
        this.#flow(sink)
    }
  }

  #flow(sink: BodySink): void {
    const message = this.#message
    const source = this.#gzip ? this.#gunzip() : message
    this.#state = { name: 'reading', sink, source, flow: 'on' }
    if (this.#gzip) message.on('data', () => this.#owner.touch())
    source.on('data', (chunk: Uint8Array) => {
      if (this.#state.name !== 'reading') return
      if (!this.#gzip) this.#owner.touch()
      sink.chunk(chunk)
    })
    source.once('end', () => {
      if (this.#state.name !== 'reading' || !message.complete) return
      this.#over()
      sink.end()
    })
  }

  #gunzip(): Readable {
    const gunzip = createGunzip({ chunkSize: gunzipChunkSize })
    gunzip.once('error', (error) => this.fail(this.#undecodable(error), 'keep'))
    return this.#message.pipe(gunzip)
  }

  #setFlow(flow: 'on' | 'paused'): void {
    if (this.#state.name !== 'reading' || this.#state.flow === flow) return
    this.#state.flow = flow
    if (flow === 'on') this.#state.source.resume()
    else this.#state.source.pause()
  }

  /** Ends without an error. A rest that has arrived already is thrown away rather than the socket. */
  #giveUp(): void {
    const state = this.#state
    if (state.name === 'none') return
    this.#over()
    if (this.#gzip && state.name === 'reading') {
      this.#message.unpipe()
      state.source.destroy()
    }
    if (this.#message.complete) this.#message.resume()
    else this.#owner.drop()
  }

  #over(): void {
    this.#state = { name: 'over' }
    this.#owner.bodyOver()
  }

  #tooLarge(maxBytes: number): BodyTooLargeError {
    return new BodyTooLargeError(maxBytes, {
      ...requestFacts(this.#owner.request),
      statusCode: this.#message.statusCode,
    })
  }

  #undecodable(cause: unknown): TransportError {
    const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
    const message =
      code === 'Z_BUF_ERROR'
        ? 'the answer ended early: its gzip stream is cut'
        : 'the answer says it is gzip and cannot be decoded as such'
    const facts = requestFacts(this.#owner.request)
    return new TransportError(message, { ...facts, statusCode: this.#message.statusCode, code, cause })
  }
}

/** A destroyed message emits nothing any more, and still has what had arrived before. */
function deliver(message: IncomingMessage, sink: BodySink): void {
  const rest: Uint8Array | null = message.read()
  if (rest !== null) sink.chunk(rest)
}
