/**
 * A set of fields as servers write it: `f:NAME` a field, `k:{...}` the item of a list with these keys, `v:...` an item
 * with this value, `i:N` an item by its place, `.` the thing itself. What has nothing below it is owned as a whole.
 *
 * Source: sigs.k8s.io/structured-merge-diff/fieldpath.
 */
export type FieldSet = Readonly<Record<string, unknown>>

/**
 * A copy of the part of a value that a set of fields names. Items of lists keep the keys that tell them apart.
 *
 * @param others the sets of all other managers. They tell a map that has one owner as a whole from one that somebody
 *   set while it was empty: only below the latter can others own something.
 */
export function ownedPart(value: unknown, own: FieldSet, others: readonly FieldSet[]): unknown {
  const paths = Object.keys(own).filter((path) => path !== '.')
  if (paths.length === 0) return isRecord(value) && others.some(hasPaths) ? {} : structuredClone(value)
  if (Array.isArray(value)) return ownedItems(value, own, others)
  if (!isRecord(value)) return value
  const part: Record<string, unknown> = {}
  for (const path of paths) {
    const name = path.slice(2)
    if (!path.startsWith('f:') || !Object.hasOwn(value, name)) continue
    const child = ownedPart(
      value[name],
      childOf(own, path),
      others.map((set) => childOf(set, path)),
    )
    // Not by assignment: a label may have any name, `__proto__` too.
    Object.defineProperty(part, name, { value: child, enumerable: true, configurable: true, writable: true })
  }
  return part
}

/** The items of a list that are owned, in their order. */
function ownedItems(list: readonly unknown[], own: FieldSet, others: readonly FieldSet[]): unknown[] {
  const paths = Object.keys(own)
  return list.flatMap((item, index) => {
    const path = paths.find((each) => isItem(each, item, index))
    if (path === undefined) return []
    const part = ownedPart(
      item,
      childOf(own, path),
      others.map((set) => childOf(set, path)),
    )
    return [path.startsWith('k:') && isRecord(part) ? { ...keysOf(path), ...part } : part]
  })
}

function isItem(path: string, item: unknown, index: number): boolean {
  switch (path.slice(0, 2)) {
    case 'k:':
      return isRecord(item) && Object.entries(keysOf(path)).every(([key, value]) => isSame(item[key], value))
    case 'v:':
      return isSame(item, parse(path.slice(2)))
    case 'i:':
      return path === `i:${index}`
    default:
      return false
  }
}

function keysOf(path: string): Record<string, unknown> {
  const keys = parse(path.slice(2))
  return isRecord(keys) ? keys : {}
}

function isSame(a: unknown, b: unknown): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b)
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    // Not a path of a list's item, so it names none.
    return undefined
  }
}

function childOf(set: FieldSet, path: string): FieldSet {
  const child = Object.hasOwn(set, path) ? set[path] : undefined
  return isRecord(child) ? child : {}
}

function hasPaths(set: FieldSet): boolean {
  return Object.keys(set).some((path) => path !== '.')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
