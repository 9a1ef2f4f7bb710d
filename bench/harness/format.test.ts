import { expect, test } from 'vitest'
import { formatColumns, formatNumber, formatRatio, formatValue } from './format.ts'

test.each([
  [12_345.6, '12,346'],
  [1_234_567, '1,234,567'],
  [999.5, '1000'],
  [123.4, '123'],
  [12.34, '12.3'],
  [1.234, '1.23'],
  [0.1234, '0.123'],
  [3, '3'],
  [-15.52, '-15.5'],
  [Number.NaN, '-'],
])('%d is written as %s', (value, text) => expect(formatNumber(value)).toBe(text))

test.each([
  [0.0254, '0.025'],
  [0.1014, '0.101'],
  [0.983, '0.98'],
  [1, '1.00'],
  [12.34, '12.3'],
])('the ratio %d is written as %s', (value, text) => expect(formatRatio(value)).toBe(text))

test('a value has its unit behind it', () => {
  expect([formatValue(2), formatValue(2, 'MB')]).toEqual(['2', '2 MB'])
})

test('columns are aligned, the first to the left', () => {
  expect(
    formatColumns([
      ['a', 'median'],
      ['longer', '1'],
    ]),
  ).toBe('a       median\nlonger       1')
})
