/**
 * What stands first in `api/meta/v1`: types that are written as something else than what Go makes them of, and what
 * holds for all kinds.
 */
export const metaPreamble = `/** A point in time, RFC 3339 with seconds: \`2024-05-01T12:00:00Z\`. */
export type Time = string

/** A point in time, RFC 3339 with microseconds: \`2024-05-01T12:00:00.000000Z\`. */
export type MicroTime = string

/** A duration as Go writes it: \`1h30m\`. */
export type Duration = string

/** An amount with a suffix: \`500m\`, \`128Mi\`, \`2\`. */
export type Quantity = string

/** A number, or a string such as a port's name or a percentage. */
export type IntOrString = number | string

/** Bytes in base64. */
export type Base64 = string

/** A set of fields, in server-side apply's notation. */
export type FieldsV1 = Record<string, unknown>

/** An object of a kind that is not known here. */
export type RawExtension = Record<string, unknown>

/** The metadata of what a server has stored. */
export interface StoredObjectMeta extends ObjectMeta {
  name: string
  uid: string
  resourceVersion: string
  creationTimestamp: Time
}

/** The metadata of what a server has stored in a namespace. */
export interface NamespacedObjectMeta extends StoredObjectMeta {
  namespace: string
}

/** The metadata of what is applied. */
export interface ApplyMetadata extends Omit<ObjectMetaApplyConfiguration, 'managedFields'> {
  name: string
}

/** Any object of the API: its fields beyond these are the kind's own. */
export interface KubernetesObject {
  /** \`v1\`, or GROUP/VERSION. */
  apiVersion?: string | undefined
  kind?: string | undefined
  metadata?: ObjectMeta | undefined
}

/** A list of objects, as a server returns it. */
export interface KubernetesList<T> {
  apiVersion?: string
  kind?: string
  metadata: ListMeta
  items: T[]
}

/** An object as a server returns it. The built-in kinds have a type of their own for it, which says more. */
export type Stored<T extends KubernetesObject> = T & {
  apiVersion: NonNullable<T['apiVersion']>
  kind: NonNullable<T['kind']>
  metadata: StoredObjectMeta
}
`

/** The names that it declares. */
export const metaPreambleNames: readonly string[] = [
  ...metaPreamble.matchAll(/^export (?:type|interface) (\w+)/gm),
].map(([, name = '']) => name)
