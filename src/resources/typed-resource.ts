import type { ResourceMethod } from './methods.ts'

/**
 * The types of one resource, for the typed client. `TypedResources` has an interface for each group and version,
 * whose properties are accessors (`pods`, `configMaps`) and whose values have this shape.
 */
export interface TypedResource {
  /** What is written: `Pod`. */
  readonly object: object
  /** What a server returns: `StoredPod`; of a review `TokenReviewResponse`. */
  readonly stored: object
  /** `PodList`, whose items are stored ones; `never` where nothing can be listed. */
  readonly list: unknown
  /** `PodApplyConfiguration`; `never` where nothing can be applied. */
  readonly apply: unknown
  readonly namespaced: boolean
  /** The methods that a server serves; client-go's where none serves the resource any more. */
  readonly methods: ResourceMethod
}
