import { isNotFound, RequestError } from '../errors/index.ts'
import { type KubernetesObject, nestedString } from '../meta/index.ts'
import { checkTimeout } from '../rest/deadline.ts'
import { requireNameOf, requireObject } from '../verbs/arguments.ts'
import {
  type ApplyAllOptions,
  type DeleteAllOptions,
  defaultWaitMs,
  forEachObject,
  type ObjectResult,
} from './all-objects.ts'
import type { DynamicClient } from './dynamic-client.ts'
import { inOrderOfCreation, rankOf } from './manifest-order.ts'
import { conditions } from './wait-conditions.ts'
import { waitFor } from './wait-for.ts'
import { waitActive, waitServed } from './wait-served.ts'

/** Does what `applyAll` says. */
export async function applyObjects(
  dynamic: DynamicClient,
  objects: Iterable<object>,
  options: ApplyAllOptions,
): Promise<ObjectResult<'applied'>[]> {
  requireObjects(objects)
  const { namespace, waitMs = defaultWaitMs, onProgress: _onProgress, ...apply } = requireObject('options', options)
  const { signal, timeoutMs } = options
  checkTimeout('waitMs', waitMs)
  return forEachObject(inOrderOfCreation(objects), options, async (object, waiting) => {
    const name = requireNameOf('object', object)
    const client = await dynamic.forObject(object, { signal, timeoutMs, namespace })
    const stored = await client.apply(name, object, apply)
    if (options.dryRun !== undefined) return { outcome: 'applied', stored }
    const rank = rankOf(object)
    if (rank === 'other') return { outcome: 'applied', stored }
    if (rank === 'definition' || !isActive(stored)) waiting()
    const wait = rank === 'namespace' ? waitActive : waitServed
    return { outcome: 'applied', stored: (await wait(dynamic, stored, { signal, timeoutMs: waitMs })) ?? stored }
  })
}

/** Does what `deleteAll` says. */
export async function deleteObjects(
  dynamic: DynamicClient,
  objects: Iterable<object>,
  options: DeleteAllOptions,
): Promise<ObjectResult<'deleted' | 'notFound'>[]> {
  requireObjects(objects)
  const {
    namespace,
    waitMs = defaultWaitMs,
    onProgress: _onProgress,
    wait = false,
    ...deletion
  } = requireObject('options', options)
  const { signal, timeoutMs } = options
  checkTimeout('waitMs', waitMs)
  return forEachObject(inOrderOfCreation(objects).reverse(), options, async (object, waiting) => {
    const name = requireNameOf('object', object)
    const client = await dynamic.forObject(object, { signal, timeoutMs, namespace })
    try {
      const answer = await client.delete(name, deletion)
      if (wait && options.dryRun === undefined) {
        waiting()
        const uid = uidOf(answer)
        await waitFor({ resource: client, name }, conditions.deleted(uid), { signal, timeoutMs: waitMs })
      }
      return { outcome: 'deleted' }
    } catch (error) {
      if (isNotFound(error)) return { outcome: 'notFound' }
      throw error
    }
  })
}

/** @throws {RequestError} for one object alone, too */
function requireObjects(objects: unknown): void {
  if (typeof objects === 'object' && objects !== null && Symbol.iterator in objects) return
  throw new RequestError('invalid objects: expected an array, or something else that can be iterated')
}

function isActive(namespace: KubernetesObject): boolean {
  return nestedString(namespace, 'status', 'phase') === 'Active'
}

/** An answer is the object itself, or a Status that names it. */
function uidOf(answer: object): string | undefined {
  return nestedString(answer, 'metadata', 'uid') ?? nestedString(answer, 'details', 'uid')
}
