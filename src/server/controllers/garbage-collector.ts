import type { OwnerReference } from '../../meta/index.ts'
import { canonicalise } from '../decode-object.ts'
import { type KindRegistry, storeResource } from '../kinds/kind-registry.ts'
import type { KindStrategy } from '../kinds/kind-strategy.ts'
import type { StoreEvent } from '../store/event-log.ts'
import type { Store } from '../store/store.ts'
import type { StoredObject } from '../store/stored-object.ts'
import { deleteObject, isReleased } from '../verbs/deletion.ts'
import { ControllerQueue } from './controller-queue.ts'

interface Located {
  readonly kind: KindStrategy
  readonly key: string
}

/**
 * Deletes what has lost its owners, and finishes deletions that wait for dependents (foreground) or leave them
 * behind (orphan). On a real cluster kube-controller-manager does this.
 *
 * Owners are known by uid. An owner of a kind that this server does not serve counts as being there.
 */
export class GarbageCollector {
  readonly #store: Store
  readonly #registry: KindRegistry
  /** Every live object, by uid. */
  readonly #live = new Map<string, Located>()
  /** Uids of the dependents, by the owner's uid. */
  readonly #dependents = new Map<string, Set<string>>()
  readonly #queue = new ControllerQueue((uid) => this.#sync(uid))
  readonly #unsubscribe: (() => void)[] = []

  constructor(store: Store, registry: KindRegistry) {
    this.#store = store
    this.#registry = registry
    for (const kind of registry.all()) {
      this.#unsubscribe.push(store.subscribe(storeResource(kind), (event) => this.#observe(kind, event)))
    }
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    this.#queue.close()
  }

  #observe(kind: KindStrategy, { type, current, previous }: StoreEvent): void {
    const uid = current.object.metadata.uid ?? ''
    const before = ownersOf(previous)
    const now = type === 'DELETED' ? [] : ownersOf(current)
    for (const { uid: owner } of before) this.#dependents.get(owner)?.delete(uid)
    for (const { uid: owner } of now) this.#dependentsOf(owner).add(uid)
    if (type === 'DELETED') {
      this.#live.delete(uid)
      // Those that it owned have lost it; those that own it may have waited for it.
      for (const dependent of this.#dependents.get(uid) ?? []) this.#queue.add(dependent)
      for (const owner of before) this.#queue.add(owner.uid)
      if (this.#dependents.get(uid)?.size === 0) this.#dependents.delete(uid)
      return
    }
    this.#live.set(uid, { kind, key: current.key })
    if (now.length > 0 || waitsForDependents(current)) this.#queue.add(uid)
    for (const owner of before) this.#queue.add(owner.uid)
  }

  #dependentsOf(owner: string): Set<string> {
    let uids = this.#dependents.get(owner)
    if (uids === undefined) {
      uids = new Set()
      this.#dependents.set(owner, uids)
    }
    return uids
  }

  #sync(uid: string): void {
    const found = this.#find(uid)
    if (found === undefined) return
    if (waitsForDependents(found.stored)) this.#finishOwner(uid, found.kind, found.stored)
    else if (ownersOf(found.stored).length > 0) this.#collect(found.kind, found.stored)
  }

  #find(uid: string): { kind: KindStrategy; stored: StoredObject } | undefined {
    const located = this.#live.get(uid)
    if (located === undefined) return undefined
    const stored = this.#store.get(storeResource(located.kind), located.key)
    return stored === undefined ? undefined : { kind: located.kind, stored }
  }

  #collect(kind: KindStrategy, stored: StoredObject): void {
    const owners = ownersOf(stored)
    const present = owners.filter((owner) => !this.#isGone(owner))
    if (present.length === owners.length) return
    if (present.length > 0) this.#setOwners(kind, stored, present)
    else if (stored.object.metadata.deletionTimestamp === undefined) deleteObject(this.#store, kind, stored, {})
  }

  #isGone({ uid, apiVersion, kind }: OwnerReference): boolean {
    if (this.#live.has(uid)) return false
    return this.#registry.all().some((known) => known.kind === kind && apiVersionMatches(known, apiVersion))
  }

  /** Either deletes the dependents and waits for those that block, or lets go of them. */
  #finishOwner(uid: string, kind: KindStrategy, owner: StoredObject): void {
    const orphan = (owner.object.metadata.finalizers ?? []).includes('orphan')
    let blocked = false
    for (const dependentUid of [...(this.#dependents.get(uid) ?? [])]) {
      const dependent = this.#find(dependentUid)
      if (dependent === undefined) continue
      const others = ownersOf(dependent.stored).filter((reference) => reference.uid !== uid)
      if (orphan || others.length > 0) this.#setOwners(dependent.kind, dependent.stored, others)
      else blocked = this.#deleteDependent(uid, dependent) || blocked
    }
    if (blocked) return
    const finalizer = orphan ? 'orphan' : 'foregroundDeletion'
    const finalizers = (owner.object.metadata.finalizers ?? []).filter((name) => name !== finalizer)
    this.#write(kind, owner, { finalizers })
  }

  /** Returns whether the owner has to wait for it. */
  #deleteDependent(owner: string, { kind, stored }: { kind: KindStrategy; stored: StoredObject }): boolean {
    const blocks = ownersOf(stored).some(
      (reference) => reference.uid === owner && reference.blockOwnerDeletion === true,
    )
    const deleting = stored.object.metadata.deletionTimestamp !== undefined
    const gone = !deleting && deleteObject(this.#store, kind, stored, { finalizer: 'foregroundDeletion' }).gone
    return blocks && !gone
  }

  #setOwners(kind: KindStrategy, stored: StoredObject, ownerReferences: OwnerReference[]): void {
    this.#write(kind, stored, { ownerReferences })
  }

  #write(kind: KindStrategy, stored: StoredObject, change: object): void {
    const object = canonicalise(kind, { ...stored.object, metadata: { ...stored.object.metadata, ...change } })
    if (isReleased(kind, object)) this.#store.delete(storeResource(kind), stored.key)
    else this.#store.put(storeResource(kind), stored.key, object)
  }
}

function ownersOf(stored: StoredObject | undefined): OwnerReference[] {
  return stored?.object.metadata.ownerReferences ?? []
}

function waitsForDependents({ object: { metadata } }: StoredObject): boolean {
  if (metadata.deletionTimestamp === undefined) return false
  return (metadata.finalizers ?? []).some((name) => name === 'orphan' || name === 'foregroundDeletion')
}

function apiVersionMatches({ group }: KindStrategy, apiVersion: string): boolean {
  // Any version of the group will do: they are the same objects.
  const slash = apiVersion.indexOf('/')
  return group === (slash < 0 ? '' : apiVersion.slice(0, slash))
}
