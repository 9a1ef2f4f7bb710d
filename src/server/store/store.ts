import { EventLog, type StoreEvent } from './event-log.ts'
import { SortedObjects } from './sorted-objects.ts'
import { type ServerObject, type StoredObject, storedObject } from './stored-object.ts'

/** Told of every change, in order, in the same turn in which it happens. Must not throw and must not write. */
export type StoreListener = (event: StoreEvent) => void

/** What was asked for is older than the history that is kept. */
export class CompactedError extends Error {
  override readonly name = 'CompactedError'
}

interface ResourceStore {
  readonly objects: SortedObjects
  readonly log: EventLog
  readonly listeners: Set<StoreListener>
}

/**
 * Objects of any resource, under one version counter.
 *
 * Everything here is synchronous. That is what makes reads and writes consistent: between a look at the store and
 * the write that follows it in the same turn, nothing else can happen; and a watch that takes the log's tail and
 * subscribes in one turn neither misses nor repeats an event.
 */
export class Store {
  readonly #historyLimit: number
  readonly #resources = new Map<string, ResourceStore>()
  #revision = 1

  /** @param historyLimit how many events are kept of each resource */
  constructor(historyLimit: number) {
    this.#historyLimit = historyLimit
  }

  /** The version of the whole store. */
  get revision(): number {
    return this.#revision
  }

  get(resource: string, key: string): StoredObject | undefined {
    return this.#resource(resource).objects.get(key)
  }

  /** All objects whose key starts with the prefix, in key order, as they are now. */
  list(resource: string, prefix: string): StoredObject[] {
    return this.#resource(resource).objects.withPrefix(prefix)
  }

  /**
   * The same as they were at a version that is not in the future.
   *
   * @throws {CompactedError} if the history does not reach back that far
   */
  listAt(resource: string, prefix: string, revision: number): StoredObject[] {
    const { objects, log } = this.#resource(resource)
    if (revision < log.compacted) throw new CompactedError(`version ${revision} is compacted`)
    const changes = log.after(revision)
    if (changes.length === 0) return objects.withPrefix(prefix)
    // The first change after the version knows what was there at the version.
    const then = new Map<string, StoredObject | undefined>()
    for (const { current, previous } of changes) {
      if (current.key.startsWith(prefix) && !then.has(current.key)) then.set(current.key, previous)
    }
    const unchanged = objects.withPrefix(prefix).filter((stored) => !then.has(stored.key))
    const restored = [...then.values()].filter((stored) => stored !== undefined)
    return [...unchanged, ...restored].sort((a, b) => (a.key < b.key ? -1 : 1))
  }

  /** Writes an object, new or changed, and gives it the next version. It must not be touched afterwards. */
  put(resource: string, key: string, object: ServerObject): StoredObject {
    const store = this.#resource(resource)
    const previous = store.objects.get(key)
    const revision = ++this.#revision
    object.metadata.resourceVersion = String(revision)
    const current = storedObject(key, revision, object)
    store.objects.set(current)
    this.#publish(store, { revision, type: previous === undefined ? 'ADDED' : 'MODIFIED', current, previous })
    return current
  }

  /** Deletes an object. What is returned has the version of the deletion. Undefined if there was none. */
  delete(resource: string, key: string): StoredObject | undefined {
    const store = this.#resource(resource)
    const previous = store.objects.get(key)
    if (previous === undefined) return undefined
    const revision = ++this.#revision
    const { object } = previous
    const metadata = { ...object.metadata, resourceVersion: String(revision) }
    const current = storedObject(key, revision, { ...object, metadata })
    store.objects.delete(key)
    this.#publish(store, { revision, type: 'DELETED', current, previous })
    return current
  }

  /**
   * Events of a resource strictly after a version, which may be in the future.
   *
   * @throws {CompactedError} if some of them are gone
   */
  eventsAfter(resource: string, revision: number): readonly StoreEvent[] {
    const { log } = this.#resource(resource)
    if (revision < log.compacted) throw new CompactedError(`version ${revision} is compacted`)
    return log.after(revision)
  }

  /** Calls the listener for every event of the resource from now on, until the returned function is called. */
  subscribe(resource: string, listener: StoreListener): () => void {
    const { listeners } = this.#resource(resource)
    listeners.add(listener)
    return () => listeners.delete(listener)
  }

  /** Forgets all history: whoever asks for a version before this one is told that it is gone. */
  compact(): void {
    for (const { log } of this.#resources.values()) log.compact(this.#revision)
  }

  #publish(store: ResourceStore, event: StoreEvent): void {
    store.log.append(event)
    for (const listener of store.listeners) listener(event)
  }

  #resource(resource: string): ResourceStore {
    let store = this.#resources.get(resource)
    if (store === undefined) {
      store = { objects: new SortedObjects(), log: new EventLog(this.#historyLimit), listeners: new Set() }
      this.#resources.set(resource, store)
    }
    return store
  }
}
