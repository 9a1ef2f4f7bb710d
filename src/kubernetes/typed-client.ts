import type { ResourceDescriptor, TypedResource } from '../resources/index.ts'
import type { RESTClient } from '../rest/index.ts'
import type { BaseMethods, PagingMethods, StatusMethods } from './resource-methods.ts'
import type { EvictionMethods, ScaleMethods, SpecialMethods } from './special-methods.ts'

/** What every resource's client says about itself. */
export interface ClientIdentity {
  readonly descriptor: ResourceDescriptor
  /** The namespace that the client acts in; empty for all of them, and for a resource that is in none. */
  readonly namespace: string
}

interface AllMethods<R extends TypedResource>
  extends BaseMethods<R>,
    PagingMethods<R>,
    StatusMethods<R>,
    ScaleMethods<R>,
    SpecialMethods<R> {}

type MethodNames<R extends TypedResource> =
  | R['methods']
  | ('list' extends R['methods'] ? keyof PagingMethods<R> : never)

/** The client of a resource: the methods that its servers serve. */
export type TypedClient<R extends TypedResource> = ClientIdentity &
  ([R['methods']] extends ['evict'] ? EvictionMethods : Pick<AllMethods<R>, MethodNames<R>>)

/** What can be done in all namespaces at once. Events say themselves which one they are in. */
type AcrossNames =
  | keyof ClientIdentity
  | 'list'
  | 'watch'
  | 'listPages'
  | 'each'
  | 'search'
  | 'getFieldSelector'
  | 'createWithEventNamespace'
  | 'updateWithEventNamespace'
  | 'patchWithEventNamespace'

/** The client of a resource in all namespaces: it lists and watches. All else needs a namespace. */
export type AcrossNamespaces<R extends TypedResource> = [R['methods']] extends ['evict']
  ? TypedClient<R>
  : Pick<TypedClient<R>, AcrossNames & keyof TypedClient<R>>

/** Gives the client of a namespaced resource: in one namespace, or without an argument in all of them. */
export interface NamespacedAccessor<R extends TypedResource> {
  (namespace: string): TypedClient<R>
  (namespace?: string): AcrossNamespaces<R>
}

/** Gives the client of a resource. */
export type Accessor<R extends TypedResource> = R['namespaced'] extends true
  ? NamespacedAccessor<R>
  : () => TypedClient<R>

/** A group and version: an accessor for each resource. */
export type GroupClient<Group> = {
  readonly [Name in keyof Group]: Group[Name] extends TypedResource ? Accessor<Group[Name]> : never
} & {
  /** Sends requests below the group and version's path, whatever they are. */
  readonly restClient: RESTClient
}
