import fc from 'fast-check'
import { expect, it } from 'vitest'
import { duplicateFields } from './duplicate-fields.ts'

it.each([
  ['{"a":1,"a":2}', ['a']],
  ['{"a":1,"b":{"a":2}}', []],
  ['{"spec":{"items":[{"x":1},{"y":"{\\"y\\":1,","y":2}]}}', ['spec.items[1].y']],
  ['{"a":1,"\\u0061":2}', ['a']],
  ['{"a":1,"a":2,"a":3}', ['a']],
  ['{"a":["a","a"],"b":"a"}', []],
  ['"a"', []],
])('finds in %s the fields %j', (text, expected) => {
  expect(duplicateFields(text)).toEqual(expected)
})

it('finds none in what JSON.stringify writes', () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(duplicateFields(JSON.stringify(JSON.parse(text)))).toEqual([])
    }),
  )
})
