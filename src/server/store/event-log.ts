import type { StoredObject } from './stored-object.ts'

/** One change of one object. */
export interface StoreEvent {
  /** The store's version after the change. */
  readonly revision: number
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED'
  /** What is there now. For a deletion: what was there last, with the deletion's resourceVersion. */
  readonly current: StoredObject
  /** What was there before. Undefined for an addition. */
  readonly previous: StoredObject | undefined
}

/** The last changes of one resource, oldest first. Bounded: what falls out can no longer be read. */
export class EventLog {
  readonly #limit: number
  #events: StoreEvent[] = []
  /** Events before this index have been dropped; the array is cut now and then, not each time. */
  #head = 0
  #compacted = 0

  constructor(limit: number) {
    this.#limit = limit
  }

  /** The newest version whose events are gone. A read strictly after it, or of it, is complete. */
  get compacted(): number {
    return this.#compacted
  }

  append(event: StoreEvent): void {
    this.#events.push(event)
    if (this.#events.length - this.#head > this.#limit) this.#drop(this.#head + 1)
  }

  /** Forgets every event up to and including the version. */
  compact(revision: number): void {
    this.#drop(this.#firstAfter(revision))
    this.#compacted = Math.max(this.#compacted, revision)
  }

  /** The events strictly after a version. The caller has made sure that the version is not compacted. */
  after(revision: number): readonly StoreEvent[] {
    return this.#events.slice(this.#firstAfter(revision))
  }

  #drop(head: number): void {
    const last = this.#events[head - 1]
    if (last !== undefined) this.#compacted = Math.max(this.#compacted, last.revision)
    this.#head = head
    if (this.#head * 2 > this.#events.length) {
      this.#events = this.#events.slice(this.#head)
      this.#head = 0
    }
  }

  #firstAfter(revision: number): number {
    let low = this.#head
    let high = this.#events.length
    while (low < high) {
      const middle = (low + high) >>> 1
      const event = this.#events[middle]
      if (event !== undefined && event.revision <= revision) low = middle + 1
      else high = middle
    }
    return low
  }
}
