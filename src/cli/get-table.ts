import type { Table } from '../api/meta/v1.ts'
import type { KubernetesObject } from '../meta/index.ts'
import { formatRows } from './columns.ts'

/** How a table is shown. */
export interface TableView {
  /** Shows the columns that are for wide screens, too. */
  readonly isWide: boolean
  /** Puts the namespace in front. */
  readonly showsNamespace: boolean
  readonly hasNoHeads: boolean
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
      { ...column, name: 'Name' },
      { ...column, name: 'Created At' },
    ],
    rows: objects.map(({ metadata }) => ({
      cells: [metadata?.name, metadata?.creationTimestamp],
      object: { metadata },
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
    const shown = this.#columns
    const heads = shown.map((index) => definitions[index]?.name.toUpperCase() ?? '')
    const rows = table.rows.map(({ cells, object }) => [
      ...(this.#view.showsNamespace ? [(object as KubernetesObject | undefined)?.metadata?.namespace ?? ''] : []),
      ...shown.map((index) => textOf(cells[index])),
    ])
    const all =
      isFirst && !this.#view.hasNoHeads ? [this.#view.showsNamespace ? ['NAMESPACE', ...heads] : heads, ...rows] : rows
    if (!isFirst) return `${rows.map((row) => this.#padded(row)).join('\n')}\n`
    this.#widths = [...(all[0]?.keys() ?? [])].map((index) => Math.max(...all.map((row) => row[index]?.length ?? 0)))
    return formatRows(all)
  }

  /** A row below a table that is printed already keeps to its columns as far as it fits. */
  #padded(row: readonly string[]): string {
    return row
      .map((cell, index) => cell.padEnd(this.#widths[index] ?? 0))
      .join('   ')
      .trimEnd()
  }
}

/** A cell holds what JSON can hold. Line breaks would tear the table. */
function textOf(cell: unknown): string {
  if (cell === null || cell === undefined) return '<none>'
  const text = typeof cell === 'string' ? cell : JSON.stringify(cell)
  const [first = ''] = text.split(/[\r\n]/)
  return first === text ? text : `${first}...`
}
