import fc from 'fast-check'
import { expect, it } from 'vitest'
import { countSlips } from './count-slips.ts'

it.each([
  ['', '', 0],
  ['', 'pod', 3],
  ['pods', 'pods', 0],
  ['pod', 'pods', 1],
  ['pdos', 'pods', 1],
  ['sevrice', 'service', 1],
  ['deploymetn', 'deployment', 1],
  ['contianers', 'containers', 1],
  ['a', 'b', 1],
  ['ca', 'abc', 3],
  ['kitten', 'sitting', 3],
])('from %j to %j are %d', (a, b, expected) => {
  expect(countSlips(a, b)).toBe(expected)
})

it('are as many on the way back, and no more than characters', () => {
  const text = fc.string({ unit: fc.constantFrom('a', 'b', 'c'), maxLength: 8 })
  fc.assert(
    fc.property(text, text, (a, b) => {
      const slips = countSlips(a, b)
      expect(countSlips(b, a)).toBe(slips)
      expect(slips).toBeGreaterThanOrEqual(Math.abs(a.length - b.length))
      expect(slips).toBeLessThanOrEqual(Math.max(a.length, b.length))
      expect(slips === 0).toBe(a === b)
    }),
  )
})

it('are not counted when the lengths say that there are too many', () => {
  expect(countSlips('x'.repeat(5_000_000), 'pods', 100)).toBe(Infinity)
  expect(countSlips('pods', 'p', 3)).toBe(3)
  expect(countSlips('pods', 'p', 2)).toBe(Infinity)
})
