/** One group and version as a server's discovery tells it: an APIResourceList. */
export interface ApiResourceList {
  readonly groupVersion: string
  readonly resources: readonly ApiResource[]
}

export interface ApiResource {
  /** `pods`, or `pods/status`. */
  readonly name: string
  readonly singularName: string
  readonly namespaced: boolean
  readonly kind: string
  readonly group?: string
  readonly version?: string
  readonly verbs: readonly string[]
  readonly shortNames?: readonly string[]
  readonly categories?: readonly string[]
}

/** Columns of a table, by group version and resource: `v1 pods`. */
export type ColumnsByResource = ReadonlyMap<string, readonly TableColumn[]>

export interface TableColumn {
  readonly name: string
  readonly type: string
  readonly format?: string
  readonly priority?: number
}

/** What the servers of one version serve. */
export interface Served {
  readonly version: string
  readonly lists: readonly ApiResourceList[]
  readonly columns: ColumnsByResource
}
