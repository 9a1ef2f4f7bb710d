import type { Table } from '../api/meta/v1.ts'
import { type KubernetesObject, labelsOf } from '../meta/index.ts'
import { formatRows } from './columns.ts'

/** How a table is shown. */
export interface TableView {
  /** Shows the columns that are for wide screens, too. */
  readonly isWide: boolean
  /** Puts the namespace in front. */
  readonly showsNamespace: boolean
  readonly hasNoHeads: boolean
  /** Stands before names, as `deployment.apps` in `deployment.apps/web`. */
  readonly prefix?: string | undefined
  /** The labels that get columns of their own. */
  readonly labelColumns?: readonly string[] | undefined
  /** Puts all labels into the last column. */
  readonly showsLabels?: boolean | undefined
}

/** A server's table, or something else from servers that make none. */
export function isTable(answer: KubernetesObject): boolean {
  return answer.kind === 'Table'
}

/** The table that a server without tables might have sent. */
export function tableOf(objects: readonly KubernetesObject[]): Table {
  const column = { type: 'string', format: '', description: '', priority: 0 }
  return {
    columnDefinitions: [
      { ...column, name: 'Name', format: 'name' },
      { ...column, name: 'Created At' },
    ],
    rows: objects.map((object) => ({
      cells: [object.metadata?.name, object.metadata?.creationTimestamp],
      object: { ...object },
    })),
  }
}

/** Prints tables one below the other; the columns of the first and its heads are those of all. */
export class TablePrinter {
  readonly #view: TableView
  #columns: readonly number[] | undefined
  #widths: readonly number[] = []

  constructor(view: TableView) {
    this.#view = view
  }

  /** The text of a table: with heads if it is the first. Empty if there is nothing to show. */
  format(table: Table): string {
    const isFirst = this.#columns === undefined
    if (table.rows.length === 0) return ''
    const definitions = table.columnDefinitions ?? []
    this.#columns ??= [...definitions.keys()].filter((index) => {
      return this.#view.isWide || (definitions[index]?.priority ?? 0) === 0
    })
    const rows = table.rows.map((row) => this.#cellsOf(row, definitions))
    if (!isFirst) return `${rows.map((row) => this.#padded(row)).join('\n')}\n`
    const all = this.#view.hasNoHeads ? rows : [this.#headsOf(definitions), ...rows]
    this.#widths = [...(all[0]?.keys() ?? [])].map((index) => Math.max(...all.map((row) => row[index]?.length ?? 0)))
    return formatRows(all)
  }

  #headsOf(definitions: Table['columnDefinitions']): string[] {
    const { showsNamespace, labelColumns = [], showsLabels } = this.#view
    return [
      ...(showsNamespace ? ['NAMESPACE'] : []),
      ...(this.#columns ?? []).map((index) => definitions?.[index]?.name.toUpperCase() ?? ''),
      ...labelColumns.map((label) => label.slice(label.lastIndexOf('/') + 1).toUpperCase()),
      ...(showsLabels ? ['LABELS'] : []),
    ]
  }

  #cellsOf({ cells, object }: Table['rows'][number], definitions: Table['columnDefinitions']): string[] {
    const { showsNamespace, prefix, labelColumns = [], showsLabels } = this.#view
    const whole: KubernetesObject = object ?? {}
    const labels = labelsOf(whole)
    const shown = (this.#columns ?? []).map((index) => {
      const isName = definitions?.[index]?.format === 'name'
      return `${isName && prefix !== undefined ? `${prefix}/` : ''}${textOf(cells[index])}`
    })
    return [
      ...(showsNamespace ? [whole.metadata?.namespace ?? ''] : []),
      ...shown,
      ...labelColumns.map((label) => (Object.hasOwn(labels, label) ? (labels[label] ?? '') : '')),
      ...(showsLabels ? [formatLabels(labels)] : []),
    ]
  }

  /** A row below a table that is printed already keeps to its columns as far as it fits. */
  #padded(row: readonly string[]): string {
    return row
      .map((cell, index) => cell.padEnd(this.#widths[index] ?? 0))
      .join('   ')
      .trimEnd()
  }
}

function formatLabels(labels: Readonly<Record<string, string>>): string {
  const pairs = Object.entries(labels).map(([name, value]) => `${name}=${value}`)
  return pairs.length === 0 ? '<none>' : pairs.sort().join(',')
}

/** A cell holds what JSON can hold. Line breaks would tear the table. */
function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '<none>'
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell)
  const [first = ''] = text.split(/[\r\n]/)
  return first === text ? text : `${first}...`
}
