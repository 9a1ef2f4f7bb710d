import { describe, expect, it } from 'vitest'
import type { Field } from './field.ts'
import { formatFields } from './format-fields.ts'
import { knownApiVersions, loadFacts } from './load-facts.ts'
import { parseFields } from './parse-fields.ts'

const plain: Field = {
  name: 'a',
  type: { form: 'scalar', scalar: 'string' },
  omitEmpty: false,
  pointer: false,
  required: false,
  formerlyNull: false,
  formerlyAbsent: false,
  number: undefined,
  default: undefined,
  patchStrategies: [],
  patchMergeKey: undefined,
  listType: undefined,
  listMapKeys: [],
  mapType: undefined,
}

const cases: readonly [string, Partial<Field>][] = [
  ['a:string', {}],
  ['a:?*string', { omitEmpty: true, pointer: true }],
  ['a:!string#3', { required: true, number: '3' }],
  ['a:?0Time', { omitEmpty: true, formerlyNull: true, type: { form: 'scalar', scalar: 'Time' } }],
  ['a:+Status', { formerlyAbsent: true, type: reference('Status') }],
  ['a:?int32#2.1=80', { omitEmpty: true, number: '2.1', default: 80, type: { form: 'scalar', scalar: 'int32' } }],
  ['a:?Protocol="TCP"', { omitEmpty: true, default: 'TCP', type: reference('Protocol') }],
  ['a:?string="a\\u0020b"', { omitEmpty: true, default: 'a b' }],
  ['a:meta/v1.ObjectMeta', { type: { form: 'reference', name: 'ObjectMeta', groupVersion: 'meta/v1' } }],
  ['a:?{}[]string', { omitEmpty: true, type: { form: 'map', values: { form: 'array', items: plain.type } } }],
  [
    'a:![]Container#2~merge/name%map/name',
    {
      required: true,
      number: '2',
      type: { form: 'array', items: reference('Container') },
      patchStrategies: ['merge'],
      patchMergeKey: 'name',
      listType: 'map',
      listMapKeys: ['name'],
    },
  ],
  [
    'a:?*Strategy~retainKeys',
    { omitEmpty: true, pointer: true, type: reference('Strategy'), patchStrategies: ['retainKeys'] },
  ],
  ['a:?[]string%atomic', { omitEmpty: true, type: { form: 'array', items: plain.type }, listType: 'atomic' }],
  ['a:?{}string^atomic', { omitEmpty: true, type: { form: 'map', values: plain.type }, mapType: 'atomic' }],
]

function reference(name: string): Field['type'] {
  return { form: 'reference', name, groupVersion: undefined }
}

describe('the text of a field', () => {
  it.each(cases)('%s is read', (text, expected) => {
    expect(parseFields(text)).toEqual([{ ...plain, ...expected }])
  })

  it.each(cases)('%s is written', (text, field) => {
    expect(formatFields([{ ...plain, ...field }])).toBe(text)
  })

  it('is refused if it has no type', () => {
    expect(() => parseFields('a')).toThrow(RangeError)
  })

  it('may be empty for a type without fields', () => {
    expect(parseFields('')).toEqual([])
  })

  it('comes out as it went in, of every type that is known', async () => {
    let count = 0
    for (const apiVersion of knownApiVersions()) {
      for (const text of Object.values((await loadFacts(apiVersion))?.types ?? {})) {
        expect(formatFields(parseFields(text))).toBe(text)
        count += 1
      }
    }
    expect(count).toBeGreaterThan(1000)
  })
})
