import { expect, it } from 'vitest'
import { suggestion } from './near-names.ts'

const commands = ['api-resources', 'api-versions', 'apply', 'delete', 'demo', 'get', 'serve', 'version']

it.each([
  ['vresion', '; did you mean version?'],
  ['versions', '; did you mean version?'],
  ['api', '; did you mean api-resources or api-versions?'],
  ['api-resource', '; did you mean api-resources?'],
  ['dmeo', '; did you mean demo?'],
  ['gte', '; did you mean get?'],
  ['delet', '; did you mean delete?'],
  ['x', ''],
  ['', ''],
  ['logs', ''],
])('%s%s', (typed, expected) => {
  expect(suggestion(typed, commands)).toBe(expected)
})
