import {
  DecodeError,
  isForbidden,
  isGone,
  isResourceExpired,
  isUnauthorized,
  RequestError,
  StatusError,
  suggestsClientDelay,
  TimeoutError,
  TransportError,
} from '../errors/index.ts'
import type { KubernetesObject } from '../meta/index.ts'
import { checkTimeout, followAbort, sleep } from '../rest/deadline.ts'
import type { WatchEvent } from '../rest/index.ts'
import { RestartDelay } from './restart-delay.ts'

/** What a retrying watch asks of the function that starts one connection's watch. */
export interface WatchStartOptions {
  /** The watch has to begin strictly behind this version. */
  readonly resourceVersion: string
  readonly allowWatchBookmarks: true
  /** Ends the connection. */
  readonly signal: AbortSignal
}

/** Starts one connection's watch: a `watch()` of any client, given these options. */
export type StartWatch<T> = (options: WatchStartOptions) => AsyncIterable<WatchEvent<T>>

export interface RetryWatchOptions {
  /** Where to begin: the version of a list or an object, neither empty nor `0`. */
  readonly resourceVersion: string
  /** Stops the watch. The iteration throws the signal's own reason. */
  readonly signal?: AbortSignal | undefined
  /**
   * How long nothing may come before a connection is taken for dead and the watch goes on with another, in milliseconds;
   * `Infinity` for no limit. Servers send a bookmark every minute or so where they can: only of a few resources is a
   * healthy watch silent for longer, and made anew without harm. Default: 300,000.
   */
  readonly idleTimeoutMs?: number | undefined
  /** Is told of each connection that ended, with its error if there was one, and how long until the next. */
  readonly onRestart?: ((restart: { error: unknown; delayMs: number }) => void) | undefined
}

/** An event about an object. Bookmarks are kept inside. */
export type ChangeEvent<T> = Exclude<WatchEvent<T>, { readonly type: 'BOOKMARK' }>

/** The changes from a version on; `return()`, and so a `break`, ends the connection at once. */
export interface RetryingWatch<T> extends AsyncIterable<ChangeEvent<T>> {
  [Symbol.asyncIterator](): AsyncIterator<ChangeEvent<T>, undefined, undefined> & {
    return(): Promise<IteratorReturnResult<undefined>>
  }
}

/**
 * Watches without an end: whenever a connection is over, by the server's timeout or by a failure, the next one goes on
 * from the last version that was seen, so that no change is lost or told twice. Bookmarks move that version and are
 * not handed on. Restarts are at least a second apart and hold back further, with jitter, while failures repeat. A
 * connection that has gone silent without an end, as behind a firewall that forgot it, is given up.
 *
 * The iteration ends only by throwing: a `StatusError` of 410 when the version is too old (list again and watch from
 * there) or of 401 or 403 at a start, a `DecodeError` for an object without a version, the signal's reason, and
 * whatever `start` throws that is no failure of a connection: an `AuthError`, a `RequestError`, a bug.
 *
 * Source: `RetryWatcher` in k8s.io/client-go/tools/watch.
 *
 * @throws {RequestError} at once, if the resourceVersion is empty or `0`: there would be no telling what was missed; or
 *   for a limit that is none
 */
export function retryWatch<T = KubernetesObject>(start: StartWatch<T>, options: RetryWatchOptions): RetryingWatch<T> {
  const { resourceVersion } = options
  if (typeof resourceVersion !== 'string' || resourceVersion === '' || resourceVersion === '0') {
    const found = typeof resourceVersion === 'string' ? `"${resourceVersion}"` : typeof resourceVersion
    throw new RequestError(`invalid resourceVersion: expected that of a list or an object, found ${found}`)
  }
  if (options.idleTimeoutMs !== Number.POSITIVE_INFINITY) checkTimeout('idleTimeoutMs', options.idleTimeoutMs)
  return { [Symbol.asyncIterator]: () => iterate(start, options) }
}

/** Source: reflectors of client-go make a watch anew after 5 to 10 minutes. */
const defaultIdleTimeoutMs = 300_000

const stopped = Symbol('stopped')

/** One iteration: the loop, and what ends it from outside. */
interface Run {
  readonly controller: AbortController
  /** The connection that is open, if there is one. */
  current: AsyncIterator<WatchEvent<unknown>> | undefined
}

