import { expect, it } from 'vitest'
import { readDuration } from './duration.ts'
import { UsageError } from './usage-error.ts'

it.each([
  ['0', 0],
  ['5', 5000],
  ['0s', 0],
  ['5s', 5000],
  ['2m', 120_000],
  ['1h', 3_600_000],
  ['1h2m3.5s', 3_723_500],
  ['1.5h', 5_400_000],
  ['.5s', 500],
  ['250ms', 250],
  ['10us', 1],
])('%s is %i ms', (text, expected) => {
  expect(readDuration('timeout', text)).toBe(expected)
})

it.each(['', 's', '5 s', '-1s', '1d', '1s2', '1,5s', 'soon', '0x5'])('%j is refused', (text) => {
  expect(() => readDuration('timeout', text)).toThrow(UsageError)
  expect(() => readDuration('timeout', text)).toThrow(`invalid --timeout "${text}"`)
})
