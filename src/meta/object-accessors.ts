import { nestedMap, nestedNumber, nestedSlice, nestedString } from './nested-field.ts'
import type { KubernetesObject, OwnerReference } from './objects.ts'
import type { Unstructured } from './unstructured.ts'

// For objects of any kind, also such as nobody has checked. All of them throw a `TypeError` that names the path if
// something of another type is there. Source: `Unstructured` in k8s.io/apimachinery.

/** One of the conditions that most kinds have in their status. */
export interface ObjectCondition {
  readonly type: string
  /** `True`, `False` or `Unknown`. */
  readonly status: string
  readonly reason?: string
  readonly message?: string
  readonly observedGeneration?: number
  readonly lastTransitionTime?: string
}

/** `metadata.name`; empty if there is none. */
export function nameOf(object: object): string {
  return nestedString(object, 'metadata', 'name') ?? ''
}

/** `metadata.namespace`; empty if there is none. */
export function namespaceOf(object: object): string {
  return nestedString(object, 'metadata', 'namespace') ?? ''
}

/** The labels; an empty object if there are none. */
export function labelsOf(object: object): Readonly<Record<string, string>> {
  return (nestedMap(object, 'metadata', 'labels') ?? {}) as Record<string, string>
}

/** The annotations; an empty object if there are none. */
export function annotationsOf(object: object): Readonly<Record<string, string>> {
  return (nestedMap(object, 'metadata', 'annotations') ?? {}) as Record<string, string>
}

/** The owners; an empty array if there are none. */
export function ownerReferencesOf(object: object): readonly OwnerReference[] {
  return (nestedSlice(object, 'metadata', 'ownerReferences') ?? []) as OwnerReference[]
}

/** The owner that manages the object, if there is one. Source: `GetControllerOf` in k8s.io/apimachinery. */
export function controllerOf(object: object): OwnerReference | undefined {
  return ownerReferencesOf(object).find(({ controller }) => controller === true)
}

/** The finalizers; an empty array if there are none. */
export function finalizersOf(object: object): readonly string[] {
  return (nestedSlice(object, 'metadata', 'finalizers') ?? []) as string[]
}

/** How often the desired state has changed; 0 for kinds that do not count it. */
export function generationOf(object: object): number {
  return nestedNumber(object, 'metadata', 'generation') ?? 0
}

/** `status.conditions`; an empty array if there are none. */
export function conditionsOf(object: object): readonly ObjectCondition[] {
  return (nestedSlice(object, 'status', 'conditions') ?? []) as ObjectCondition[]
}

/** The condition of a type, if there is one. */
export function conditionOf(object: object, type: string): ObjectCondition | undefined {
  return conditionsOf(object).find((each) => each?.type === type)
}

/** Whether an object is a list of objects, of whatever kind. */
export function isList(object: object): object is { readonly items: readonly KubernetesObject[] } {
  return typeof object === 'object' && object !== null && 'items' in object && Array.isArray(object.items)
}

/**
 * The objects of a list, those of lists in it among them. Items that do not say what they are get it from their list:
 * those of a `PodList` are of the kind `Pod`. Null, as Go writes an empty list, has no items.
 *
 * @throws {TypeError} if it is no list
 */
export function* eachListItem<T extends KubernetesObject = Unstructured>(list: object): Generator<T, undefined> {
  const items = nestedSlice(list, 'items')
  if (items === undefined && !('items' in list)) throw new TypeError('items: expected an array, found none')
  for (const each of (items ?? []) as T[]) {
    const item = withTypeOf<T>(list, each)
    // A kind may have a field of this name that is no list: a config map's items are not objects.
    if (isList(item) && item.kind?.endsWith('List')) yield* eachListItem<T>(item)
    else yield item
  }
}

/** Source: `UnstructuredJSONScheme` in k8s.io/apimachinery, which takes it from the list. */
function withTypeOf<T extends KubernetesObject>(list: KubernetesObject, item: T): T {
  const kind = list.kind?.replace(/List$/, '')
  if (typeof item !== 'object' || item === null || Array.isArray(item) || !kind || kind === list.kind) return item
  if (item.kind && item.apiVersion) return item
  return { ...item, apiVersion: item.apiVersion || list.apiVersion, kind: item.kind || kind }
}
