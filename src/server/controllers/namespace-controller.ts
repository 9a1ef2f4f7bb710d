import { canonicalise } from '../decode-object.ts'
import { type KindRegistry, storeResource } from '../kinds/kind-registry.ts'
import { type NamespaceObject, namespaces } from '../kinds/namespaces.ts'
import type { Store } from '../store/store.ts'
import { objectKey, type ServerObject } from '../store/stored-object.ts'
import { deleteObject, isReleased } from '../verbs/deletion.ts'
import { ControllerQueue } from './controller-queue.ts'

/**
 * Empties a namespace that is being deleted, then lets it go. On a real cluster kube-controller-manager does this.
 *
 * What has finalizers or a grace period keeps its namespace until it is gone. Unlike the real controller this one
 * does not write conditions that say what is left.
 */
export class NamespaceController {
  readonly #store: Store
  readonly #registry: KindRegistry
  readonly #queue = new ControllerQueue((name) => this.#sync(name))
  readonly #unsubscribe: (() => void)[] = []

  constructor(store: Store, registry: KindRegistry) {
    this.#store = store
    this.#registry = registry
    for (const kind of registry.all()) {
      this.#unsubscribe.push(
        store.subscribe(storeResource(kind), ({ type, current: { object } }) => {
          if (kind.plural === 'namespaces' && type !== 'DELETED') this.#consider(object.metadata.name)
          else if (type === 'DELETED' && kind.namespaced) this.#consider(object.metadata.namespace ?? '')
        }),
      )
    }
  }

  close(): void {
    for (const unsubscribe of this.#unsubscribe) unsubscribe()
    this.#queue.close()
  }

  #consider(name: string): void {
    if (this.#terminating(name) !== undefined) this.#queue.add(name)
  }

  #terminating(name: string): NamespaceObject | undefined {
    const object = this.#store.get('namespaces', objectKey('', name))?.object
    return object?.metadata.deletionTimestamp === undefined ? undefined : (object as NamespaceObject)
  }

  #sync(name: string): void {
    const namespace = this.#terminating(name)
    if (namespace === undefined || !this.#empty(name)) return
    const finalizers = (namespace.spec?.finalizers ?? []).filter((finalizer) => finalizer !== 'kubernetes')
    const released: ServerObject = canonicalise(namespaces, { ...namespace, spec: { ...namespace.spec, finalizers } })
    const key = objectKey('', name)
    if (isReleased(namespaces, released)) this.#store.delete('namespaces', key)
    else if (finalizers.length !== namespace.spec?.finalizers?.length) this.#store.put('namespaces', key, released)
  }

  /** Asks everything in the namespace to go. Returns whether nothing is left. */
  #empty(name: string): boolean {
    let left = 0
    for (const kind of this.#registry.all()) {
      if (!kind.namespaced) continue
      for (const stored of this.#store.list(storeResource(kind), objectKey(name, ''))) {
        if (stored.object.metadata.deletionTimestamp !== undefined) left++
        else if (!deleteObject(this.#store, kind, stored, {}).gone) left++
      }
    }
    return left === 0
  }
}
