import { expect, it } from 'vitest'
import { sorterBy } from './get-sort.ts'
import { CommandError } from './usage-error.ts'

const sorted = (...values: unknown[]): unknown[] =>
  sorterBy('{.a}')(
    values.map((a) => ({ a })),
    (item) => item,
  ).map(({ a }) => a)

it.each<[string, unknown[], unknown[]]>([
  ['numbers', [10, 9, -1], [-1, 9, 10]],
  ['texts', ['b', 'B', 'a'], ['B', 'a', 'b']],
  ['numbers in texts', ['web-10', 'web-9', 'web', 'web-9-a'], ['web', 'web-9', 'web-9-a', 'web-10']],
  ['quantities', ['1Gi', '500Mi', '2k', '1'], ['1', '2k', '500Mi', '1Gi']],
  ['times', ['2026-01-02T00:00:00Z', '2025-12-31T00:00:00Z'], ['2025-12-31T00:00:00Z', '2026-01-02T00:00:00Z']],
  ['what is not there, first', ['a', undefined, null], [undefined, null, 'a']],
  ['nothing', [], []],
])('sorts %s', (_, values, expected) => {
  expect(sorted(...values)).toEqual(expected)
})

it('says so if there is nothing to sort by', () => {
  expect(() => sorted(undefined, undefined)).toThrow(
    new CommandError('none of the objects has a field {.a} to sort by'),
  )
})
