import type { ResponseBody } from '../transport/index.ts'
import type { RequestTarget } from './answer.ts'
import type { Deadline } from './deadline.ts'
import { giveUp } from './give-up.ts'
import { locate } from './locate.ts'
import type { Frame, WatchDecoder } from './watch-decoder.ts'
import type { WatchEvent } from './watch-event.ts'

/** A watch: iterating it opens a connection, and one iteration is one connection. */
export interface Watch<T> extends AsyncIterable<WatchEvent<T>> {
  [Symbol.asyncIterator](): WatchIterator<T>
}

/** One connection's events. `return()`, and so a `break`, frees the socket at once, even while `next()` waits. */
export interface WatchIterator<T> extends AsyncIterator<WatchEvent<T>, undefined, undefined> {
  next(): Promise<IteratorResult<WatchEvent<T>, undefined>>
  return(): Promise<IteratorReturnResult<undefined>>
}

/** An open watch, as the request hands it over. */
export interface OpenWatch {
  readonly body: ResponseBody
  readonly deadline: Deadline
  readonly decoder: WatchDecoder
  /** Checks a frame. */
  readonly toEvent: (frame: Frame) => WatchEvent<unknown>
}

type State =
  | { readonly name: 'idle' }
  | { readonly name: 'open'; readonly chunks: AsyncIterator<Uint8Array>; readonly open: OpenWatch }
  /** The stream is over; frames may be left to give out. */
  | { readonly name: 'ended' }
  /** Nobody wants any more. */
  | { readonly name: 'returned' }

/**
 * Reads a watch, connecting at the first `next()`. Not an async generator: there a `return()` would wait behind the
 * `next()` that is under way, possibly for ever on a quiet watch.
 */
export class WatchReader<T> implements WatchIterator<T> {
  readonly #connect: (signal: AbortSignal) => Promise<OpenWatch>
  readonly #target: RequestTarget
  /** Ends a connection that is still being made. */
  readonly #abort = new AbortController()
  #state: State = { name: 'idle' }
  /** Frames that have been decoded and not been asked for; read from `#index` on. */
  #frames: Frame[] = []
  #index = 0
  /** The open watch's way to check a frame, which outlives its connection. */
  #toEvent: (frame: Frame) => WatchEvent<unknown> = notOpen
  /** What the decoder threw, kept until the frames before it have been given out. */
  #failure: { readonly error: unknown } | undefined
  /** How many calls of `next()` are under way, and the end of the last of them: calls are answered in order. */
  #underWay = 0
  #tail: Promise<unknown> = Promise.resolve()
  /** Ends the wait for a chunk, whatever the transport does about a cancelled body. */
  #wake: ((end: IteratorResult<Uint8Array>) => void) | undefined

  /** @param connect sends the request; the signal ends it */
  constructor(connect: (signal: AbortSignal) => Promise<OpenWatch>, target: RequestTarget) {
    this.#connect = connect
    this.#target = target
  }

  next(): Promise<IteratorResult<WatchEvent<T>, undefined>> {
    // Frames that are there already are given out without a detour: most calls end here.
    if (this.#underWay === 0 && this.#index < this.#frames.length) return this.#next()
    this.#underWay += 1
    const turn = this.#tail
      .then(() => this.#next())
      .finally(() => {
        this.#underWay -= 1
      })
    this.#tail = turn.catch(ignore)
    return turn
  }

  async return(): Promise<IteratorReturnResult<undefined>> {
    this.#close('returned')
    return { done: true, value: undefined }
  }

  async #next(): Promise<IteratorResult<WatchEvent<T>, undefined>> {
    try {
      while (this.#index >= this.#frames.length) {
        if (this.#failure !== undefined) throw this.#failure.error
        if (!(await this.#fill())) return { done: true, value: undefined }
      }
      const frame = this.#frames[this.#index++] as Frame
      return { done: false, value: this.#toEvent(frame) as WatchEvent<T> }
    } catch (error) {
      // What a `return()` interrupted is no failure.
      if (this.#isReturned()) return { done: true, value: undefined }
      this.#failure = undefined
      this.#close('returned')
      throw error
    }
  }

  /** Gets the next frames. False when the watch is over. */
  async #fill(): Promise<boolean> {
    if (this.#state.name === 'idle') await this.#start()
    if (this.#state.name !== 'open') return false
    const { decoder } = this.#state.open
    const chunk = await this.#nextChunk(this.#state.chunks)
    if (this.#isReturned()) return false
    this.#frames = []
    this.#index = 0
    try {
      if (chunk.done) decoder.end(this.#frames)
      else decoder.push(chunk.value, this.#frames)
    } catch (error) {
      this.#failure = { error: locate(error, this.#target) }
    }
    if (!chunk.done) return true
    this.#close('ended')
    return this.#frames.length > 0 || this.#failure !== undefined
  }

  #nextChunk(chunks: AsyncIterator<Uint8Array>): Promise<IteratorResult<Uint8Array>> {
    return new Promise((resolve, reject) => {
      this.#wake = resolve
      chunks.next().then(resolve, reject)
    })
  }

  async #start(): Promise<void> {
    const open: OpenWatch = await this.#connect(this.#abort.signal)
    if (this.#isReturned()) {
      giveUp(open.body)
      open.deadline.dispose()
      return
    }
    this.#toEvent = open.toEvent
    this.#state = { name: 'open', chunks: open.body[Symbol.asyncIterator](), open }
  }

  #isReturned(): boolean {
    return this.#state.name === 'returned'
  }

  #close(name: 'ended' | 'returned'): void {
    const state = this.#state
    this.#state = { name }
    if (name === 'returned') this.#frames = []
    this.#abort.abort()
    this.#wake?.({ done: true, value: undefined })
    if (state.name !== 'open') return
    const { body, deadline } = state.open
    giveUp(body, state.chunks)
    deadline.dispose()
  }
}

function notOpen(): never {
  throw new Error('a watch gave a frame before it was open')
}

function ignore(): void {
  // Whoever asked has been told; this one only waits for the end.
}
