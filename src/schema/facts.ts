/**
 * What is known about one group and version of Kubernetes' API, in a form that is small and quick to load. One
 * generated file a group and version holds one of these; {@link parseFields} reads a definition when it is needed.
 */
export interface GroupVersionFacts {
  /** client-go's name for the group, which is also the name of the folder: `core`, `rbac`. */
  readonly folder: string
  /** As on the wire: empty for the core group. */
  readonly group: string
  readonly version: string
  /** The newest Kubernetes that has it: `1.37.2`. */
  readonly newest: string
  /** The Kubernetes versions whose servers serve something of it, newest first. */
  readonly served: readonly string[]
  /** The fields of each type as text, by its name. */
  readonly types: Readonly<Record<string, string>>
  /** Types that are atomic for server-side apply: the whole has one owner. */
  readonly atomicTypes?: readonly string[]
  /** The values of each string type, with `|` between them. Behind `!` there will be no others. */
  readonly strings: Readonly<Record<string, string>>
  /** By name. */
  readonly kinds: Readonly<Record<string, KindFacts>>
  readonly resources: readonly ResourceFacts[]
}

export interface KindFacts {
  /** The newest Kubernetes that has this kind, if it is an older one than its group's. */
  readonly newest?: string
  /** What a field selector may name, as far as the API machinery knows. Default: name and namespace. */
  readonly fieldLabels?: readonly string[]
  /** `NAME[:TYPE[.FORMAT]][+PRIORITY]`, the type `string` where nothing is said. */
  readonly columns?: readonly string[]
  /** Defaults that a definition has only at this place in this kind, by path. */
  readonly defaults?: Readonly<Record<string, unknown>>
}

export interface ResourceFacts {
  readonly resource: string
  readonly kind: string
  readonly namespaced: boolean
  readonly shortNames?: readonly string[]
  readonly categories?: readonly string[]
  /** What the newest server that serves it can do. None if none serves it. */
  readonly verbs?: readonly string[]
  readonly subresources?: readonly SubresourceFacts[]
  /** client-go's methods, in camel case. */
  readonly methods?: readonly string[]
  /** The Kubernetes versions whose servers serve it, newest first. */
  readonly served?: readonly string[]
}

export interface SubresourceFacts {
  readonly name: string
  /** Of what is sent and received, with its group and version where they differ: `Scale.v1.autoscaling`. */
  readonly kind: string
  readonly verbs: readonly string[]
}
