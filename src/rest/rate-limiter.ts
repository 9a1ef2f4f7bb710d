import { RequestError } from '../errors/index.ts'
import { sleep } from './deadline.ts'

/** Decides when a request may start. One may be shared by several clients. */
export interface RateLimiter {
  /** Takes a turn if one is free now. */
  tryAccept(): boolean
  /** Takes a turn, waiting for it if need be. Rejects with the signal's reason, and the turn is given back. */
  wait(signal?: AbortSignal): Promise<void>
  /** Turns a second in the long run. */
  readonly qps: number
}

/**
 * A token bucket: `burst` turns at once, refilled at `qps` a second. Waiters are served in order.
 *
 * Source: `NewTokenBucketRateLimiter` in k8s.io/client-go/util/flowcontrol.
 */
export class TokenBucketRateLimiter implements RateLimiter {
  readonly qps: number
  readonly #burst: number
  readonly #now: () => number
  /** Below zero while there are waiters: each has taken its token on credit. */
  #tokens: number
  #refilledAt: number

  /** @throws {RequestError} unless both are positive. `now` gives milliseconds of a clock that never goes back. */
  constructor(qps: number, burst: number, now: () => number = () => performance.now()) {
    if (!(qps > 0)) throw new RequestError(`invalid qps: expected a positive number, found ${qps}`)
    if (!Number.isInteger(burst) || burst < 1)
      throw new RequestError(`invalid burst: expected a positive integer, found ${burst}`)
    this.qps = qps
    this.#burst = burst
    this.#now = now
    this.#tokens = burst
    this.#refilledAt = now()
  }

  tryAccept(): boolean {
    this.#refill()
    if (this.#tokens < 1) return false
    this.#tokens -= 1
    return true
  }

  async wait(signal?: AbortSignal): Promise<void> {
    signal?.throwIfAborted()
    this.#refill()
    this.#tokens -= 1
    if (this.#tokens >= 0) return
    const waitMs = (-this.#tokens / this.qps) * 1000
    try {
      await sleep(waitMs, signal)
    } catch (reason) {
      this.#tokens = Math.min(this.#burst, this.#tokens + 1)
      throw reason
    }
  }

  #refill(): void {
    const now = this.#now()
    this.#tokens = Math.min(this.#burst, this.#tokens + ((now - this.#refilledAt) / 1000) * this.qps)
    this.#refilledAt = now
  }
}
