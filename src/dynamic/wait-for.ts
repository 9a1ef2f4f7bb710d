import { isGone, isResourceExpired, RequestError, TimeoutError } from '../errors/index.ts'
import { formatFieldSelector, type KubernetesObject, type ListMeta } from '../meta/index.ts'
import { checkTimeout, sleep } from '../rest/deadline.ts'
import type { CallOptions, WatchEvent } from '../rest/index.ts'
import { pathSegmentProblems } from '../rest/path.ts'
import { unlessAborted } from '../transport/unless-aborted.ts'
import { requireName, requireObject } from '../verbs/arguments.ts'
import { retryWatch } from '../watch/index.ts'
import type { WaitCondition } from './wait-conditions.ts'

/** What is listed and watched: any client of a resource, typed, dynamic or of metadata. */
export interface WaitedResource<T> {
  list(options: { readonly fieldSelector: string; readonly signal: AbortSignal }): Promise<{
    readonly metadata: ListMeta
    readonly items: readonly T[]
  }>
  watch(options: {
    readonly fieldSelector: string
    readonly resourceVersion: string
    readonly allowWatchBookmarks: true
    readonly signal: AbortSignal
  }): AsyncIterable<WatchEvent<T>>
}

/** The object that is waited for, which need not be there yet. */
export interface WaitReference<T> {
  /** In the namespace of the object. */
  readonly resource: WaitedResource<T>
  readonly name: string
}

/** What a wait can be given. */
export interface WaitOptions extends CallOptions {
  /** How long to wait in all, in milliseconds. Default: no limit. */
  readonly timeoutMs?: number | undefined
}

/** How long to hold back before a list is read anew. */
const relistMs = 1000

/**
 * Waits until an object is as a condition wants it:
 * `waitFor({ resource: dynamic.resource(pods).namespace('a'), name: 'web' }, conditions.condition('Ready'))`.
 *
 * It watches and does not poll; dropped connections are made anew.
 *
 * @returns the object that met the condition; undefined if it was met by there being none
 * @throws {TimeoutError} when the time is up; it says whether the object was there when it was last looked at
 * @throws {RequestError} for a reference that is none; besides, what the list and the watch throw, what the condition
 *   throws, and the signal's reason
 */
export async function waitFor<T extends KubernetesObject>(
  reference: WaitReference<T>,
  condition: WaitCondition<T>,
  options: WaitOptions = {},
): Promise<T | undefined> {
  const { resource, name } = requireReference(reference)
  requireFunction('condition', condition)
  checkTimeout('timeoutMs', options.timeoutMs)
  const controller = new AbortController()
  const follow = () => controller.abort(options.signal?.reason)
  if (options.signal?.aborted) follow()
  options.signal?.addEventListener('abort', follow, { once: true })
  const { timeoutMs = 0 } = options
  let last: T | undefined | 'unread' = 'unread'
  const noting: WaitCondition<T> = (object) => {
    last = object
    return condition(object)
  }
  const expire = () => controller.abort(new TimeoutError(lateMessage(reference, last, timeoutMs), timeoutMs))
  const timer = timeoutMs > 0 ? setTimeout(expire, timeoutMs) : undefined
  try {
    // Neither a condition that takes its time nor a client that takes no notice of its signal holds this up.
    return await unlessAborted(waitOn(resource, name, noting, controller.signal), controller.signal)
  } finally {
    clearTimeout(timer)
    options.signal?.removeEventListener('abort', follow)
  }
}

/** What the clients here say about themselves, the typed ones and the others. A stranger's need not. */
interface SelfDescription {
  readonly descriptor?: { readonly resource: string }
  readonly namespace?: unknown
  readonly location?: { readonly resource: string; readonly namespace: string } | null
}

function lateMessage<T extends KubernetesObject>(
  { resource, name }: WaitReference<T>,
  last: T | undefined | 'unread',
  timeoutMs: number,
): string {
  const { descriptor, namespace, location = { ...descriptor, namespace } } = resource as SelfDescription
  const object = last === 'unread' ? undefined : last
  const what = location?.resource || object?.kind || 'object'
  // Another client's namespace may be a method.
  const where = object?.metadata?.namespace || (typeof location?.namespace === 'string' ? location.namespace : '')
  const found = last === 'unread' ? 'it was not read' : last === undefined ? 'it was not there' : 'it was there'
  const full = where === '' ? name : `${where}/${name}`
  return `${what} "${full}" did not meet the condition within ${timeoutMs} ms (${found})`
}

/** @throws {RequestError} for what is no reference */
function requireReference<T>(reference: WaitReference<T>): WaitReference<T> {
  const { resource, name } = requireObject('reference', reference)
  requireObject('reference.resource', resource)
  for (const method of ['list', 'watch']) {
    requireFunction(`reference.resource.${method}`, Reflect.get(resource, method))
  }
  const problems = pathSegmentProblems(requireName('reference.name', name))
  if (problems.length > 0) throw new RequestError(`invalid reference.name "${name}": ${problems.join(', ')}`)
  return reference
}

function requireFunction(argument: string, value: unknown): void {
  if (typeof value === 'function') return
  throw new RequestError(`invalid ${argument}: expected a function, found ${value === null ? 'null' : typeof value}`)
}

async function waitOn<T extends KubernetesObject>(
  resource: WaitedResource<T>,
  name: string,
  condition: WaitCondition<T>,
  signal: AbortSignal,
): Promise<T | undefined> {
  const fieldSelector = formatFieldSelector([{ field: 'metadata.name', operator: '=', value: name }])
  for (;;) {
    signal.throwIfAborted()
    const { metadata, items } = await resource.list({ fieldSelector, signal })
    // A server that cannot select by name lists all objects.
    const [object] = items.filter((item) => item.metadata?.name === name)
    if (await condition(object)) return object
    const { resourceVersion = '' } = metadata
    const changes = retryWatch<T>((start) => resource.watch({ ...start, fieldSelector }), { resourceVersion, signal })
    try {
      for await (const event of changes) {
        if (event.object.metadata?.name !== name) continue
        const now = event.type === 'DELETED' ? undefined : event.object
        if (await condition(now)) return now
      }
    } catch (error) {
      if (!isGone(error) && !isResourceExpired(error)) throw error
      await sleep(relistMs, signal)
    }
  }
}
