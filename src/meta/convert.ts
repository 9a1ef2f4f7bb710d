import { formatGroupVersion, type GroupVersionKind } from './group-version.ts'
import type { KubernetesObject } from './objects.ts'
import type { Unstructured } from './unstructured.ts'

/** The kind of object that is expected: a resource's descriptor is one. */
export interface ExpectedKind extends GroupVersionKind {
  /** Default: the kind with `List` after it. */
  readonly listKind?: string | undefined
}

/**
 * An object of any kind as one of a type: `fromUnstructured<PodList>(list, { group: '', version: 'v1', kind: 'Pod' })`.
 * The same object, not a copy. Only `apiVersion` and `kind` are checked; the list of the kind will do, too.
 *
 * Source: `FromUnstructured` in k8s.io/apimachinery/pkg/runtime.
 *
 * @throws {TypeError} if it is of another kind, or does not say of which
 */
export function fromUnstructured<T extends object>(object: object, expected: ExpectedKind): T {
  const { kind, apiVersion } = toUnstructured(object)
  const wanted = formatGroupVersion(expected)
  const kinds = [expected.kind, expected.listKind ?? `${expected.kind}List`]
  if (apiVersion === wanted && kinds.includes(kind)) return object as T
  throw new TypeError(`expected ${expected.kind} of ${wanted}, found ${kind} of ${apiVersion}`)
}

/**
 * An object of a type as one of any kind. The same object, not a copy.
 *
 * Source: `ToUnstructured` in k8s.io/apimachinery/pkg/runtime.
 *
 * @throws {TypeError} if it does not say what it is
 */
export function toUnstructured(object: object): Unstructured & { apiVersion: string; kind: string } {
  if (typeof object !== 'object' || object === null || Array.isArray(object)) {
    throw new TypeError(`expected an object, found ${object === null ? 'null' : typeof object}`)
  }
  const { kind, apiVersion } = object as KubernetesObject
  for (const [field, value] of [
    ['apiVersion', apiVersion],
    ['kind', kind],
  ]) {
    if (typeof value !== 'string' || value === '') throw new TypeError(`the object has no ${field}`)
  }
  return object as Unstructured & { apiVersion: string; kind: string }
}
