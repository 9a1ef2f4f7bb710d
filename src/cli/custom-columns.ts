import type { JsonPath } from '../meta/json-path.ts'
import { formatRows } from './columns.ts'
import { readPath } from './json-path-template.ts'
import { UsageError } from './usage-error.ts'

/** A column: its head, and where its cells are found. */
interface Column {
  readonly head: string
  readonly find: JsonPath
}

/**
 * Reads columns such as `NAME:.metadata.name,IMAGE:.spec.containers[*].image`.
 *
 * Source of the rules: `NewCustomColumnsPrinterFromSpec` in k8s.io/kubectl/pkg/cmd/get.
 *
 * @returns what writes the objects in columns
 * @throws {UsageError}
 */
export function parseCustomColumns(spec: string): (objects: readonly object[], hasNoHeads: boolean) => string {
  const columns = spec.split(',').map(parseColumn)
  return (objects, hasNoHeads) => {
    const rows = objects.map((object) => columns.map(({ find }) => cellOf(find(object))))
    return formatRows(hasNoHeads ? rows : [columns.map(({ head }) => head), ...rows])
  }
}

function parseColumn(text: string): Column {
  const [, head = '', path = ''] = /^([^:]+):(.+)$/s.exec(text) ?? []
  if (path === '') throw new UsageError(`invalid --output: expected HEAD:PATH for a custom column, found "${text}"`)
  return { head, find: readPath(path) }
}

function cellOf(values: readonly unknown[]): string {
  return values.length === 0 ? '<none>' : values.map(goText).join(',')
}

/** As Go prints values: kubectl's columns hold them like that. */
function goText(value: unknown): string {
  if (value === null || value === undefined) return '<nil>'
  if (Array.isArray(value)) return `[${value.map(goText).join(' ')}]`
  if (typeof value !== 'object') return String(value as string | number | boolean)
  const fields = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1))
  return `map[${fields.map(([name, each]) => `${name}:${goText(each)}`).join(' ')}]`
}
