import type { StoredObject } from './stored-object.ts'

/**
 * The live objects of one resource: by key in constant time, and in key order without sorting for each list.
 *
 * An array with binary search beats a tree here: moving 100,000 pointers costs less than one JSON.stringify.
 */
export class SortedObjects {
  readonly #byKey = new Map<string, StoredObject>()
  readonly #sorted: StoredObject[] = []

  get size(): number {
    return this.#sorted.length
  }

  get(key: string): StoredObject | undefined {
    return this.#byKey.get(key)
  }

  set(stored: StoredObject): void {
    const known = this.#byKey.has(stored.key)
    this.#byKey.set(stored.key, stored)
    const last = this.#sorted.at(-1)
    if (last === undefined || last.key < stored.key) this.#sorted.push(stored)
    else this.#sorted.splice(lowerBound(this.#sorted, stored.key), known ? 1 : 0, stored)
  }

  delete(key: string): void {
    if (this.#byKey.delete(key)) this.#sorted.splice(lowerBound(this.#sorted, key), 1)
  }

  /** The objects whose key starts with the prefix, in key order. A copy: later writes do not change it. */
  withPrefix(prefix: string): StoredObject[] {
    if (prefix === '') return this.#sorted.slice()
    return this.#sorted.slice(lowerBound(this.#sorted, prefix), lowerBound(this.#sorted, `${prefix}\uffff`))
  }
}

/** Index of the first object whose key is not before the given one. Keys compare by code unit. */
export function lowerBound(sorted: readonly StoredObject[], key: string): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    const candidate = sorted[middle]
    if (candidate !== undefined && candidate.key < key) low = middle + 1
    else high = middle
  }
  return low
}
