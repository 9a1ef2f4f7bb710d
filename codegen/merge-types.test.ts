import { describe, expect, it } from 'vitest'
import type { Field } from '../src/schema/field.ts'
import type { Extract } from './extract-document.ts'
import { extractOf, typeOf } from './extracts.test-support.ts'
import { mergeTypes } from './merge-types.ts'

const toy = 'k8s.io/api/toys/v1.Toy'
const part = 'k8s.io/api/toys/v1.Part'
const mode = 'k8s.io/api/toys/v1.Mode'
const schema = 'k8s.io/apiextensions-apiserver/pkg/apis/apiextensions/v1.JSONSchemaProps'

function fieldsOf(extracts: readonly Extract[], name = toy): Readonly<Record<string, Field>> {
  const { types } = mergeTypes(extracts, [toy])
  return Object.fromEntries((types.get(name)?.fields ?? []).map((field) => [field.name, field]))
}

describe('a type of several versions', () => {
  it('is as the newest version has it that has it at all', () => {
    const newer = extractOf('1.37.2', { types: { [toy]: typeOf({ a: 'string' }) } })
    const older = extractOf('1.27.2', {
      types: { [toy]: typeOf({ b: 'string', part }), [part]: typeOf({ c: 'int32' }) },
    })
    expect(Object.keys(fieldsOf([newer, older]))).toEqual(['a'])
    expect([...mergeTypes([newer, older], [toy]).types.keys()]).toEqual([toy])
    expect([...mergeTypes([older], [toy]).types.keys()]).toEqual([toy, part])
    expect([...mergeTypes([newer, older], [toy, part]).types.keys()]).toEqual([toy, part])
  })

  it('brings what it is made of along, also what holds itself, and custom resources schemas', () => {
    const types = { [toy]: typeOf({ parts: `[]${part}` }), [part]: typeOf({ by: `{}${part}` }), [schema]: typeOf({}) }
    expect([...mergeTypes([extractOf('1.37.2', { types })], [toy]).types.keys()]).toEqual([toy, part, schema])
    expect([...mergeTypes([extractOf('1.37.2', { types })], []).types.keys()]).toEqual([])
  })

  it('remembers what older versions wrote otherwise', () => {
    const newer = extractOf('1.37.2', {
      types: {
        [toy]: typeOf({
          now: { type: '[]string', omit: true },
          still: { type: '[]string', omit: true },
          added: 'string',
        }),
      },
    })
    const older = extractOf('1.27.2', {
      types: { [toy]: typeOf({ now: '[]string', still: { type: '[]string', omit: true } }) },
    })
    const { now, still, added } = fieldsOf([newer, older])
    expect([now?.formerlyNull, still?.formerlyNull, added?.formerlyNull]).toEqual([true, false, false])
    expect([now?.formerlyAbsent, still?.formerlyAbsent, added?.formerlyAbsent]).toEqual([false, false, true])
    // An older version that has no such type says nothing of its fields.
    expect(fieldsOf([newer, extractOf('1.27.2')])['added']?.formerlyAbsent).toBe(false)
  })

  it('has what the definition says of a field', () => {
    const port = {
      type: `[]${part}`,
      omit: true,
      required: true,
      pointer: true,
      number: '3',
      patchStrategy: 'merge,retainKeys',
      patchMergeKey: 'port',
      listType: 'map',
      listMapKeys: ['port', 'protocol'],
    }
    const types = { [toy]: { ...typeOf({ ports: port }), mapType: 'atomic' }, [part]: typeOf({}) }
    const { types: merged } = mergeTypes([extractOf('1.37.2', { types })], [toy])
    expect(merged.get(toy)).toMatchObject({ atomic: true })
    expect(merged.get(toy)?.fields[0]).toEqual({
      name: 'ports',
      type: { form: 'array', items: { form: 'reference', name: 'Part', groupVersion: undefined } },
      omitEmpty: true,
      pointer: true,
      required: true,
      formerlyNull: false,
      formerlyAbsent: false,
      number: '3',
      default: undefined,
      patchStrategies: ['merge', 'retainKeys'],
      patchMergeKey: 'port',
      listType: 'map',
      listMapKeys: ['port', 'protocol'],
      mapType: undefined,
    })
  })

  it('has the defaults that the server was seen to set, before those of the definition', () => {
    const fields = typeOf({ a: { type: 'string', default: 'said' }, b: { type: 'string', default: 'said' } })
    const newer = extractOf('1.37.2', {
      types: { [toy]: fields },
      defaults: { types: { [toy]: { a: 'seen' } }, kinds: {} },
    })
    // Those of an older version than the type's are of no account.
    const older = extractOf('1.27.2', {
      types: { [toy]: fields },
      defaults: { types: { [toy]: { b: 'old' } }, kinds: {} },
    })
    const { a, b } = fieldsOf([newer, older])
    expect([a?.default, b?.default]).toEqual(['seen', 'said'])
  })

  it.each([
    ['string', { form: 'scalar', scalar: 'string' }],
    ['{}[]int32', { form: 'map', values: { form: 'array', items: { form: 'scalar', scalar: 'int32' } } }],
    ['k8s.io/api/core/v1.PodSpec', { form: 'reference', name: 'PodSpec', groupVersion: 'core/v1' }],
    [
      'k8s.io/apimachinery/pkg/apis/meta/v1.ObjectMeta',
      { form: 'reference', name: 'ObjectMeta', groupVersion: 'meta/v1' },
    ],
    ['k8s.io/klog/v2.Level', { form: 'scalar', scalar: 'string' }],
  ])('has fields of %s', (type, expected) => {
    expect(fieldsOf([extractOf('1.37.2', { types: { [toy]: typeOf({ a: type }) } })])['a']?.type).toEqual(expected)
  })
})

describe('a string type', () => {
  const having = (version: string, ...values: string[]) =>
    extractOf(version, {
      types: { [toy]: typeOf({ mode: { type: mode, ...(values.length === 0 ? {} : { enum: values }) } }) },
      strings: { [mode]: ['Loud', 'Quiet'] },
    })
  const valuesOf = (...extracts: Extract[]) => mergeTypes(extracts, [toy]).strings.get(mode)

  it('is closed if all versions list the same values', () => {
    expect(valuesOf(having('1.37.2', 'B', 'A'), having('1.27.2', 'A', 'B'))).toEqual({
      values: ['A', 'B'],
      isClosed: true,
    })
  })

  it('is open if one has other values or lists none, or if there is only one', () => {
    expect(valuesOf(having('1.37.2', 'A', 'B'), having('1.27.2', 'A'))).toEqual({ values: ['A', 'B'], isClosed: false })
    expect(valuesOf(having('1.37.2', 'A'), having('1.27.2'))).toEqual({ values: ['A'], isClosed: false })
    expect(valuesOf(having('1.37.2', 'A'))).toEqual({ values: ['A'], isClosed: false })
  })

  it('has the constants of its source where no definition lists any', () => {
    expect(valuesOf(having('1.37.2'), having('1.27.2'))).toEqual({ values: ['Loud', 'Quiet'], isClosed: false })
  })

  it('that nothing uses is left out, and one without values is a string', () => {
    const unused = extractOf('1.37.2', { types: { [toy]: typeOf({ a: 'string' }) }, strings: { [mode]: ['A'] } })
    expect(mergeTypes([unused], [toy]).strings.size).toBe(0)
    const empty = extractOf('1.37.2', { types: { [toy]: typeOf({ a: mode }) }, strings: { [mode]: [] } })
    expect(fieldsOf([empty])['a']?.type).toEqual({ form: 'scalar', scalar: 'string' })
  })
})
