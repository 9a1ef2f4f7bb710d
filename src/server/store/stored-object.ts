import type { KubernetesObject, ObjectMeta } from '../../meta/index.ts'

/** An object as the server holds it: what every kind has, and fields that only the kind's own code knows. */
export interface ServerObject extends KubernetesObject {
  kind: string
  apiVersion: string
  metadata: ObjectMeta & { name: string }
  [field: string]: unknown
}

/**
 * One version of one object. Neither the object nor the bytes are ever changed: events, lists and watches share them.
 *
 * The bytes are made once, at the write: a get hands them out, a list copies them, a watch frames them.
 */
export interface StoredObject {
  /** NAMESPACE/NAME, or /NAME for kinds without namespaces. Lists are in the order of it. */
  readonly key: string
  /** The version at which this was written, as in `metadata.resourceVersion`. */
  readonly revision: number
  readonly object: ServerObject
  /** The object as JSON, starting with `kind` and `apiVersion`. */
  readonly json: Uint8Array
}

export function objectKey(namespace: string, name: string): string {
  return `${namespace}/${name}`
}

/** Makes the stored form of an object that has its resourceVersion already. */
export function storedObject(key: string, revision: number, object: ServerObject): StoredObject {
  return { key, revision, object, json: Buffer.from(JSON.stringify(object)) }
}
