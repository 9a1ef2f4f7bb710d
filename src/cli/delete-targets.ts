import type { RESTMapping } from '../discovery/index.ts'
import type { DynamicClient, DynamicResourceClient } from '../dynamic/index.ts'
import { conditions } from '../dynamic/wait-conditions.ts'
import { waitFor } from '../dynamic/wait-for.ts'
import { isNotFound, StatusError, TimeoutError } from '../errors/index.ts'
import { nameOf, namespaceOf, nestedString } from '../meta/index.ts'
import type { Deletion } from './delete-options.ts'
import type { Selection } from './get-reader.ts'

/** What is to be deleted: the object of a name, or all objects of a type that are selected. */
export interface DeleteTarget {
  readonly mapping: RESTMapping
  readonly name?: string
}

/** As kubectl names it: `deployment.apps` and its own name. */
export interface DeletedObject {
  readonly type: string
  readonly name: string
}

export interface DeleteTargetsOptions {
  readonly deletion: Deletion
  /** Empty for all namespaces. */
  readonly namespace: string
  /** Which objects of a type, where no name is given. */
  readonly selection: Selection
  /** Counts what is not there as deleted. */
  readonly ignoresMissing: boolean
  readonly print: (object: DeletedObject) => void
}

/** An object on its way out. */
interface Leaving {
  readonly client: DynamicResourceClient
  readonly object: DeletedObject
  readonly uid: string | undefined
}

/**
 * Deletes objects one by one, then waits until they are gone. What a server's answer says of one does not hide the
 * others.
 *
 * @returns how many objects there were, and what went wrong
 */
export async function deleteTargets(
  dynamic: DynamicClient,
  targets: readonly DeleteTarget[],
  options: DeleteTargetsOptions,
): Promise<{ found: number; errors: Error[] }> {
  const { deletion, ignoresMissing, print } = options
  const errors: Error[] = []
  const leaving: Leaving[] = []
  let found = 0
  const keepGoing = async (run: () => Promise<void>): Promise<void> => {
    try {
      await run()
    } catch (error) {
      if (!(error instanceof StatusError)) throw error
      if (!(ignoresMissing && isNotFound(error))) errors.push(error)
    }
  }
  for (const { mapping, name } of targets) {
    await keepGoing(async () => {
      for (const place of await placesOf(dynamic, mapping, name, options)) {
        found += 1
        await keepGoing(async () => {
          const answer = await place.client.delete(place.name, optionsOf(deletion))
          const object = { type: typeOf(mapping), name: place.name }
          print(object)
          const uid = nestedString(answer, 'metadata', 'uid') ?? nestedString(answer, 'details', 'uid')
          leaving.push({ client: place.client, object, uid })
        })
      }
    })
  }
  if (deletion.waits) errors.push(...(await waitUntilGone(leaving, deletion.waitMs)))
  return { found, errors }
}

interface Place {
  readonly client: DynamicResourceClient
  readonly name: string
}

async function placesOf(
  dynamic: DynamicClient,
  { resource, namespaced }: RESTMapping,
  name: string | undefined,
  { namespace, selection }: DeleteTargetsOptions,
): Promise<Place[]> {
  const all = dynamic.resource(resource)
  const client = namespaced ? all.namespace(namespace) : all
  if (name !== undefined) return [{ client, name }]
  const { items } = await client.list({ ...selection })
  return items.map((item) => ({
    client: namespaced ? all.namespace(namespaceOf(item)) : all,
    name: nameOf(item),
  }))
}

function optionsOf({ dryRun, gracePeriodSeconds, propagationPolicy }: Deletion) {
  return { dryRun, gracePeriodSeconds, propagationPolicy }
}

async function waitUntilGone(leaving: readonly Leaving[], timeoutMs: number): Promise<Error[]> {
  const errors = await Promise.all(
    leaving.map(async ({ client, object, uid }) => {
      try {
        await waitFor({ resource: client, name: object.name }, conditions.deleted(uid), { timeoutMs })
        return []
      } catch (error) {
        if (error instanceof TimeoutError) {
          return [new Error(`${object.type} "${object.name}" is still there after ${timeoutMs / 1000} s`)]
        }
        if (error instanceof StatusError) return [error]
        throw error
      }
    }),
  )
  return errors.flat()
}

function typeOf({ kind: { group, kind } }: RESTMapping): string {
  return `${kind.toLowerCase()}${group === '' ? '' : `.${group}`}`
}
