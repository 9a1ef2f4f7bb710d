import type { ErrorSubject } from '../api-error.ts'
import { storeResource } from '../kinds/kind-registry.ts'
import type { KindStrategy, SubresourceStrategy } from '../kinds/kind-strategy.ts'
import type { Representation } from '../negotiation.ts'
import type { ApiRequest } from '../request.ts'
import type { Store } from '../store/store.ts'
import { objectKey } from '../store/stored-object.ts'
import type { WatchHub } from '../watch-hub.ts'

/** A request that has been understood as far as what it is about. */
export interface ResourceRequest {
  readonly store: Store
  readonly watches: WatchHub
  readonly kind: KindStrategy
  readonly namespace: string | undefined
  readonly name: string | undefined
  readonly subresource: SubresourceStrategy | undefined
  readonly query: URLSearchParams
  readonly request: ApiRequest
  /** How the answer is to be written. */
  readonly form: Representation
}

/** The store's name of what the request is about. */
export function resourceOf({ kind }: ResourceRequest): string {
  return storeResource(kind)
}

export function keyOf({ namespace, name }: ResourceRequest): string {
  return objectKey(namespace ?? '', name ?? '')
}

/** What the keys of a list start with: all namespaces, or the one of the path. */
export function prefixOf({ kind, namespace }: ResourceRequest): string {
  return kind.namespaced && namespace === undefined ? '' : `${namespace ?? ''}/`
}

export function subjectOf({ kind }: ResourceRequest, name: string): ErrorSubject {
  return { group: kind.group, resource: kind.plural, name }
}
