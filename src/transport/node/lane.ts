import { Roster, type Seat } from '../roster.ts'
import type { SocketPool } from './socket-pool.ts'

/** What runs in a lane: it is started when its turn has come. */
export interface Runner<Self> {
  /** Kept here by the lane while a socket is held. */
  seat: Seat<Self> | undefined
  start(pool: SocketPool): void
}

/** Where exchanges run side by side, up to a bound, and wait for their turn beyond it. */
export class Lane<Exchange extends Runner<Exchange>> {
  readonly #maxRunning: number
  readonly #running = new Roster<Exchange>()
  /** In the order in which they came. */
  readonly #waiting = new Map<Exchange, SocketPool>()

  constructor(maxRunning: number) {
    this.#maxRunning = maxRunning
  }

  enter(exchange: Exchange, pool: SocketPool): void {
    // No overtaking: the caller of an exchange that has just ended would often be quicker than those who wait.
    if (this.#waiting.size === 0 && this.#running.size < this.#maxRunning) this.#start(exchange, pool)
    else this.#waiting.set(exchange, pool)
  }

  /** The exchange needs no socket any more, or will never need one. */
  leave(exchange: Exchange): void {
    if (exchange.seat === undefined) {
      this.#waiting.delete(exchange)
      return
    }
    this.#running.remove(exchange.seat)
    // Not at once: one that fails while it starts would leave, too, and so on, each deeper in the stack.
    if (this.#waiting.size > 0) queueMicrotask(() => this.#next())
  }

  exchanges(): Exchange[] {
    return [...this.#waiting.keys(), ...this.#running.items()]
  }

  #start(exchange: Exchange, pool: SocketPool): void {
    exchange.seat = this.#running.add(exchange)
    exchange.start(pool)
  }

  #next(): void {
    for (const [exchange, pool] of this.#waiting) {
      if (this.#running.size >= this.#maxRunning) return
      this.#waiting.delete(exchange)
      this.#start(exchange, pool)
    }
  }
}
