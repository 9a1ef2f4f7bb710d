import { type ApiError, expired, versionTooLarge } from '../api-error.ts'
import { EventStream } from '../event-stream.ts'
import type { ListOptions } from '../query-options.ts'
import { type ObjectWriter, objectWriter, parseIncludeObject } from '../representations.ts'
import type { ApiResponse } from '../request.ts'
import { parseVersion } from '../resource-version.ts'
import { type Selection, selectionOf } from '../selection.ts'
import type { StoreEvent } from '../store/event-log.ts'
import { CompactedError } from '../store/store.ts'
import { type StoredObject, storedObject } from '../store/stored-object.ts'
import type { OpenWatch } from '../watch-hub.ts'
import { prefixOf, type ResourceRequest, resourceOf } from './resource-request.ts'
import { frame, sharedFrame } from './watch-frames.ts'

/** How long before its end a watch with bookmarks gets a last one. */
const lastBookmarkMs = 2000

const initialEventsEnd = { 'k8s.io/initial-events-end': 'true' }

/** Starts a watch. Whatever goes wrong after the options have been read is an ERROR event, as on the real server. */
export function watchObjects(request: ResourceRequest, options: ListOptions): ApiResponse {
  const selection = selectionOf(request.kind, options, request.name)
  const include = parseIncludeObject(request.query.get('includeObject'))
  const writer = objectWriter(request.kind, request.form, include)
  const from = options.resourceVersion === '' ? 0 : parseVersion(options.resourceVersion)
  const watch = new Watch(request, options, selection, writer)
  watch.start(from)
  const headers = { 'content-type': 'application/json', 'cache-control': 'no-cache, private' }
  return { status: 200, headers, body: watch.stream }
}

/** One watch: turns the store's events into those that its selection sees. */
class Watch implements OpenWatch {
  readonly stream: EventStream
  readonly #request: ResourceRequest
  readonly #options: ListOptions
  readonly #selection: Selection
  readonly #writer: ObjectWriter
  readonly #prefix: string
  #unsubscribe: (() => void) | undefined
  #timeout: NodeJS.Timeout | undefined
  #lastBookmark: NodeJS.Timeout | undefined
  /** Events up to here have been seen, or are older than what was asked for. */
  #seen = 0

  constructor(request: ResourceRequest, options: ListOptions, selection: Selection, writer: ObjectWriter) {
    this.#request = request
    this.#options = options
    this.#selection = selection
    this.#writer = writer
    this.#prefix = prefixOf(request)
    this.stream = new EventStream(() => this.#release())
  }

  /** All in one turn, so that no event can fall between what is sent first and the subscription. */
  start(from: number): void {
    const { store, watches } = this.#request
    const { sendInitialEvents } = this.#options
    const initial = sendInitialEvents ?? from === 0
    if (sendInitialEvents === true && from > store.revision) {
      this.#fail(versionTooLarge(from, store.revision))
      return
    }
    if (initial) this.#sendInitial()
    else if (!this.#replay(from === 0 ? store.revision : from)) return
    this.#unsubscribe = store.subscribe(resourceOf(this.#request), (event) => this.#deliver(event))
    this.#setTimers(timeoutMs(this.#options.timeoutSeconds))
    watches.add(this)
  }

  #setTimers(untilEndMs: number): void {
    this.#timeout = setTimeout(() => this.end(), untilEndMs).unref()
    const untilBookmarkMs = untilEndMs - lastBookmarkMs
    if (!this.#options.allowWatchBookmarks || untilBookmarkMs <= 0) return
    this.#lastBookmark = setTimeout(() => this.sendBookmark(), untilBookmarkMs).unref()
  }

  sendBookmark(): void {
    // A watch from a version that is still to come has nothing to mark.
    if (this.#options.allowWatchBookmarks && this.#seen <= this.#request.store.revision) this.#bookmark()
  }

  end(): void {
    this.stream.end()
  }

  #sendInitial(): void {
    const { store } = this.#request
    for (const stored of store.list(resourceOf(this.#request), this.#prefix)) {
      if (this.#selection.matches(stored.object)) this.#send('ADDED', stored)
    }
    this.#seen = store.revision
    if (this.#options.sendInitialEvents === true && this.#options.allowWatchBookmarks) this.#bookmark(initialEventsEnd)
  }

  /** Sends what happened since. Returns false if it is no longer known. */
  #replay(from: number): boolean {
    this.#seen = from
    try {
      for (const event of this.#request.store.eventsAfter(resourceOf(this.#request), from)) this.#deliver(event)
      return true
    } catch (error) {
      if (!(error instanceof CompactedError)) throw error
      this.#fail(expired(`too old resource version: ${from} (${this.#request.store.revision})`))
      return false
    }
  }

  #deliver(event: StoreEvent): void {
    const { revision, type, current, previous } = event
    if (revision <= this.#seen) return
    this.#seen = revision
    if (!current.key.startsWith(this.#prefix)) return
    const before = previous !== undefined && this.#selection.matches(previous.object)
    const now = type !== 'DELETED' && this.#selection.matches(current.object)
    if (now) this.#send(before ? 'MODIFIED' : 'ADDED', current)
    else if (before) this.#send('DELETED', type === 'DELETED' ? current : leaving(previous, revision))
  }

  #send(type: 'ADDED' | 'MODIFIED' | 'DELETED', stored: StoredObject): void {
    // Every watch of plain objects sends the same bytes: they are made once.
    const plain = this.#request.form.as === 'object'
    this.stream.push(plain ? sharedFrame(type, stored) : frame(type, this.#writer.object(stored)))
  }

  #bookmark(annotations?: Record<string, string>): void {
    const version = String(Math.max(this.#seen, this.#request.store.revision))
    this.stream.push(frame('BOOKMARK', this.#writer.bookmark(version, annotations)))
  }

  #fail(error: ApiError): void {
    this.stream.push(frame('ERROR', Buffer.from(JSON.stringify(error.status))))
    this.stream.end()
  }

  #release(): void {
    clearTimeout(this.#timeout)
    clearTimeout(this.#lastBookmark)
    this.#unsubscribe?.()
    this.#request.watches.remove(this)
  }
}

/** What was there before, at the version at which it left the selection. */
function leaving(previous: StoredObject, revision: number): StoredObject {
  const { key, object } = previous
  const metadata = { ...object.metadata, resourceVersion: String(revision) }
  return storedObject(key, revision, { ...object, metadata })
}

/** Without a wish of the client's: between half an hour and an hour, so that not all clients come back at once. */
function timeoutMs(seconds: number | undefined): number {
  if (seconds === undefined || seconds <= 0) return (1800 + Math.random() * 1800) * 1000
  return Math.min(seconds * 1000, 2 ** 31 - 1)
}
