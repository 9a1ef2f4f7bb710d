/**
 * Does work for keys soon, but never in the turn in which it was asked for: controllers act on what they see like
 * clients do, after the write that they react to has been answered.
 */
export class ControllerQueue {
  readonly #work: (key: string) => void
  readonly #pending = new Set<string>()
  #immediate: NodeJS.Immediate | undefined
  #closed = false

  /** @param work must not throw; may add keys */
  constructor(work: (key: string) => void) {
    this.#work = work
  }

  add(key: string): void {
    if (this.#closed) return
    this.#pending.add(key)
    this.#immediate ??= setImmediate(() => this.#run())
  }

  close(): void {
    this.#closed = true
    clearImmediate(this.#immediate)
  }

  #run(): void {
    this.#immediate = undefined
    const keys = [...this.#pending]
    this.#pending.clear()
    for (const key of keys) this.#work(key)
  }
}
