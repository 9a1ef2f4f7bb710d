import { describe, expect, it } from 'vitest'
import type { Table } from '../api/meta/v1.ts'
import { get } from './get.ts'
import { TablePrinter, tableOf } from './get-table.ts'
import { UsageError } from './usage-error.ts'

it.each<[string[], string]>([
  [[], 'expected RESOURCE [NAME]'],
  [['pods', 'a', 'b'], 'expected RESOURCE [NAME]'],
  [['pods/a', 'b'], 'expected RESOURCE [NAME]'],
  [['pods/'], 'expected RESOURCE [NAME]'],
  [['pods', '-o', 'html'], 'invalid --output "html": expected wide, yaml, json or name'],
  [['pods', 'a', '-A'], 'cannot be retrieved by name across all namespaces'],
])('get refuses %j before anything is asked', async (args, message) => {
  const call = get([...args, '--kubeconfig=/nonexistent'])
  await expect(call).rejects.toThrow(UsageError)
  await expect(call).rejects.toThrow(message)
})

describe('a table', () => {
  const column = { type: 'string', format: '', description: '', priority: 0 }
  const table = (...names: string[]): Table => ({
    columnDefinitions: [
      { ...column, name: 'Name' },
      { ...column, name: 'Data' },
      { ...column, name: 'Node', priority: 1 },
    ],
    rows: names.map((name) => ({ cells: [name, 0, null], object: { metadata: { namespace: 'b' } } })),
  })
  const view = { isWide: false, showsNamespace: false, hasNoHeads: false }

  it('has the columns that are asked for', () => {
    expect(new TablePrinter(view).format(table('a'))).toBe('NAME   DATA\na      0\n')
    expect(new TablePrinter({ ...view, isWide: true }).format(table('a'))).toBe(
      'NAME   DATA   NODE\na      0      <none>\n',
    )
    const everywhere = { ...view, showsNamespace: true, hasNoHeads: true }
    expect(new TablePrinter(everywhere).format(table('a'))).toBe('b     a     0\n')
  })

  it('goes on below, in the same columns', () => {
    const printer = new TablePrinter(view)
    expect(printer.format(table())).toBe('')
    expect(printer.format(table('long-name'))).toBe('NAME        DATA\nlong-name   0\n')
    expect(printer.format(table('x', 'longer-than-that'))).toBe('x           0\nlonger-than-that   0\n')
  })

  it('is made of objects where the server makes none, and is not torn by line breaks', () => {
    const text = new TablePrinter(view).format(tableOf([{ metadata: { name: 'a\nb', creationTimestamp: 'T' } }]))
    expect(text).toBe('NAME   CREATED AT\na...   T\n')
  })
})
