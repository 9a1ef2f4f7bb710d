import { nodeAsyncHooks } from './builtins.ts'
import type { Connection } from './http1/connection.ts'

/** Sends an iterable body as it comes, once. */
export class BodyPump {
  readonly #body: AsyncIterable<Uint8Array>
  /** Calls the caller's code in the caller's context: what starts an exchange may be the end of somebody else's. */
  readonly #inContext: <T>(act: () => T) => T
  #iterator: AsyncIterator<Uint8Array> | undefined
  #state: 'untouched' | 'running' | 'over' = 'untouched'

  constructor(body: AsyncIterable<Uint8Array>) {
    this.#body = body
    this.#inContext = nodeAsyncHooks().AsyncResource.bind(<T>(act: () => T) => act())
  }

  /** True if nothing of the body has been taken. */
  get isUntouched(): boolean {
    return this.#state === 'untouched'
  }

  /**
   * Asks for the body piece by piece, and no faster than the connection takes it.
   *
   * @returns false if it was stopped
   * @throws what the iterable throws
   */
  async run(connection: Connection, write: (bytes: Uint8Array) => boolean): Promise<boolean> {
    this.#state = 'running'
    try {
      const iterator = this.#inContext(() => this.#body[Symbol.asyncIterator]())
      this.#iterator = iterator
      while (this.#isRunning()) {
        const { done, value } = await this.#inContext(() => iterator.next())
        if (!this.#isRunning()) break
        if (done === true) {
          this.#state = 'over'
          return true
        }
        if (!write(value)) await new Promise<void>((resolve) => connection.drained(resolve))
      }
      return false
    } catch (error) {
      // Nobody waits for the body any more, so nobody cares what becomes of it.
      if (!this.#isRunning()) return false
      this.#state = 'over'
      throw error
    }
  }

  /** Nobody takes the rest. The iterable is told at once, even if it is asked for something just now. */
  stop(): void {
    const isRunning = this.#isRunning()
    this.#state = 'over'
    if (isRunning) void this.#inContext(() => tellOf(this.#iterator))
  }

  /** A function, because the state changes during an await. */
  #isRunning(): boolean {
    return this.#state === 'running'
  }
}

async function tellOf(iterator: AsyncIterator<Uint8Array> | undefined): Promise<void> {
  try {
    await iterator?.return?.()
  } catch {
    // It concerns nobody: the request is over.
  }
}
