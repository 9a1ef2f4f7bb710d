import type { Served, TableColumn } from './api-resources.ts'
import type { ExtractedKind } from './extract-document.ts'

/** The columns of a kind's table: as a server sent them, else as the printers' source has them. */
export function columnsOf(kind: ExtractedKind, served: readonly Served[]): readonly TableColumn[] {
  const groupVersion = kind.group === '' ? kind.version : `${kind.group}/${kind.version}`
  for (const { lists, columns } of served) {
    const list = lists.find((each) => each.groupVersion === groupVersion)
    const resource = list?.resources.find((each) => each.kind === kind.kind && !each.name.includes('/'))
    const sent = resource === undefined ? undefined : columns.get(`${groupVersion} ${resource.name}`)
    if (sent !== undefined) return sent
  }
  return kind.columns ?? []
}

/** In the form that `KindFacts` describes. */
export function formatColumn({ name, type, format = '', priority = 0 }: TableColumn): string {
  const typed = format !== '' ? `:${type}.${format}` : type === 'string' ? '' : `:${type}`
  return `${name}${typed}${priority === 0 ? '' : `+${priority}`}`
}
