/** Connections start at least this far apart. */
const minimumMs = 1000
/** The longest that repeated failures hold back a restart. */
const maximumMs = 30_000

/**
 * How long to wait before a watch is started again: twice as long for each start that brought nothing, up to a cap,
 * with jitter so that many clients of one server do not come back together. The time that the connection lasted
 * counts, so that the ordinary end of a long watch costs no wait.
 */
export class RestartDelay {
  #fruitless = 0
  #startedAt = 0
  readonly #random: () => number

  constructor(random: () => number = Math.random) {
    this.#random = random
  }

  started(): void {
    this.#startedAt = performance.now()
    this.#fruitless += 1
  }

  /** The connection brought something: failures before it no longer count. */
  progressed(): void {
    this.#fruitless = 1
  }

  /** Milliseconds from now; `suggestedMs` is the least that the server asked for. */
  next(suggestedMs = 0): number {
    const lasted = performance.now() - this.#startedAt
    // A connection that was quiet for long has done its work, too.
    if (lasted > maximumMs) this.#fruitless = 1
    const wanted = Math.min(maximumMs, minimumMs * 2 ** Math.min(this.#fruitless - 1, 10))
    const jittered = Math.round(wanted * (1 + this.#random() * 0.5))
    return Math.max(0, jittered - lasted, suggestedMs)
  }
}
