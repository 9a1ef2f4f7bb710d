import type { ResourceMethod } from './methods.ts'
import type { TypedResource } from './typed-resource.ts'

/**
 * What a client has to know about a resource. For the built-in ones it comes from the tables beside this file, for a
 * custom resource from whoever uses it.
 */
export interface ResourceDescriptor {
  /** As on the wire: empty for the core group, `rbac.authorization.k8s.io`. */
  readonly group: string
  readonly version: string
  /** In lower case and plural, as in URLs: `pods`. */
  readonly resource: string
  /** In CamelCase and singular: `Pod`. */
  readonly kind: string
  /** Whether an object of it is in a namespace. */
  readonly namespaced: boolean
  /** Default: the kind in lower case. */
  readonly singular?: string | undefined
  /** Default: the kind with `List` after it. */
  readonly listKind?: string | undefined
  /** Such as `po`. Default: none. */
  readonly shortNames?: readonly string[] | undefined
  /** Such as `all`. Default: none. */
  readonly categories?: readonly string[] | undefined
  /** Default: the base methods. */
  readonly methods?: readonly ResourceMethod[] | undefined
  /** Default: none. */
  readonly subresources?: readonly string[] | undefined
}

/** A descriptor that says which types go with it, so that a client made from it needs no type arguments. */
export interface TypedDescriptor<R extends TypedResource> extends ResourceDescriptor {
  readonly namespaced: R['namespaced']
  /** For the compiler only: no value has it. */
  readonly '~types'?: R
}

/** A built-in resource: nothing is left open. */
export interface BuiltInResource extends ResourceDescriptor {
  /** What client-go calls its method, in camel case: `configMaps`, `networkPolicies`, `csiDrivers`. */
  readonly accessor: string
  readonly singular: string
  readonly listKind: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  /** The union of client-go's methods and the servers' verbs. */
  readonly methods: readonly ResourceMethod[]
  /** The union of all servers', in alphabetical order. */
  readonly subresources: readonly string[]
}
