import { RequestError } from '../errors/index.ts'
import type { ListMeta } from '../meta/index.ts'

/**
 * The items of a list, as they arrive. Iterating sends the request, and so does asking for the metadata first. It can be
 * iterated once.
 */
export interface ItemStream<T> extends AsyncIterable<T> {
  /**
   * The list's own metadata, there as soon as the server has sent it: in front of the items, as API servers do, or
   * behind them, and then only once they have been read. A watch from its `resourceVersion` follows the list without a
   * gap. Rejects with what the iteration fails with, and with a `RequestError` if that is left before the metadata has
   * come.
   */
  readonly metadata: Promise<ListMeta>
}

/** Settles the metadata of an {@link ItemStream}; only the first call counts. */
export interface MetadataSettler {
  resolve(metadata: ListMeta): void
  reject(error: unknown): void
}

/** Makes the stream of a list's items. `start` is called by the first `next()`. */
export function itemStream<T>(
  start: (settle: MetadataSettler) => Promise<AsyncGenerator<T, undefined>>,
): ItemStream<T> {
  const { promise: metadata, resolve, reject } = deferred<ListMeta>()
  // Whoever does not ask for the metadata is told of a failure by the iteration.
  metadata.catch(() => undefined)
  const iterator = new LateIterator<T>(() => start({ resolve, reject }), reject)
  let isUsed = false
  return {
    get metadata() {
      // Else whoever waits for it before the items would wait for ever.
      if (!isUsed) iterator.begin()
      return metadata
    },
    [Symbol.asyncIterator]() {
      if (isUsed) throw new RequestError('the items of a list can be iterated once: ask for items() again')
      isUsed = true
      return iterator
    },
  }
}

/** Iterates what has to be fetched before it can be iterated. */
class LateIterator<T> implements AsyncIterator<T, undefined, undefined> {
  readonly #start: () => Promise<AsyncGenerator<T, undefined>>
  readonly #reject: (error: unknown) => void
  #starting: Promise<AsyncGenerator<T, undefined>> | undefined
  #items: AsyncGenerator<T, undefined> | undefined
  /** What was asked for before anybody iterated. */
  #first: Promise<IteratorResult<T, undefined>> | undefined
  #isOver = false

  constructor(start: () => Promise<AsyncGenerator<T, undefined>>, reject: (error: unknown) => void) {
    this.#start = start
    this.#reject = reject
  }

  /** Reads up to the first item, which the first `next()` then gives. */
  begin(): void {
    this.#first ??= this.#next()
    // The metadata tells of a failure, and so does `next()`.
    this.#first.catch(() => undefined)
  }

  next(): Promise<IteratorResult<T, undefined>> {
    const first = this.#first
    this.#first = undefined
    return first ?? this.#next()
  }

  async #next(): Promise<IteratorResult<T, undefined>> {
    if (this.#items !== undefined) return this.#items.next()
    if (this.#isOver) return { done: true, value: undefined }
    this.#starting ??= this.#start()
    try {
      this.#items = await this.#starting
    } catch (error) {
      this.#reject(error)
      throw error
    }
    return this.#items.next()
  }

  async return(): Promise<IteratorResult<T, undefined>> {
    this.#isOver = true
    this.#first = undefined
    this.#reject(new RequestError('the list was not read up to its metadata'))
    const items = await this.#starting
    await items?.return(undefined)
    return { done: true, value: undefined }
  }
}

/** What `Promise.withResolvers` gives where a runtime has it. */
function deferred<T>(): { promise: Promise<T>; resolve: (value: T) => void; reject: (error: unknown) => void } {
  let resolve: (value: T) => void = () => undefined
  let reject: (error: unknown) => void = () => undefined
  const promise = new Promise<T>((onValue, onError) => {
    resolve = onValue
    reject = onError
  })
  return { promise, resolve, reject }
}
