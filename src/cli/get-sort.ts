import { parseJsonPath } from '../meta/json-path.ts'
import { quantityUnits } from '../meta/quantity.ts'
import { CommandError, UsageError } from './usage-error.ts'

/** Puts things in the order of what a path finds in them, the lowest first. */
export type Sorter = <T>(items: readonly T[], objectOf: (item: T) => unknown) => T[]

/**
 * Makes a sorter by a JSON path, such as `.metadata.name`. Numbers and quantities are compared as such, other texts with
 * the numbers in them as numbers; what has no such field comes first.
 *
 * Source of the rules: `RuntimeSort` in k8s.io/kubectl/pkg/cmd/get.
 *
 * @throws {UsageError} if it is no path
 */
export function sorterBy(path: string): Sorter {
  const find = readPath(path)
  return (items, objectOf) => {
    const keyed = items.map((item) => ({ item, key: find(objectOf(item))[0] }))
    if (keyed.length > 0 && keyed.every(({ key }) => key === undefined)) {
      throw new CommandError(`none of the objects has a field ${path} to sort by`)
    }
    return keyed.sort((a, b) => compare(a.key, b.key)).map(({ item }) => item)
  }
}

function readPath(path: string): ReturnType<typeof parseJsonPath> {
  try {
    return parseJsonPath(path)
  } catch (error) {
    throw new UsageError(`invalid --sort-by: ${error instanceof Error ? error.message : String(error)}`)
  }
}

function compare(a: unknown, b: unknown): number {
  if (a === undefined || a === null || b === undefined || b === null) return rankOf(a) - rankOf(b)
  if (typeof a === 'number' && typeof b === 'number') return a - b
  const [left, right] = [textOf(a), textOf(b)]
  const [first, second] = [quantityUnits(left), quantityUnits(right)]
  if (first !== undefined && second !== undefined) return first < second ? -1 : first > second ? 1 : 0
  return compareNaturally(left, right)
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : (JSON.stringify(value) ?? '')
}

function rankOf(value: unknown): number {
  return value === undefined || value === null ? 0 : 1
}

function partsOf(text: string): readonly string[] {
  return text.match(/\d+|\D+/g) ?? []
}

/** By code units, but for runs of digits, which are numbers: `web-9` comes before `web-10`. */
function compareNaturally(a: string, b: string): number {
  const [first, second] = [partsOf(a), partsOf(b)]
  for (const [index, part] of first.entries()) {
    const other = second[index]
    if (other === undefined) return 1
    const areNumbers = /^\d/.test(part) && /^\d/.test(other)
    const difference = areNumbers ? Number(part) - Number(other) : 0
    if (difference !== 0) return difference
    if (part !== other) return part < other ? -1 : 1
  }
  return first.length - second.length
}
