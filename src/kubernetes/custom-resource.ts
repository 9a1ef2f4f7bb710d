import type { ApplyMetadata, KubernetesObject, ListMeta, Stored } from '../api/meta/v1.ts'
import type { BaseMethod, ScaleMethod, StatusMethod } from '../resources/index.ts'

type DeepPartial<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [Field in keyof T]?: DeepPartial<T[Field]> | undefined }
    : T

/** What is applied of a custom resource's object. */
export type ObjectApplyConfiguration<T extends KubernetesObject> = DeepPartial<Omit<T, 'metadata'>> & {
  readonly metadata: ApplyMetadata
}

/** A list of a custom resource's objects. */
export interface StoredList<T extends KubernetesObject> {
  apiVersion: string
  kind: string
  metadata: ListMeta
  items: Stored<T>[]
}

/** The types of a resource that is not built in. Which methods it has is known at run time only. */
export interface CustomResource<T extends KubernetesObject, Apply extends object = ObjectApplyConfiguration<T>> {
  readonly object: T
  readonly stored: Stored<T>
  readonly list: StoredList<T>
  readonly apply: Apply
  readonly namespaced: boolean
  readonly methods: BaseMethod | StatusMethod | ScaleMethod
}
