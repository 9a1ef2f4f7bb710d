/** An open watch, as far as the server as a whole has to do with it. */
export interface OpenWatch {
  sendBookmark(): void
  end(): void
}

/**
 * All open watches. One timer reminds them to send bookmarks, and closing the server ends them.
 *
 * Timers here do not keep the process alive.
 */
export class WatchHub {
  readonly #open = new Set<OpenWatch>()
  readonly #bookmarkIntervalMs: number
  #timer: NodeJS.Timeout | undefined
  #closed = false

  constructor(bookmarkIntervalMs: number) {
    this.#bookmarkIntervalMs = bookmarkIntervalMs
  }

  get size(): number {
    return this.#open.size
  }

  add(watch: OpenWatch): void {
    if (this.#closed) {
      watch.end()
      return
    }
    this.#open.add(watch)
    this.#timer ??= setInterval(() => {
      for (const open of this.#open) open.sendBookmark()
    }, this.#bookmarkIntervalMs).unref()
  }

  remove(watch: OpenWatch): void {
    this.#open.delete(watch)
    if (this.#open.size === 0) this.#stopTimer()
  }

  close(): void {
    this.#closed = true
    for (const watch of [...this.#open]) watch.end()
    this.#stopTimer()
  }

  #stopTimer(): void {
    clearInterval(this.#timer)
    this.#timer = undefined
  }
}
