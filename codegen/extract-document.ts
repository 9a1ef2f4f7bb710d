/** What the Go program prints. */
export interface Extract {
  readonly version: string
  /** By client-go's folder: `core/v1`. */
  readonly clients: Readonly<Record<string, readonly ExtractedClient[]>>
  readonly kinds: readonly ExtractedKind[]
  /** By Go name: `k8s.io/api/core/v1.Pod`. */
  readonly types: Readonly<Record<string, ExtractedType>>
  /** Values of string types, by Go name. */
  readonly strings: Readonly<Record<string, readonly string[]>>
  readonly defaults: {
    readonly types: Readonly<Record<string, Readonly<Record<string, unknown>>>>
    readonly kinds: Readonly<Record<string, Readonly<Record<string, unknown>>>>
  }
}

export interface ExtractedClient {
  /** In Go's capitals: `ConfigMaps`. */
  readonly accessor: string
  readonly kind: string
  readonly namespaced: boolean
  readonly methods: readonly string[]
}

export interface ExtractedKind {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly type: string
  readonly fieldLabels?: readonly string[]
  readonly columns?: readonly {
    readonly name: string
    readonly type: string
    readonly format?: string
    readonly priority?: number
  }[]
}

export interface ExtractedType {
  readonly fields: readonly ExtractedField[]
  readonly mapType?: string
}

export interface ExtractedField {
  readonly name: string
  readonly type: string
  readonly omit?: boolean
  readonly pointer?: boolean
  readonly required?: boolean
  readonly number?: string
  readonly enum?: readonly string[]
  readonly default?: unknown
  readonly patchStrategy?: string
  readonly patchMergeKey?: string
  readonly listType?: string
  readonly listMapKeys?: readonly string[]
  readonly mapType?: string
}
