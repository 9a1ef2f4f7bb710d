import { expect, it } from 'vitest'
import { pluralOf } from './plural-of.ts'

it.each([
  ['Pod', 'pods'],
  ['Ingress', 'ingresses'],
  ['ComponentStatus', 'componentstatuses'],
  ['NetworkPolicy', 'networkpolicies'],
  ['Endpoints', 'endpoints'],
  ['CSIDriver', 'csidrivers'],
])('makes of %s %s', (kind, expected) => {
  expect(pluralOf(kind)).toBe(expected)
})
