import { RequestError, TransportError } from '../../errors/index.ts'
import type { ResponseBody, TransportRequest } from '../transport.ts'
import { BodyTooLargeError } from '../transport-errors.ts'
import { BodyCollector, BodyQueue, type BodySink } from './body-sinks.ts'
import { nodeZlib } from './builtins.ts'
import { requestFacts } from './explain-failure.ts'
import { GunzipFeed } from './gunzip-feed.ts'

/** What a body needs of the exchange that it belongs to. */
export interface BodyOwner {
  readonly request: TransportRequest
  /** Takes no bytes from the connection for now. Nothing happens once all have come. */
  pause(): void
  resume(): void
  /** Destroys the connection: the rest is not wanted. */
  drop(): void
  /** Nothing will be read any more. */
  bodyOver(): void
}

/** How the body is coded; `none` if there can be none. */
export type BodyContent = 'none' | 'plain' | 'gzip'

type Flow = 'flowing' | 'paused' | 'ended'

type State =
  | { name: 'none' }
  | { name: 'unread'; flow: Flow }
  | { name: 'reading'; sink: BodySink; flow: Flow; gunzip: GunzipFeed | undefined }
  | { name: 'failed'; error: unknown; lost: 'keep' | 'drop' }
  | { name: 'over' }

/** As much is taken before anybody reads: stopping a TLS socket after every few records costs more than they do. */
const maxEarlyBytes = BodyQueue.highWaterMark
/** Up to here, decoding at once is quicker than handing the work to another thread and back. */
const maxBytesDecodedAtOnce = 64 * 1024

/** The body of one answer; it undoes gzip. */
export class NodeResponseBody implements ResponseBody {
  readonly #status: number
  readonly #gzip: boolean
  /** Undefined if the answer does not say. */
  readonly #length: number | undefined
  readonly #owner: BodyOwner
  /** What has arrived before anybody read, as it came. */
  #early: Uint8Array[] = []
  #earlyBytes = 0
  #state: State

  /** @param length of what arrives, if the answer says so */
  constructor(status: number, content: BodyContent, length: number | undefined, owner: BodyOwner) {
    this.#status = status
    this.#length = length
    this.#gzip = content === 'gzip'
    this.#owner = owner
    this.#state = content === 'none' ? { name: 'none' } : { name: 'unread', flow: 'flowing' }
  }

