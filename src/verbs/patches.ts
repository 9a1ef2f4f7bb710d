/** One step of a JSON patch. Source: RFC 6902. */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly path: string; readonly from: string }

/**
 * The part of an object that a merge patch changes: null removes a field, at every level; a list replaces the whole
 * list. Source: RFC 7386.
 */
export type MergePatch<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [Field in keyof T]?: MergePatch<T[Field]> | null | undefined }
    : T

/**
 * The part of an object that a strategic merge patch changes: null removes a field; lists are merged by their keys
 * where the kind's schema has some. Directives say the rest. Custom resources do not take such patches.
 *
 * Source: k8s.io/apimachinery/pkg/util/strategicpatch.
 */
export type StrategicPatch<T> = T extends readonly (infer Item)[]
  ? readonly StrategicPatch<Item>[]
  : T extends object
    ? { readonly [Field in keyof T]?: StrategicPatch<T[Field]> | null | undefined } & StrategicDirectives
    : T

/** What a strategic merge patch can say at every level besides the values. */
export interface StrategicDirectives {
  /** `delete` removes the object or the item, `replace` merges nothing below. */
  readonly $patch?: 'delete' | 'replace' | 'merge' | undefined
  /** Of a union: the fields to keep besides those in the patch. */
  readonly $retainKeys?: readonly string[] | undefined
  readonly [setElementOrder: `$setElementOrder/${string}`]: readonly unknown[] | undefined
  readonly [deleteFromPrimitiveList: `$deleteFromPrimitiveList/${string}`]: readonly unknown[] | undefined
}

/** A patch and what kind of patch it is, which decides the header Content-Type. */
export type Patch<T = unknown, Apply = object> =
  | { readonly type: 'json'; readonly body: readonly JsonPatchOperation[] }
  | { readonly type: 'merge'; readonly body: MergePatch<T> }
  | { readonly type: 'strategic'; readonly body: StrategicPatch<T> }
  /** What `apply` sends, without its checks: `apiVersion` and `kind` are filled in. Needs a field manager. */
  | { readonly type: 'apply'; readonly body: Apply }

/** A patch of an object whose kind is not known here, such as a subresource's. */
export type UntypedPatch =
  | { readonly type: 'json'; readonly body: readonly JsonPatchOperation[] }
  | { readonly type: 'merge' | 'strategic' | 'apply'; readonly body: object }
