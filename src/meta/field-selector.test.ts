import fc from 'fast-check'
import { expect, it } from 'vitest'
import { type FieldRequirement, formatFieldSelector, matchesFields, parseFieldSelector } from './field-selector.ts'

it.each<[string, FieldRequirement[]]>([
  ['', []],
  [',', []],
  ['a.b=c', [{ field: 'a.b', operator: '=', value: 'c' }]],
  ['a.b==c', [{ field: 'a.b', operator: '=', value: 'c' }]],
  ['a.b!=c', [{ field: 'a.b', operator: '!=', value: 'c' }]],
  ['a=', [{ field: 'a', operator: '=', value: '' }]],
  ['a=x\\,y\\=z\\\\', [{ field: 'a', operator: '=', value: 'x,y=z\\' }]],
  [
    'a=1,b!=2',
    [
      { field: 'a', operator: '=', value: '1' },
      { field: 'b', operator: '!=', value: '2' },
    ],
  ],
])('reads %s', (text, expected) => {
  expect(parseFieldSelector(text)).toEqual(expected)
})

it.each(['a', 'a=b=c', 'a=b\\c', 'a=b\\'])('refuses %s', (text) => {
  expect(() => parseFieldSelector(text)).toThrow(RangeError)
})

it('reads back what it writes', () => {
  const requirement = fc.record({
    field: fc.stringMatching(/^[a-z]{1,4}(\.[a-z]{1,4})?$/),
    operator: fc.constantFrom('=' as const, '!=' as const),
    value: fc.string({ maxLength: 6 }),
  })
  fc.assert(
    fc.property(fc.array(requirement, { maxLength: 3 }), (selector) => {
      expect(parseFieldSelector(formatFieldSelector(selector))).toEqual(selector)
    }),
  )
})

it('a field that is not there is empty', () => {
  const fieldValue = (field: string) => (field === 'a' ? '1' : '')
  expect(matchesFields(parseFieldSelector('a=1,b='), fieldValue)).toBe(true)
  expect(matchesFields(parseFieldSelector('b!='), fieldValue)).toBe(false)
})
