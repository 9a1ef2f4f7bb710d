import { formatGroupVersion, type GroupVersionKind } from './group-version.ts'
import type { KubernetesObject } from './objects.ts'
import type { Unstructured } from './unstructured.ts'
import { ValidationError, type Violation } from './violations.ts'

/** The kind of object that is expected: a resource's descriptor is one. */
export interface ExpectedKind extends GroupVersionKind {
  /** Default: the kind with `List` after it. */
  readonly listKind?: string | undefined
}

/** Options of {@link fromUnstructured}. */
export interface ConversionOptions {
  /** Checks all fields against what is known about the kind, which is loaded for it. Default: false. */
  readonly validate?: boolean | undefined
}

/**
 * An object of any kind as one of a type: `fromUnstructured<PodList>(list, { group: '', version: 'v1', kind: 'Pod' })`.
 * The same object, not a copy. `apiVersion` and `kind` are checked; the list of the kind will do, too.
 *
 * With `validate`, all fields are checked as in {@link validateObject}, and the object comes as a promise.
 *
 * Source: `FromUnstructured` in k8s.io/apimachinery/pkg/runtime.
 *
 * @throws {TypeError} if it is of another kind, or does not say of which
 * @throws {ValidationError} with `validate`: if there are violations, all of which it has
 * @throws {NoSchemaError} with `validate`: if nothing is known about the kind, such as a custom one
 */
export function fromUnstructured<T extends object>(
  object: object,
  expected: ExpectedKind,
  options?: ConversionOptions & { readonly validate?: false | undefined },
): T
export function fromUnstructured<T extends object>(
  object: object,
  expected: ExpectedKind,
  options: ConversionOptions & { readonly validate: true },
): Promise<T>
export function fromUnstructured<T extends object>(
  object: object,
  expected: ExpectedKind,
  options?: ConversionOptions,
): T | Promise<T>
export function fromUnstructured<T extends object>(
  object: object,
  expected: ExpectedKind,
  options: ConversionOptions = {},
): T | Promise<T> {
  if (options.validate !== true) return ofKind<T>(object, expected)
  return validated(object, expected)
}

function ofKind<T extends object>(object: object, expected: ExpectedKind): T {
  const { kind, apiVersion } = toUnstructured(object)
  const wanted = formatGroupVersion(expected)
  const kinds = [expected.kind, expected.listKind ?? `${expected.kind}List`]
  if (apiVersion === wanted && kinds.includes(kind)) return object as T
  throw new TypeError(`expected ${expected.kind} of ${wanted}, found ${kind} of ${apiVersion}`)
}

async function validated<T extends object>(object: object, expected: ExpectedKind): Promise<T> {
  const typed = ofKind<T>(object, expected)
  const violations = await validateObject(object)
  if (violations.length > 0) throw new ValidationError(describe(object), violations)
  return typed
}

function describe({ kind, metadata }: KubernetesObject): string {
  const name: unknown = metadata?.name
  return typeof name === 'string' && name !== '' ? `${kind} ${JSON.stringify(name.slice(0, 253))}` : `${kind}`
}

/**
 * Checks an object, or the items of a list, against what is known about its kind: types, fields that are required or
 * not known, values that are not allowed (enumerations without others, quantities, times, the range of integers), and
 * lists in which a key is there twice. Null is allowed where servers write it. What is known about a kind is loaded
 * for it, once.
 *
 * What a server checks beyond its schema (lengths, references, fields that exclude one another) is not checked.
 *
 * @returns all that is wrong; empty if nothing is
 * @throws {TypeError} if the object does not say what it is
 * @throws {NoSchemaError} if nothing is known about the kind, such as a custom one
 */
export async function validateObject(object: object): Promise<readonly Violation[]> {
  const { apiVersion, kind } = toUnstructured(object)
  const { validateAgainstFacts } = await import('../schema/validate-object.ts')
  return validateAgainstFacts(apiVersion, kind, object)
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
    throw new TypeError(
      `expected an object, found ${object === null ? 'null' : Array.isArray(object) ? 'array' : typeof object}`,
    )
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
