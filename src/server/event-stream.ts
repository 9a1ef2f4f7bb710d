/** Where the chunks of a stream go. */
export interface ChunkSink {
  write(chunk: Uint8Array): void
  end(): void
}

/**
 * The body of a watch: chunks that are pushed, for one consumer, which either attaches a sink or iterates.
 *
 * The producer never waits. A consumer that iterates too slowly is cut off when too much is queued; it can watch
 * again from the last event that it saw.
 */
export class EventStream implements AsyncIterable<Uint8Array> {
  readonly #onClose: () => void
  readonly #maxQueuedBytes: number
  #state: 'open' | 'ended' | 'cancelled' = 'open'
  #sink: ChunkSink | undefined
  #queue: Uint8Array[] = []
  #queuedBytes = 0
  #wake: (() => void) | undefined

  /** @param onClose called once, when either side is done */
  constructor(onClose: () => void, maxQueuedBytes: number = 64 * 1024 * 1024) {
    this.#onClose = onClose
    this.#maxQueuedBytes = maxQueuedBytes
  }

  get isOpen(): boolean {
    return this.#state === 'open'
  }

  push(chunk: Uint8Array): void {
    if (this.#state !== 'open') return
    if (this.#sink !== undefined) {
      this.#sink.write(chunk)
      return
    }
    this.#queue.push(chunk)
    this.#queuedBytes += chunk.length
    if (this.#queuedBytes > this.#maxQueuedBytes) this.end()
    else this.#wakeUp()
  }

  /** The producer is done: what is queued is still delivered. */
  end(): void {
    if (this.#state !== 'open') return
    this.#state = 'ended'
    this.#sink?.end()
    this.#wakeUp()
    this.#onClose()
  }

  /** The consumer is done: what is queued is dropped. */
  cancel(): void {
    const wasOpen = this.#state === 'open'
    this.#state = 'cancelled'
    this.#queue = []
    this.#sink = undefined
    this.#wakeUp()
    if (wasOpen) this.#onClose()
  }

  /** Hands everything to the sink, from the first chunk on. */
  attach(sink: ChunkSink): void {
    if (this.#queue.length > 0) sink.write(Buffer.concat(this.#queue))
    this.#queue = []
    this.#queuedBytes = 0
    if (this.#state === 'open') this.#sink = sink
    else sink.end()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<Uint8Array, void, undefined> {
    try {
      for (;;) {
        const queued = this.#queue
        this.#queue = []
        this.#queuedBytes = 0
        yield* queued
        if (this.#queue.length > 0) continue
        if (this.#state !== 'open') return
        await new Promise<void>((resolve) => {
          this.#wake = resolve
        })
      }
    } finally {
      this.cancel()
    }
  }

  #wakeUp(): void {
    const wake = this.#wake
    this.#wake = undefined
    wake?.()
  }
}
