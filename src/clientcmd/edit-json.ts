import { entryLists, type FieldChange, type FieldChanges, type KubeConfigChanges } from './changes.ts'

type Fields = Readonly<Record<string, unknown>>

/** A kubeconfig's parsed JSON with the changes made; undefined if its lists are no lists. Numbers and nulls stay. */
export function editKubeconfigJson(value: unknown, changes: KubeConfigChanges): unknown {
  const edited: Record<string, unknown> = { ...(value as Fields) }
  for (const [list, content] of entryLists) {
    const own = changes[list]
    if (own === undefined) continue
    const entries: unknown = edited[list] ?? []
    if (!Array.isArray(entries)) return undefined
    edited[list] = Object.entries(own).reduce<readonly unknown[]>(
      (all, [name, fields]) => (fields === undefined ? all : changedList(all, name, content, fields)),
      entries as readonly unknown[],
    )
  }
  if (changes.currentContext !== undefined) edited['current-context'] = changes.currentContext ?? ''
  return edited
}

function changedList(
  entries: readonly unknown[],
  name: string,
  content: string,
  fields: FieldChanges | null,
): unknown[] {
  const isIt = (entry: unknown) => isFields(entry) && entry['name'] === name
  if (fields === null) return entries.filter((entry) => !isIt(entry))
  if (!entries.some(isIt)) return [...entries, { name, [content]: changed(undefined, fields) }]
  return entries.map((entry) =>
    isIt(entry) ? { ...(entry as Fields), [content]: changed((entry as Fields)[content], fields) } : entry,
  )
}

/** A JSON merge patch (RFC 7386). */
function changed(old: unknown, change: FieldChange): unknown {
  if (!isFields(change)) return change
  const result = new Map(Object.entries(isFields(old) ? old : {}))
  for (const [name, value] of Object.entries(change as FieldChanges)) {
    if (value === null) result.delete(name)
    else if (value !== undefined) result.set(name, changed(result.get(name), value))
  }
  return Object.fromEntries(result)
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