function iterate<T>(start: StartWatch<T>, options: RetryWatchOptions) {
  const run: Run = { controller: new AbortController(), current: undefined }
  const changes = watchForEver(start, options, run)
  return {
    async next(): Promise<IteratorResult<ChangeEvent<T>, undefined>> {
      try {
        const result = await changes.next()
        return result.done ? { done: true, value: undefined } : result
      } catch (error) {
        if (error === stopped) return { done: true, value: undefined }
        throw error
      }
    },
    async return(): Promise<IteratorReturnResult<undefined>> {
      run.controller.abort(stopped)
      // Neither is waited for: a generator's return() stands in line behind a next() that is under way.
      run.current?.return?.().catch(() => undefined)
      changes.return(undefined).catch(() => undefined)
      return { done: true, value: undefined }
    },
  }
}

async function* watchForEver<T>(
  start: StartWatch<T>,
  options: RetryWatchOptions,
  run: Run,
): AsyncGenerator<ChangeEvent<T>, undefined> {
  const { signal } = run.controller
  const unfollow = options.signal === undefined ? undefined : followAbort(options.signal, run.controller)
  const delay = new RestartDelay()
  const { idleTimeoutMs = defaultIdleTimeoutMs } = options
  let { resourceVersion } = options
  try {
    for (;;) {
      signal.throwIfAborted()
      delay.started()
      let error: unknown
      let end = () => {}
      try {
        const { events, ...opened } = connection(start, resourceVersion, run, idleTimeoutMs)
        end = opened.end
        for await (const event of events) {
          resourceVersion = versionOf(event)
          delay.progressed()
          if (event.type !== 'BOOKMARK') yield event
        }
      } catch (thrown) {
        signal.throwIfAborted()
        if (isFinal(thrown)) throw thrown
        error = thrown
      } finally {
        end()
      }
      signal.throwIfAborted()
      const delayMs = delay.next(suggestsClientDelay(error))
      options.onRestart?.({ error, delayMs })
      await sleep(delayMs, signal)
    }
  } finally {
    unfollow?.()
  }
}

/** The events of one connection, which can be ended from outside even if it takes no notice of its signal. */
function connection<T>(start: StartWatch<T>, resourceVersion: string, run: Run, idleTimeoutMs: number) {
  const own = new AbortController()
  const unfollow = followAbort(run.controller.signal, own)
  const iterator = start({ resourceVersion, allowWatchBookmarks: true, signal: own.signal })[Symbol.asyncIterator]()
  run.current = iterator
  const giveUp = (silence: TimeoutError) => {
    own.abort(silence)
    iterator.return?.().catch(() => undefined)
  }
  const limited = {
    next: () => unlessSilent(iterator.next(), idleTimeoutMs, giveUp),
    return: () => iterator.return?.() ?? Promise.resolve({ done: true as const, value: undefined }),
  }
  return { events: { [Symbol.asyncIterator]: () => limited }, end: unfollow }
}

/** @throws {TimeoutError} when nothing came for so long */
function unlessSilent<T>(next: Promise<T>, idleTimeoutMs: number, giveUp: (silence: TimeoutError) => void): Promise<T> {
  if (idleTimeoutMs === Number.POSITIVE_INFINITY) return next
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      const silence = new TimeoutError(`the watch was silent for ${idleTimeoutMs} ms`, idleTimeoutMs)
      reject(silence)
      giveUp(silence)
    }, idleTimeoutMs)
    // A connection keeps a process alive, waiting for its death does not. In browsers it is a number.
    timer.unref?.()
    next.then(resolve, reject).finally(() => clearTimeout(timer))
  })
}

/**
 * Whether going on makes no sense. A failure of the server, of the way to it or of what came from it may be gone the
 * next time, and it is up to the caller to lose patience; whatever else is thrown is a mistake, here or in `start`.
 */
function isFinal(error: unknown): boolean {
  if (isGone(error) || isResourceExpired(error) || isUnauthorized(error) || isForbidden(error)) return true
  if (error instanceof MissingVersionError) return true
  return !(error instanceof StatusError || error instanceof TransportError || error instanceof DecodeError)
}

/** Told apart from other events that cannot be read, because a repetition would bring the same. */
class MissingVersionError extends DecodeError {}

function versionOf(event: WatchEvent<unknown>): string {
  const { metadata } = event.object as KubernetesObject
  if (typeof metadata?.resourceVersion === 'string' && metadata.resourceVersion !== '') return metadata.resourceVersion
  throw new MissingVersionError(`the object of a ${event.type} event has no metadata.resourceVersion`)
}
