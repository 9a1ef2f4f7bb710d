import fc from 'fast-check'
import { expect, it } from 'vitest'
import { canonicalQuantity, quantityUnits, roundedToMilli } from './quantity.ts'

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
])('writes %s as %s, as the real server does', (text, expected) => {
  expect(canonicalQuantity(text)).toBe(expected)
})

it.each(['', 'abc', '1Kib', '1mi', '1 Gi', 'Gi', '--1', '1e', '1.2.3'])('%j is no quantity', (text) => {
  expect(canonicalQuantity(text)).toBeUndefined()
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