  /** True while the reader is behind, so that no bytes are taken from the socket. */
  get isPaused(): boolean {
    return (this.#state.name === 'unread' || this.#state.name === 'reading') && this.#state.flow === 'paused'
  }

  get isOver(): boolean {
    return this.#state.name !== 'unread' && this.#state.name !== 'reading'
  }

  bytes(maxBytes: number = Number.POSITIVE_INFINITY): Promise<Uint8Array> {
    try {
      const whole = this.#whole(maxBytes)
      if (whole !== undefined) return Promise.resolve(whole)
    } catch (error) {
      this.#giveUp()
      return Promise.reject(error)
    }
    return new Promise((resolve, reject) => {
      const tooLarge = () => this.fail(this.#tooLarge(maxBytes), 'drop')
      this.#read(new BodyCollector(maxBytes, { resolve, reject }, tooLarge))
    })
  }

  [Symbol.asyncIterator](): AsyncIterator<Uint8Array, undefined> {
    const queue = new BodyQueue({
      pause: () => this.#pause(),
      resume: () => this.#resume(),
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
    if (state.name !== 'unread' && state.name !== 'reading') return
    if (lost === 'drop') this.#early = []
    if (state.name === 'unread') {
      this.#state = { name: 'failed', error, lost }
    } else {
      this.#state = { name: 'over' }
      state.gunzip?.destroy()
      state.sink.fail(error, lost)
    }
    this.#owner.drop()
    this.#owner.bodyOver()
  }

  /** The next bytes, as they came over the wire. */
  arrived(chunk: Uint8Array): void {
    const state = this.#state
    if (state.name === 'unread') {
      this.#early.push(chunk)
      this.#earlyBytes += chunk.length
      if (this.#earlyBytes >= maxEarlyBytes) this.#pause()
    } else if (state.name === 'reading') {
      if (state.gunzip === undefined) state.sink.chunk(chunk)
      else state.gunzip.write(chunk)
    }
  }

  /** All bytes have come. */
  ended(): void {
    const state = this.#state
    if (state.name === 'unread') state.flow = 'ended'
    else if (state.name === 'reading') {
      state.flow = 'ended'
      if (state.gunzip === undefined) this.#finish(state.sink)
      else state.gunzip.end()
    }
  }

  #finish(sink: BodySink): void {
    if (this.#state.name !== 'reading') return
    this.#over()
    sink.end()
  }

  /** All of the body, if it has arrived already: then no events are needed. */
  #whole(maxBytes: number): Uint8Array | undefined {
    const state = this.#state
    if (state.name !== 'unread') return undefined
    if (!this.#gzip && this.#length !== undefined && this.#length > maxBytes) throw this.#tooLarge(maxBytes)
    if (state.flow !== 'ended' || (this.#gzip && this.#earlyBytes > maxBytesDecodedAtOnce)) return undefined
    const [only] = this.#early
    const bytes = this.#early.length === 1 && only !== undefined ? only : Buffer.concat(this.#early, this.#earlyBytes)
    this.#over()
    const decoded = this.#gzip && bytes.length > 0 ? this.#decode(bytes, maxBytes) : bytes
    if (decoded.length > maxBytes) throw this.#tooLarge(maxBytes)
    return decoded
  }

  #decode(bytes: Uint8Array, maxBytes: number): Uint8Array {
    try {
      return nodeZlib().gunzipSync(
        bytes,
        Number.isFinite(maxBytes) && maxBytes > 0 ? { maxOutputLength: maxBytes } : {},
      )
    } catch (cause) {
      throw cause instanceof RangeError ? this.#tooLarge(maxBytes) : this.#undecodable(cause)
    }
  }

  #read(sink: BodySink): void {
    const state = this.#state
    switch (state.name) {
      case 'none':
        this.#over()
        sink.end()
        return
      case 'failed':
        this.#state = { name: 'over' }
        if (!this.#gzip) this.#handOver(sink)
        sink.fail(state.error, state.lost)
        return
      case 'reading':
      case 'over':
        sink.fail(new RequestError('the body of an answer can be read only once'), 'drop')
        return
      case 'unread':
        this.#startReading(sink, state.flow)
    }
  }

  #startReading(sink: BodySink, flow: Flow): void {
    const gunzip = this.#gzip && !(flow === 'ended' && this.#earlyBytes === 0) ? this.#gunzip(sink) : undefined
    this.#state = { name: 'reading', sink, flow: flow === 'ended' ? 'ended' : 'flowing', gunzip }
    if (gunzip === undefined) this.#handOver(sink)
    else for (const chunk of this.#early.splice(0)) gunzip.write(chunk)
    // The sink may have had enough already.
    if (this.#state.name !== 'reading') return
    if (flow === 'ended') this.ended()
    else if (flow === 'paused' && !this.isPaused) this.#owner.resume()
  }

  #handOver(sink: BodySink): void {
    for (const chunk of this.#early.splice(0)) sink.chunk(chunk)
  }

  #gunzip(sink: BodySink): GunzipFeed {
    return new GunzipFeed({
      decoded: (chunk) => {
        if (this.#state.name === 'reading') sink.chunk(chunk)
      },
      ended: () => this.#finish(sink),
      failed: (error) => this.fail(this.#undecodable(error), 'keep'),
      pauseInput: () => this.#owner.pause(),
      resumeInput: () => this.#owner.resume(),
    })
  }

  #pause(): void {
    const state = this.#state
    if (state.name !== 'unread' && state.name !== 'reading') return
    if (state.flow === 'flowing') state.flow = 'paused'
    if (state.name === 'reading' && state.gunzip !== undefined) state.gunzip.pause()
    else this.#owner.pause()
  }

  #resume(): void {
    const state = this.#state
    if (state.name !== 'reading') return
    if (state.flow === 'paused') state.flow = 'flowing'
    if (state.gunzip === undefined) this.#owner.resume()
    else state.gunzip.resume()
  }

  /** Ends without an error. A rest that has arrived already is thrown away rather than the socket. */
  #giveUp(): void {
    const state = this.#state
    if (state.name === 'none') return
    this.#over()
    this.#early = []
    if (state.name === 'reading') state.gunzip?.destroy()
    this.#owner.drop()
  }

  #over(): void {
    this.#state = { name: 'over' }
    this.#owner.bodyOver()
  }

  #tooLarge(maxBytes: number): BodyTooLargeError {
    const facts = requestFacts(this.#owner.request)
    return new BodyTooLargeError(maxBytes, { ...facts, statusCode: this.#status })
  }

  #undecodable(cause: unknown): TransportError {
    const code = cause instanceof Error && 'code' in cause && typeof cause.code === 'string' ? cause.code : undefined
    const message =
      code === 'Z_BUF_ERROR'
        ? 'the answer ended early: its gzip stream is cut'
        : 'the answer says it is gzip and cannot be decoded as such'
    const facts = requestFacts(this.#owner.request)
    return new TransportError(message, { ...facts, statusCode: this.#status, code, cause })
  }
}
