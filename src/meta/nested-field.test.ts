import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  nestedBoolean,
  nestedField,
  nestedMap,
  nestedNumber,
  nestedSlice,
  nestedString,
  removeNestedField,
  setNestedField,
} from './nested-field.ts'

const object = JSON.parse(
  '{"metadata":{"name":"a"},"spec":{"n":5,"on":false,"list":[1],"none":null,"__proto__":{"x":"own"}}}',
) as object

describe('a nested field', () => {
  it('is there with its type, or is undefined', () => {
    expect(nestedString(object, 'metadata', 'name')).toBe('a')
    expect(nestedNumber(object, 'spec', 'n')).toBe(5)
    expect(nestedBoolean(object, 'spec', 'on')).toBe(false)
    expect(nestedSlice(object, 'spec', 'list')).toEqual([1])
    expect(nestedMap(object, 'metadata')).toEqual({ name: 'a' })
    expect(nestedField(object)).toBe(object)
    expect(nestedString(object, 'metadata', 'other')).toBeUndefined()
    expect(nestedString(object, 'spec', 'none', 'deeper')).toBeUndefined()
  })

  it.each<[string, () => unknown]>([
    ['metadata.name: expected a number, found string', () => nestedNumber(object, 'metadata', 'name')],
    ['spec.list: expected an object, found an array', () => nestedMap(object, 'spec', 'list')],
    ['spec.n: expected an object, found number', () => nestedString(object, 'spec', 'n', 'x')],
    ['spec.n: expected an object, found number', () => setNestedField(object, 1, 'spec', 'n', 'x')],
    ['expected the path of a field', () => setNestedField(object, 1)],
  ])('of another type is refused: %s', (message, call) => {
    expect(call).toThrow(TypeError)
    expect(call).toThrow(message)
  })

  it('is never one of a prototype', () => {
    expect(nestedField({}, '__proto__')).toBeUndefined()
    expect(nestedField({}, 'constructor', 'name')).toBeUndefined()
    expect(nestedString(object, 'spec', '__proto__', 'x')).toBe('own')
  })
})

describe('a changed field', () => {
  it('is in a copy that shares the rest', () => {
    const frozen = Object.freeze({ a: Object.freeze({ b: 1 }), c: Object.freeze({}) })
    const changed = setNestedField<Record<string, unknown>>(frozen, 2, 'a', 'x', 'y')
    expect(changed).toEqual({ a: { b: 1, x: { y: 2 } }, c: {} })
    expect(changed['c']).toBe(frozen.c)
    expect(removeNestedField(changed, 'a', 'x', 'y')).toEqual({ a: { b: 1, x: {} }, c: {} })
    expect(frozen).toEqual({ a: { b: 1 }, c: {} })
  })

  it('that is not there is not removed', () => {
    expect(removeNestedField(object, 'metadata', 'other')).toBe(object)
    expect(removeNestedField(object, 'spec', 'n', 'x')).toBe(object)
    expect(removeNestedField(object, '__proto__', 'toString')).toBe(object)
  })

  it('makes no prototype, whatever its name', () => {
    const name = fc.oneof(fc.string(), fc.constantFrom('__proto__', 'constructor', 'prototype', 'toString'))
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: 4 }), (path) => {
        const changed = setNestedField({}, 'value', ...path)
        expect(Object.getPrototypeOf(changed)).toBe(Object.prototype)
        expect(nestedString(changed, ...path)).toBe('value')
        expect(nestedField(removeNestedField(changed, ...path), ...path)).toBeUndefined()
        expect(({} as Record<string, unknown>)['value']).toBeUndefined()
      }),
    )
  })
})
