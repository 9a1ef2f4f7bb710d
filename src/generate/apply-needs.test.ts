import { expect, it } from 'vitest'
import { applyNeeds } from './apply-needs.ts'
import { smallApi } from './models.test-support.ts'

const { models } = smallApi({
  types: {
    Optional: 'a:?string',
    Required: 'a:!string',
    Keyed: 'name:!string value:?string',
    KeyedAndMore: 'name:!string value:!string',
    Defaulted: 'port:!int32 protocol:?string="TCP"',
    Holder: 'keyed:?[]Keyed%map/name more:?[]KeyedAndMore%map/name ports:?[]Defaulted%map/port/protocol',
    Outer: 'inner:?*Required',
    Loop: 'next:?*Loop',
    BadLoop: 'next:?*BadLoop a:!string',
  },
})
const needs = applyNeeds(models)

it.each([
  ['Optional', false],
  ['Required', true],
  ['Keyed', false],
  ['KeyedAndMore', true],
  ['Defaulted', false],
  ['Holder', true],
  ['Outer', true],
  ['Loop', false],
  ['BadLoop', true],
])('%s has an apply configuration of its own: %s', (type, expected) => {
  expect(needs.has('toys/v1', type)).toBe(expected)
})

it('does not ask for keys that the server fills in', () => {
  expect([...needs.keys('toys/v1', 'Defaulted')]).toEqual(['port'])
})
