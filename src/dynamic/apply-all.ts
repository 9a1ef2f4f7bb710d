import type { ApplyAllOptions, DeleteAllOptions, ObjectResult } from './all-objects.ts'
import type { DynamicClient } from './dynamic-client.ts'

// What does the work is loaded when it is used: most programs apply no manifests.

/**
 * Applies objects of any kinds, such as a manifest's (server-side apply). Lists are taken apart. Namespaces and
 * definitions of kinds come first and are waited for; all else follows in its order.
 *
 * A failure does not hide the others: there is a result for each object, in the order in which they were applied.
 *
 * @throws {RequestError} for arguments that are none
 * @throws the reason of a signal that fires, and what `onProgress` throws; all else that goes wrong is a result
 */
export async function applyAll(
  dynamic: DynamicClient,
  objects: Iterable<object>,
  options: ApplyAllOptions,
): Promise<ObjectResult<'applied'>[]> {
  return (await import('./apply-objects.ts')).applyObjects(dynamic, objects, options)
}

/**
 * Deletes objects of any kinds, such as a manifest's, in the reverse of the order in which {@link applyAll} applies
 * them. What is not there is a result of its own, and no failure. Throws as `applyAll` does.
 */
export async function deleteAll(
  dynamic: DynamicClient,
  objects: Iterable<object>,
  options: DeleteAllOptions = {},
): Promise<ObjectResult<'deleted' | 'notFound'>[]> {
  return (await import('./apply-objects.ts')).deleteObjects(dynamic, objects, options)
}
