import { describe, expect, it } from 'vitest'
import type { Table } from '../api/meta/v1.ts'
import { get } from './get.ts'
import { TablePrinter, tableOf } from './get-table.ts'
import { UsageError } from './usage-error.ts'

it.each<[string[], string]>([
  [[], 'expected TYPE [NAME...] or TYPE/NAME...'],
  [['pods/a', 'b'], 'expected TYPE/NAME, as all arguments are if one of them is; found "b"'],
  [['pods/'], 'expected TYPE/NAME; found "pods/"'],
  [['pods', 'a', '-l', 'x=y'], 'objects are asked for by name, and by --selector'],
  [['pods', 'a', '--field-selector=x=y'], 'objects are asked for by name, and by --field-selector'],
  [['pods', '--sort-by', '.a['], 'invalid --sort-by: invalid JSON path ".a["'],
  [['pods', '-o', 'html'], 'invalid --output "html": expected wide, yaml, json, name, jsonpath=TEMPLATE or'],
  [['pods', '-o', 'jsonpath='], 'invalid --output "jsonpath=": expected wide, yaml'],
  [['pods', '-o', 'jsonpath={.metadata'], 'invalid --output: a brace is not closed in {.metadata'],
  [['pods', '-o', 'jsonpath={.a}{end}'], 'invalid --output: there is an {end} without a {range}'],
  [['pods', '-o', "jsonpath={.a['b','c']}"], 'invalid --output: invalid JSON path'],
  [['--raw=version'], 'invalid --raw "version": expected a path, such as /version'],
  [['--raw=/version', 'pods'], '--raw takes no other arguments, found "pods"'],
  [['--raw=/version', '--watch-only'], '--raw and --watch-only cannot be given together'],
  [['--raw='], 'expected TYPE [NAME...]'],
  [['pods', '-o', 'custom-columns=NAME'], 'expected HEAD:PATH for a custom column, found "NAME"'],
  [['pods', '-o', 'custom-columns=NAME:.metadata.name,'], 'expected HEAD:PATH for a custom column, found ""'],
])('get refuses %j before anything is asked', async (args, message) => {
  const call = get([...args, '--kubeconfig=/nonexistent'])
  await expect(call).rejects.toThrow(UsageError)
  await expect(call).rejects.toThrow(message)
})

describe('a table', () => {
  const column = { type: 'string', format: '', description: '', priority: 0 }
  const table = (...names: string[]): Table => ({
    columnDefinitions: [
      { ...column, name: 'Name', format: 'name' },
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

  it('has columns for labels, and kinds before names', () => {
    const labels = { app: 'web', 'example.com/tier': 'front' }
    const { columnDefinitions, rows } = table('a', 'b')
    const labelled = {
      columnDefinitions,
      rows: rows.map((row, index) => (index === 0 ? { ...row, object: { metadata: { labels } } } : row)),
    }
    const shown = { ...view, prefix: 'job.batch', labelColumns: ['example.com/tier', 'constructor'], showsLabels: true }
    expect(new TablePrinter(shown).format(labelled).split(/ *\n/)).toEqual([
      'NAME          DATA   TIER    CONSTRUCTOR   LABELS',
      'job.batch/a   0      front                 app=web,example.com/tier=front',
      'job.batch/b   0                            <none>',
      '',
    ])
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
