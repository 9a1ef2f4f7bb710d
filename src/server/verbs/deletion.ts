import { canonicalise } from '../decode-object.ts'
import { storeResource } from '../kinds/kind-registry.ts'
import type { KindStrategy } from '../kinds/kind-strategy.ts'
import { timestamp } from '../object-meta.ts'
import type { Store } from '../store/store.ts'
import { type ServerObject, type StoredObject, storedObject } from '../store/stored-object.ts'

/** What a deletion was asked to do. */
export interface DeletionRequest {
  readonly gracePeriodSeconds?: number | undefined
  /** Goes through everything and keeps nothing. */
  readonly dryRun?: boolean
  /** A finalizer for whoever deletes or orphans the dependents. */
  readonly finalizer?: 'foregroundDeletion' | 'orphan' | undefined
}

export interface DeletionResult {
  /** The object as it is now, or was last. */
  readonly stored: StoredObject
  readonly gone: boolean
}

/** Whether nothing holds a deleted object any more: no finalizer, no grace period, nothing of its kind's own. */
export function isReleased(kind: KindStrategy, { metadata, ...rest }: ServerObject): boolean {
  if (metadata.deletionTimestamp === undefined || (metadata.deletionGracePeriodSeconds ?? 0) > 0) return false
  if ((metadata.finalizers ?? []).length > 0) return false
  return kind.isHeld?.({ metadata, ...rest } as ServerObject) !== true
}

/**
 * Deletes an object, or marks it as being deleted where something has to happen first.
 *
 * A second request only ever shortens the grace period. The order of versions is the real server's: a kind with a
 * grace period is marked, then deleted, even if the period is zero.
 */
export function deleteObject(
  store: Store,
  kind: KindStrategy,
  old: StoredObject,
  asked: DeletionRequest,
): DeletionResult {
  const { metadata } = old.object
  if (metadata.deletionTimestamp !== undefined) return deleteAgain(store, kind, old, asked)
  const grace = kind.gracePeriod?.(old.object, asked.gracePeriodSeconds)
  const finalizers = [...(metadata.finalizers ?? [])]
  if (asked.finalizer !== undefined && !finalizers.includes(asked.finalizer)) finalizers.push(asked.finalizer)
  const marksFirst = grace !== undefined || finalizers.length > 0 || kind.markTerminating !== undefined
  if (!marksFirst) return remove(store, kind, old, asked)
  return finish(
    store,
    kind,
    mark(store, kind, old, { grace: grace ?? 0, finalizers, dryRun: asked.dryRun === true }),
    asked,
  )
}

function deleteAgain(store: Store, kind: KindStrategy, old: StoredObject, asked: DeletionRequest): DeletionResult {
  const { metadata } = old.object
  const current = metadata.deletionGracePeriodSeconds
  if (current === undefined || current === 0 || kind.gracePeriod === undefined) {
    // Whatever held it may be gone by now.
    const stays = !isReleased(kind, old.object)
    return stays ? { stored: old, gone: false } : remove(store, kind, old, asked)
  }
  if (asked.gracePeriodSeconds === undefined) return { stored: old, gone: false }
  // Unlike the first time, what is asked for counts even if nothing runs (any more): a kubelet may be about to clean up.
  const grace = asked.gracePeriodSeconds < 0 ? 1 : asked.gracePeriodSeconds
  if (grace >= current) return { stored: old, gone: false }
  const finalizers = metadata.finalizers ?? []
  return finish(store, kind, mark(store, kind, old, { grace, finalizers, dryRun: asked.dryRun === true }), asked)
}

interface Mark {
  readonly grace: number
  readonly finalizers: readonly string[]
  readonly dryRun: boolean
}

function mark(store: Store, kind: KindStrategy, old: StoredObject, { grace, finalizers, dryRun }: Mark): StoredObject {
  const before = old.object.metadata
  const first = before.deletionTimestamp === undefined
  // Shortening counts from when deletion was asked for first.
  const asked = first
    ? Date.now()
    : Date.parse(before.deletionTimestamp ?? '') - (before.deletionGracePeriodSeconds ?? 0) * 1000
  const metadata = { ...before, deletionTimestamp: timestamp(asked + grace * 1000) }
  if (finalizers.length > 0) metadata.finalizers = [...finalizers]
  // Namespaces have no grace period, not even one of zero, and keep their generation.
  if (kind.markTerminating === undefined) {
    metadata.deletionGracePeriodSeconds = grace
    if (first && (before.generation ?? 0) > 0) metadata.generation = (before.generation ?? 0) + 1
  }
  const object = { ...old.object, metadata }
  kind.markTerminating?.(object)
  const marked = canonicalise(kind, object)
  return dryRun ? storedObject(old.key, old.revision, marked) : store.put(storeResource(kind), old.key, marked)
}

function finish(store: Store, kind: KindStrategy, marked: StoredObject, asked: DeletionRequest): DeletionResult {
  // A namespace always waits for whoever empties it.
  const waits = kind.markTerminating !== undefined || !isReleased(kind, marked.object)
  return waits ? { stored: marked, gone: false } : remove(store, kind, marked, asked)
}

function remove(store: Store, kind: KindStrategy, old: StoredObject, { dryRun }: DeletionRequest): DeletionResult {
  if (dryRun === true) return { stored: old, gone: true }
  return { stored: store.delete(storeResource(kind), old.key) ?? old, gone: true }
}
