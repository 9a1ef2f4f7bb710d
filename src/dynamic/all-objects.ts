import type { KubernetesObject } from '../meta/index.ts'
import type { CallOptions } from '../rest/index.ts'
import type { ApplyOptions, DeleteOptions } from '../verbs/options.ts'

/** What became of one of several objects. */
export type ObjectResult<Outcome extends string> =
  | {
      readonly outcome: Outcome
      /** As it was given. */
      readonly object: KubernetesObject
      /** As the server has it, where it has it. */
      readonly stored?: KubernetesObject
    }
  | { readonly outcome: 'failed'; readonly object: KubernetesObject; readonly error: Error }

/** How far a call for several objects is. */
export type ObjectProgress<Outcome extends string> =
  | {
      readonly step: 'started' | 'waiting'
      readonly object: KubernetesObject
      readonly done: number
      readonly total: number
    }
  | { readonly step: 'finished'; readonly result: ObjectResult<Outcome>; readonly done: number; readonly total: number }

/** What calls for several objects have in common. */
export interface ManyOptions<Outcome extends string> extends CallOptions {
  /** For objects that are to be in a namespace and do not say in which. Default: they fail. */
  readonly namespace?: string | undefined
  /** How long to wait for one object, in milliseconds; 0 for as long as it takes. Default: 60 s. */
  readonly waitMs?: number | undefined
  readonly onProgress?: ((progress: ObjectProgress<Outcome>) => void) | undefined
}

/** Options of `applyAll`; `timeoutMs` is for each request. */
export interface ApplyAllOptions extends ManyOptions<'applied'>, Omit<ApplyOptions, 'subresource'> {}

/** Options of `deleteAll`; `timeoutMs` is for each request. */
export interface DeleteAllOptions extends ManyOptions<'deleted' | 'notFound'>, DeleteOptions {
  /** Waits for each object to be gone, at most `waitMs`. Default: false. */
  readonly wait?: boolean | undefined
}

export const defaultWaitMs = 60_000

/**
 * Does something with each object in turn. A failure is a result, and the next object is tried all the same; only the
 * caller's signal ends it.
 */
export async function forEachObject<Outcome extends string>(
  objects: readonly object[],
  options: ManyOptions<Outcome>,
  run: (object: KubernetesObject, waiting: () => void) => Promise<{ outcome: Outcome; stored?: KubernetesObject }>,
): Promise<ObjectResult<Outcome>[]> {
  const results: ObjectResult<Outcome>[] = []
  const total = objects.length
  for (const each of objects) {
    const object: KubernetesObject = each
    options.signal?.throwIfAborted()
    options.onProgress?.({ step: 'started', object, done: results.length, total })
    const waiting = () => options.onProgress?.({ step: 'waiting', object, done: results.length, total })
    let result: ObjectResult<Outcome>
    try {
      result = { object, ...(await run(object, waiting)) }
    } catch (error) {
      options.signal?.throwIfAborted()
      result = { object, outcome: 'failed', error: error instanceof Error ? error : new Error(String(error)) }
    }
    results.push(result)
    options.onProgress?.({ step: 'finished', result, done: results.length, total })
  }
  return results
}
