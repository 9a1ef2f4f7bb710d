import type { KubernetesObject, ListMeta, Stored } from './objects.ts'

/** An object of any kind, as JSON has it. */
export interface Unstructured extends KubernetesObject {
  [field: string]: unknown
}

/** A list of objects of any kind, as a server returns it. */
export interface UnstructuredList<T extends KubernetesObject = Unstructured> {
  apiVersion: string
  kind: string
  metadata: ListMeta
  items: Stored<T>[]
}
