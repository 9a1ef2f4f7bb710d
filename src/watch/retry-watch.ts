import {
  AuthError,
  ConfigError,
  DecodeError,
  isForbidden,
  isGone,
  isResourceExpired,
  isUnauthorized,
  RequestError,
  suggestsClientDelay,
} from '../errors/index.ts'
import type { KubernetesObject } from '../meta/index.ts'
import { sleep } from '../rest/deadline.ts'
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
 * not handed on. Restarts are at least a second apart and hold back further, with jitter, while failures repeat.
 *
 * The iteration ends only by throwing: a `StatusError` of 410 when the version is too old (list again and watch from
 * there) or of 401 or 403 at a start, an `AuthError`, a `ConfigError` or a `RequestError` of a start, a `DecodeError`
 * for an object without a version, and the signal's reason.
 *
 * Source: `RetryWatcher` in k8s.io/client-go/tools/watch.
 *
 * @throws {RequestError} at once, if the resourceVersion is empty or `0`: there would be no telling what was missed
 */
export function retryWatch<T = KubernetesObject>(start: StartWatch<T>, options: RetryWatchOptions): RetryingWatch<T> {
  const { resourceVersion } = options
  if (resourceVersion === '' || resourceVersion === '0') {
    throw new RequestError(`invalid resourceVersion "${resourceVersion}": expected that of a list or an object`)
  }
  return { [Symbol.asyncIterator]: () => iterate(start, options) }
}

const stopped = Symbol('stopped')

function iterate<T>(start: StartWatch<T>, options: RetryWatchOptions) {
  const controller = new AbortController()
  const follow = () => controller.abort(options.signal?.reason)
  if (options.signal?.aborted) follow()
  else options.signal?.addEventListener('abort', follow, { once: true })
  const changes = watchForEver(start, options, controller.signal)
  const letGo = () => options.signal?.removeEventListener('abort', follow)
  return {
    async next(): Promise<IteratorResult<ChangeEvent<T>, undefined>> {
      try {
        const result = await changes.next()
        return result.done ? { done: true, value: undefined } : result
      } catch (error) {
        letGo()
        if (error === stopped) return { done: true, value: undefined }
        throw error
      }
    },
    async return(): Promise<IteratorReturnResult<undefined>> {
      letGo()
      controller.abort(stopped)
      // Not waited for: a generator's return() stands in line behind a next() that is under way.
      changes.return(undefined).catch(() => undefined)
      return { done: true, value: undefined }
    },
  }
}

async function* watchForEver<T>(
  start: StartWatch<T>,
  options: RetryWatchOptions,
  signal: AbortSignal,
): AsyncGenerator<ChangeEvent<T>, undefined> {
  const delay = new RestartDelay()
  let { resourceVersion } = options
  for (;;) {
    signal.throwIfAborted()
    delay.started()
    let error: unknown
    try {
      for await (const event of start({ resourceVersion, allowWatchBookmarks: true, signal })) {
        resourceVersion = versionOf(event)
        delay.progressed()
        if (event.type !== 'BOOKMARK') yield event
      }
    } catch (thrown) {
      signal.throwIfAborted()
      if (isFinal(thrown)) throw thrown
      error = thrown
    }
    const delayMs = delay.next(suggestsClientDelay(error))
    options.onRestart?.({ error, delayMs })
    await sleep(delayMs, signal)
  }
}

/** Whether going on makes no sense. All else may be better the next time, and it is up to the caller to lose patience. */
function isFinal(error: unknown): boolean {
  if (isGone(error) || isResourceExpired(error) || isUnauthorized(error) || isForbidden(error)) return true
  if (error instanceof MissingVersionError) return true
  return error instanceof RequestError || error instanceof ConfigError || error instanceof AuthError
}

/** Told apart from other events that cannot be read, because a repetition would bring the same. */
class MissingVersionError extends DecodeError {}

function versionOf(event: WatchEvent<unknown>): string {
  const { metadata } = event.object as KubernetesObject
  if (typeof metadata?.resourceVersion === 'string' && metadata.resourceVersion !== '') return metadata.resourceVersion
  throw new MissingVersionError(`the object of a ${event.type} event has no metadata.resourceVersion`)
}
