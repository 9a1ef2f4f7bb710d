import { expect, it } from 'vitest'
import { Definitions } from '../../schema/definitions.ts'
import { canonicalObject } from './canonical.ts'
import { FieldTypeError } from './field-type-error.ts'

const definitions = new Definitions([
  {
    folder: 'things',
    group: 'things.k8s.io',
    version: 'v1',
    newest: '1.37.2',
    served: [],
    strings: { Colour: '!red|green' },
    kinds: {},
    resources: [],
    types: {
      Thing:
        'name:?string count:int32 colour:?Colour flag:?*boolean labels:?{}string items:[]Item inner:Inner when:?*Time raw:?any',
      Item: 'key:string size:?Quantity',
      Inner: 'text:?string',
    },
  },
])

const canonical = (value: Record<string, unknown>) => {
  const unknown: string[] = []
  return { text: JSON.stringify(canonicalObject(definitions, 'things/v1.Thing', value, unknown)), unknown }
}

it('writes fields in one order, fills in what is always there and leaves out what is zero', () => {
  const { text } = canonical({ labels: { z: '1', a: '2' }, name: '', flag: false })
  expect(text).toBe('{"count":0,"flag":false,"labels":{"a":"2","z":"1"},"items":null,"inner":{}}')
})

it('normalises quantities and times, and drops nulls', () => {
  const { text } = canonical({
    items: [{ key: 'a', size: '1024Ki' }],
    when: '2020-01-01T02:00:00.5+02:00',
    labels: null,
  })
  expect(text).toBe('{"count":0,"items":[{"key":"a","size":"1Mi"}],"inner":{},"when":"2020-01-01T00:00:00Z"}')
})

it('reports and drops fields that the definition does not have', () => {
  const { text, unknown } = canonical({ zip: 1, items: [{ key: 'a', zap: {} }], raw: { any: 1 } })
  expect(unknown).toEqual(['zip', 'items[0].zap'])
  expect(text).toBe('{"count":0,"items":[{"key":"a"}],"inner":{},"raw":{"any":1}}')
})

it.each([
  [{ name: 1 }, 'name: expected a string'],
  [{ items: 'x' }, 'items: expected an array'],
  [{ items: [{ key: 'a', size: 'x' }] }, 'items[0].size: "x" is not a quantity'],
  [{ labels: { a: 1 } }, 'labels.a: expected a string'],
  [{ count: 1.5 }, 'count: expected an integer'],
  [{ count: 2 ** 31 }, 'count: does not fit into int32'],
  [{ inner: [] }, 'inner: expected an object'],
  [{ when: '2020-02-30T00:00:00Z' }, 'when: "2020-02-30T00:00:00Z" is not a time'],
  [{ when: 'soon' }, 'when: "soon" is not a time'],
])('refuses %j', (value, message) => {
  expect(() => canonical(value)).toThrow(FieldTypeError)
  expect(() => canonical(value)).toThrow(message)
})

it('keeps a key named __proto__ as a key', () => {
  const { text } = canonical({ labels: JSON.parse('{"__proto__":"x"}') })
  expect(text).toContain('"labels":{"__proto__":"x"}')
})
