import { conditionOf, generationOf, type KubernetesObject } from '../meta/index.ts'
import { parseJsonPath } from '../meta/json-path.ts'
import { sortKeys } from '../meta/sort-keys.ts'

/**
 * Says whether an object is as it was waited for; undefined if there is no such object. Any function will do. What it
 * throws ends the wait.
 */
export type WaitCondition<T = KubernetesObject> = (object: T | undefined) => boolean | Promise<boolean>

type Condition = WaitCondition<KubernetesObject>

/** Conditions for `waitFor`, which can be put together: `and(condition('Ready'), not(jsonPath('.spec.paused', true)))`. */
export interface WaitConditions {
  /** The object is there. */
  readonly exists: () => Condition
  /** The object is not there. With a uid (an empty one is none), one of the same name that was created since does not count. */
  readonly deleted: (uid?: string) => Condition
  /**
   * A condition in `status.conditions` has a status, `True` unless another is given. One that says which generation it
   * was seen in counts only if that is the object's.
   */
  readonly condition: (type: string, status?: string) => Condition
  /**
   * A path such as `.status.phase` leads to a value, or to the one given. Filters (`[?(@.type=="Ready")]`), places and
   * `[*]` can be used; of several values one will do.
   *
   * @throws {RangeError} if it is no path
   */
  readonly jsonPath: (path: string, value?: unknown) => Condition
  /** All of them hold. */
  readonly and: <T = KubernetesObject>(...conditions: readonly WaitCondition<T>[]) => WaitCondition<T>
  /** One of them holds. */
  readonly or: <T = KubernetesObject>(...conditions: readonly WaitCondition<T>[]) => WaitCondition<T>
  /** It does not hold. */
  readonly not: <T = KubernetesObject>(condition: WaitCondition<T>) => WaitCondition<T>
}

/** What can be waited for. Source of the rules: `kubectl wait`. */
export const conditions: WaitConditions = {
  exists: () => (object) => object !== undefined,

  deleted: (uid) => (object) =>
    object === undefined || (uid !== undefined && uid !== '' && object.metadata?.uid !== uid),

  condition: (type, status = 'True') => {
    return (object) => {
      const found = object === undefined ? undefined : conditionOf(object, type)
      if (object === undefined || found?.status?.toLowerCase() !== status.toLowerCase()) return false
      return found.observedGeneration === undefined || found.observedGeneration >= generationOf(object)
    }
  },

  jsonPath: (path, value) => {
    const find = parseJsonPath(path)
    return (object) =>
      object !== undefined &&
      find(object).some((each) => (value === undefined ? each !== null : isSameJson(each, value)))
  },

  and: (...all) => {
    return async (object) => {
      for (const each of all) if (!(await each(object))) return false
      return true
    }
  },

  or: (...all) => {
    return async (object) => {
      for (const each of all) if (await each(object)) return true
      return false
    }
  },

  not: (condition) => async (object) => !(await condition(object)),
}

/** In whatever order the fields are. */
function isSameJson(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(sortKeys(a)) === JSON.stringify(sortKeys(b))
}
