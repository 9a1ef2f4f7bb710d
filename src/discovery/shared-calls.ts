import type { CallOptions } from '../rest/index.ts'
import { unlessAborted } from '../transport/unless-aborted.ts'
import { withDeadline } from './call-deadline.ts'

/** Lets those who ask for the same at the same time share one call. */
export class SharedCalls<T> {
  readonly #path: string
  readonly #inFlight = new Map<string, SharedCall<T>>()

  /** @param path what the `TimeoutError` of a caller says that was waited for */
  constructor(path: string) {
    this.#path = path
  }

  /** Joins the call of this key, or starts it. */
  run(key: string, options: CallOptions, start: (signal: AbortSignal) => Promise<T>): Promise<T> {
    const known = this.#inFlight.get(key)
    if (known !== undefined && !known.isAbandoned) return known.join(options)
    const call: SharedCall<T> = new SharedCall(this.#path, async (signal) => {
      try {
        return await start(signal)
      } finally {
        if (this.#inFlight.get(key) === call) this.#inFlight.delete(key)
      }
    })
    this.#inFlight.set(key, call)
    return call.join(options)
  }

  /** Whoever asks from now on starts anew; those who wait still get their answer. */
  forget(): void {
    this.#inFlight.clear()
  }
}

/**
 * A call in flight that several callers wait for. Each may give up by itself; when all have, the call is aborted.
 */
class SharedCall<T> {
  readonly #controller = new AbortController()
  readonly #result: Promise<T>
  readonly #path: string
  #waiting = 0

  /** @param path what the `TimeoutError` of a caller says that was waited for */
  constructor(path: string, run: (signal: AbortSignal) => Promise<T>) {
    this.#path = path
    this.#result = run(this.#controller.signal)
    // Those who wait see the failure; when nobody is left, nobody needs to.
    this.#result.catch(() => undefined)
  }

  /** Everybody gave up: nobody may join any more. */
  get isAbandoned(): boolean {
    return this.#controller.signal.aborted
  }

  async join(options: CallOptions): Promise<T> {
    this.#waiting += 1
    try {
      return await withDeadline(options, this.#path, ({ signal }) => unlessAborted(this.#result, signal))
    } finally {
      this.#waiting -= 1
      if (this.#waiting === 0) this.#controller.abort(new Error('nobody waits for this call any more'))
    }
  }
}
