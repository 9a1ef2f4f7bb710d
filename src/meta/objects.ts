/** What every object says about its own kind. */
export interface TypeMeta {
  /** `v1`, or GROUP/VERSION. */
  apiVersion?: string
  kind?: string
}

/**
 * What every stored object carries, as it is on the wire.
 *
 * Source: `ObjectMeta` in k8s.io/apimachinery/pkg/apis/meta/v1.
 */
export interface ObjectMeta {
  name?: string
  /** The server appends five characters to it if `name` is not set. */
  generateName?: string
  namespace?: string
  /** Set by the server, unique in time and space. */
  uid?: string
  /** Opaque to clients, but for equality and order between versions of one resource type. */
  resourceVersion?: string
  /** Bumped by the server when the desired state changes. */
  generation?: number
  /** RFC 3339, seconds. */
  creationTimestamp?: string
  /** Set by the server when deletion was asked for: RFC 3339, seconds. */
  deletionTimestamp?: string
  deletionGracePeriodSeconds?: number
  labels?: Record<string, string>
  annotations?: Record<string, string>
  ownerReferences?: OwnerReference[]
  finalizers?: string[]
  managedFields?: ManagedFieldsEntry[]
  selfLink?: string
}

export interface OwnerReference {
  apiVersion: string
  kind: string
  name: string
  uid: string
  controller?: boolean
  blockOwnerDeletion?: boolean
}

/** Which fields one field manager owns. */
export interface ManagedFieldsEntry {
  manager?: string
  operation?: string
  apiVersion?: string
  time?: string
  fieldsType?: string
  fieldsV1?: Record<string, unknown>
  subresource?: string
}

export interface ListMeta {
  /** Version of the whole list: a watch from it misses nothing and repeats nothing. */
  resourceVersion?: string
  /** Token for the next page. Absent on the last one. */
  continue?: string
  /** How many items follow this page, if the server counts them. */
  remainingItemCount?: number
  selfLink?: string
}

/** Any object of the API: its fields beyond these are the kind's own. */
export interface KubernetesObject extends TypeMeta {
  metadata?: ObjectMeta
}

export interface KubernetesList<T> extends TypeMeta {
  metadata: ListMeta
  items: T[]
}
