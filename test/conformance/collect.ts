import type { KubernetesObject, ObjectMeta } from '../../src/meta/index.ts'
import type { Watch, WatchEvent } from '../../src/rest/index.ts'

/** An object that a server has stored. */
export type Stored<T = unknown> = KubernetesObject & {
  metadata: ObjectMeta & { name: string; uid: string; resourceVersion: string; creationTimestamp: string }
} & T

/** Reads a watch in the background, so that a case can act while it runs. */
export class EventCollector<T = Stored> {
  readonly events: WatchEvent<T>[] = []
  readonly #done: Promise<void>
  #failure: unknown
  #wake: () => void = () => undefined

  constructor(watch: Watch<T>) {
    this.#done = this.#read(watch)
  }

  async #read(watch: Watch<T>): Promise<void> {
    try {
      for await (const event of watch) {
        this.events.push(event)
        this.#wake()
      }
    } catch (error) {
      this.#failure = error
    }
    this.#wake()
  }

  /** The first `count` events, as soon as they are there. */
  async take(count: number, withinMs = 10_000): Promise<WatchEvent<T>[]> {
    const deadline = Date.now() + withinMs
    while (this.events.length < count) {
      if (this.#failure !== undefined) throw this.#failure
      const left = deadline - Date.now()
      if (left <= 0) {
        throw new Error(`expected ${count} events, got ${this.events.length}: ${this.names().join(', ')}`)
      }
      await new Promise<void>((resolve) => {
        const timer = setTimeout(resolve, Math.min(left, 500))
        this.#wake = () => {
          clearTimeout(timer)
          resolve()
        }
      })
    }
    return this.events.slice(0, count)
  }

  /** Waits until the server ends the watch; throws what the watch threw. */
  async end(): Promise<WatchEvent<T>[]> {
    await this.#done
    if (this.#failure !== undefined) throw this.#failure
    return this.events
  }

  /** `ADDED a` and so on. */
  names(): string[] {
    return this.events.map((event) => `${event.type} ${(event.object as KubernetesObject).metadata?.name ?? ''}`)
  }
}
