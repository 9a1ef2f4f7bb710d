import { expect, it } from 'vitest'
import { knownApiVersions, loadFacts } from './load-facts.ts'
import { parseColumn } from './parse-column.ts'

it.each([
  ['Age', { name: 'Age', type: 'string', format: '', priority: 0 }],
  ['Name:string.name', { name: 'Name', type: 'string', format: 'name', priority: 0 }],
  ['Up-to-date:integer', { name: 'Up-to-date', type: 'integer', format: '', priority: 0 }],
  ['Nominated Node+1', { name: 'Nominated Node', type: 'string', format: '', priority: 1 }],
  ['Created At:date.date-time+2', { name: 'Created At', type: 'date', format: 'date-time', priority: 2 }],
])('reads the column %s', (text, expected) => {
  expect(parseColumn(text)).toEqual(expected)
})

it('reads every column that is known', async () => {
  for (const apiVersion of knownApiVersions()) {
    for (const { columns = [] } of Object.values((await loadFacts(apiVersion))?.kinds ?? {})) {
      for (const column of columns) expect(parseColumn(column).name, column).not.toBe('')
    }
  }
})
