/** Where the bytes of an answer go. */
export interface BodySink {
  chunk(bytes: Uint8Array): void
  end(): void
  /** `lost` says whether what has arrived before is still wanted: yes if the answer was cut, no if it was aborted. */
  fail(error: unknown, lost: 'keep' | 'drop'): void
}

/** Gathers a whole body into one array, without a promise for each chunk. */
export class BodyCollector implements BodySink {
  readonly #maxBytes: number
  readonly #resolve: (bytes: Uint8Array) => void
  readonly #reject: (error: unknown) => void
  readonly #tooLarge: () => void
  readonly #chunks: Uint8Array[] = []
  #length = 0

  constructor(
    maxBytes: number,
    settle: { resolve: (bytes: Uint8Array) => void; reject: (error: unknown) => void },
    tooLarge: () => void,
  ) {
    this.#maxBytes = maxBytes
    this.#resolve = settle.resolve
    this.#reject = settle.reject
    this.#tooLarge = tooLarge
  }

  chunk(bytes: Uint8Array): void {
    this.#length += bytes.length
    if (this.#length > this.#maxBytes) this.#tooLarge()
    else this.#chunks.push(bytes)
  }

  end(): void {
    const [only] = this.#chunks
    try {
      this.#resolve(this.#chunks.length === 1 && only !== undefined ? only : Buffer.concat(this.#chunks, this.#length))
    } catch (error) {
      // There is a limit to how long an array of bytes can be.
      this.#reject(error)
    }
  }

  fail(error: unknown): void {
    this.#chunks.length = 0
    this.#reject(error)
  }
}

/** The flow that a queue regulates. */
export interface Flow {
  pause(): void
  resume(): void
  cancel(): void
}

type QueueState = { name: 'open' } | { name: 'ended' } | { name: 'failed'; error: unknown }

interface Waiter {
  resolve(result: IteratorResult<Uint8Array, undefined>): void
  reject(error: unknown): void
}

/** Hands out a body chunk by chunk, and stops its flow while the reader is behind. */
export class BodyQueue implements BodySink, AsyncIterableIterator<Uint8Array, undefined> {
  static readonly highWaterMark: number = 256 * 1024
  readonly #flow: Flow
  #chunks: Uint8Array[] = []
  #queuedBytes = 0
  readonly #waiters: Waiter[] = []
  #state: QueueState = { name: 'open' }

  constructor(flow: Flow) {
    this.#flow = flow
  }

  chunk(bytes: Uint8Array): void {
    if (this.#state.name !== 'open') return
    const waiter = this.#waiters.shift()
    if (waiter !== undefined) {
      waiter.resolve({ done: false, value: bytes })
      return
    }
    this.#chunks.push(bytes)
    this.#queuedBytes += bytes.length
    if (this.#queuedBytes >= BodyQueue.highWaterMark) this.#flow.pause()
  }

  end(): void {
    if (this.#state.name !== 'open') return
    this.#state = { name: 'ended' }
    for (const waiter of this.#waiters.splice(0)) waiter.resolve({ done: true, value: undefined })
  }

  fail(error: unknown, lost: 'keep' | 'drop'): void {
    if (this.#state.name === 'failed') return
    if (lost === 'drop') this.#drop()
    this.#state = { name: 'failed', error }
    const [first, ...others] = this.#waiters.splice(0)
    if (first === undefined) return
    this.#state = { name: 'ended' }
    first.reject(error)
    for (const waiter of others) waiter.resolve({ done: true, value: undefined })
  }

  next(): Promise<IteratorResult<Uint8Array, undefined>> {
    const chunk = this.#chunks.shift()
    if (chunk !== undefined) {
      this.#queuedBytes -= chunk.length
      if (this.#chunks.length === 0 && this.#state.name === 'open') this.#flow.resume()
      return Promise.resolve({ done: false, value: chunk })
    }
    switch (this.#state.name) {
      case 'open':
        return new Promise((resolve, reject) => this.#waiters.push({ resolve, reject }))
      case 'ended':
        return Promise.resolve({ done: true, value: undefined })
      case 'failed': {
        const { error } = this.#state
        this.#state = { name: 'ended' }
        return Promise.reject(error)
      }
    }
  }

  return(): Promise<IteratorResult<Uint8Array, undefined>> {
    this.#drop()
    this.#flow.cancel()
    this.end()
    this.#state = { name: 'ended' }
    return Promise.resolve({ done: true, value: undefined })
  }

  [Symbol.asyncIterator](): AsyncIterableIterator<Uint8Array, undefined> {
    return this
  }

  #drop(): void {
    this.#chunks = []
    this.#queuedBytes = 0
  }
}
