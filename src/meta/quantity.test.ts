import fc from 'fast-check'
import { expect, it } from 'vitest'
import {
  addQuantities,
  canonicalQuantity,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  quantityToNumber,
  quantityUnits,
  roundedToMilli,
  subtractQuantities,
} from './quantity.ts'

it.each([
  ['0', '0'],
  ['0Mi', '0'],
  ['1', '1'],
  ['1.5', '1500m'],
  ['.5', '500m'],
  ['1000m', '1'],
  ['1000', '1k'],
  ['1024', '1024'],
  ['1024Ki', '1Mi'],
  ['1.5Gi', '1536Mi'],
  ['0.5Ki', '512'],
  ['0.3Ki', '307200m'],
  ['2000Mi', '2000Mi'],
  ['12e6', '12e6'],
  ['1000e3', '1e6'],
  ['1e-3', '1e-3'],
  ['100n', '100n'],
  ['-1', '-1'],
  ['9Ei', '9223372036854775807'],
  ['-9Ei', '-9223372036854775807'],
  ['1e-10', '1e-9'],
  ['10000e18', '10e21'],
  ['1000E', '1000E'],
])('writes %s as %s, as the real server does', (text, expected) => {
  expect(canonicalQuantity(text)).toBe(expected)
  expect(formatQuantity(parseQuantity(text))).toBe(expected)
})

it.each(['', 'abc', '1Kib', '1mi', '1 Gi', 'Gi', '--1', '1e', '1.2.3'])('%j is no quantity', (text) => {
  expect(canonicalQuantity(text)).toBeUndefined()
  for (const use of [parseQuantity, quantityToNumber, addQuantities]) {
    expect(() => use(text)).toThrow(
      new RangeError(`invalid quantity: expected a text such as "500m" or "1Gi", found "${text}"`),
    )
  }
  expect(() => compareQuantities('1', text)).toThrow(RangeError)
  expect(() => subtractQuantities('1', text)).toThrow(RangeError)
})

it('refuses what is no text', () => {
  expect(() => parseQuantity(1 as never)).toThrow('found number')
})

it('is read exactly', () => {
  expect(parseQuantity('1500m')).toEqual({ nanos: 1_500_000_000n, format: 'decimal' })
  expect(parseQuantity('-1Ki')).toEqual({ nanos: -1024n * 10n ** 9n, format: 'binary' })
  expect(parseQuantity('1e3')).toEqual({ nanos: 10n ** 12n, format: 'exponent' })
})

// The sums and differences are those of resource.Quantity.
it.each([
  ['500m', '1', '1500m', '-500m', -1],
  ['0.5', '500m', '1', '0', 0],
  ['1Gi', '512Mi', '1536Mi', '512Mi', 1],
  ['1Gi', '1G', '2073741824', '73741824', 1],
  ['1Mi', '24', '1048600', '1048552', 1],
  ['0', '1Ki', '1Ki', '-1Ki', -1],
  ['0Mi', '1e3', '1e3', '-1e3', -1],
  ['9Ei', '1', '8Ei', '9223372036854775806', 1],
  ['-0.5Ki', '1Mi', '1048064', '-1049088', -1],
  ['0.0001Ki', '1Mi', '1048576102400u', '-1048575897600u', -1],
])('%s and %s are added, subtracted and compared', (first, second, sum, difference, order) => {
  expect(addQuantities(first, second)).toBe(sum)
  expect(subtractQuantities(first, second)).toBe(difference)
  expect(compareQuantities(first, second)).toBe(order)
  expect(compareQuantities(second, first)).toBe(0 - order)
})

it('adds any number', () => {
  expect(addQuantities()).toBe('0')
  expect(addQuantities('1Ki')).toBe('1Ki')
  expect(addQuantities('100m', '200m', '0.7')).toBe('1')
})

it.each([
  ['1.5Gi', 1_610_612_736],
  ['250m', 0.25],
  ['-3', -3],
  ['0.1', 0.1],
  ['100n', 1e-7],
  ['1E', 1e18],
])('%s is the number %d', (text, number) => {
  expect(quantityToNumber(text)).toBe(number)
})

it('keeps the value and is stable', () => {
  const quantity = fc
    .tuple(fc.integer({ min: -99_999, max: 99_999 }), fc.constantFrom('', 'm', 'k', 'M', 'G', 'Ki', 'Mi', 'Gi', 'e3'))
    .map(([number, suffix]) => `${number}${suffix}`)
  fc.assert(
    fc.property(quantity, (text) => {
      const canonical = canonicalQuantity(text) ?? ''
      expect(quantityUnits(canonical)).toBe(quantityUnits(text))
      expect(canonicalQuantity(canonical)).toBe(canonical)
    }),
  )
})

it('rounds resources up to thousandths', () => {
  expect(['100n', '1u', '1500u', '1Gi', '5m'].map(roundedToMilli)).toEqual(['1m', '1m', '2m', '1Gi', '5m'])
})
