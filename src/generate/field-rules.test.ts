import { describe, expect, it } from 'vitest'
import { isAlwaysSent, isNullable } from '../schema/nullability.ts'
import { parseFields } from '../schema/parse-fields.ts'
import { type Direction, property } from './properties.ts'
import { globalKey, typeExpression } from './type-expression.ts'

const nameOf = (key: string | undefined, name: string) =>
  key === undefined || key === globalKey ? name : `${key}:${name}`

function only(text: string) {
  const [field] = parseFields(text)
  if (field === undefined) throw new Error(`no field in ${text}`)
  return field
}

describe('the type of a field', () => {
  it.each([
    ['a:string', 'string'],
    ['a:boolean', 'boolean'],
    ['a:int32', 'number'],
    ['a:int64', 'number'],
    ['a:any', 'unknown'],
    ['a:JSON', 'unknown'],
    ['a:bytes', 'meta/v1:Base64'],
    ['a:{}bytes', 'Record<string, meta/v1:Base64>'],
    ['a:Quantity', 'meta/v1:Quantity'],
    ['a:IntOrString', 'meta/v1:IntOrString'],
    ['a:Time', 'meta/v1:Time'],
    ['a:Pod', 'Pod'],
    ['a:[]Pod', 'Pod[]'],
    ['a:[][]string', 'string[][]'],
    ['a:{}[]string', 'Record<string, string[]>'],
    ['a:[]{}string', 'Record<string, string>[]'],
    ['a:core/v1.PodSpec', 'core/v1:PodSpec'],
    ['a:JSONSchemaPropsOrBool', 'apiextensions/v1:JSONSchemaProps | boolean'],
    ['a:[]JSONSchemaPropsOrBool', '(apiextensions/v1:JSONSchemaProps | boolean)[]'],
  ])('%s is %s', (text, expected) => {
    expect(typeExpression(only(text).type, nameOf)).toBe(expected)
  })
})

describe('null', () => {
  it.each([
    ['a list that is not left out when empty', 'a:[]string', true],
    ['a map that is not', 'a:{}string', true],
    ['a pointer that is not', 'a:*string', true],
    ['a time that is not', 'a:Time', true],
    ['a list that is left out', 'a:?[]string', false],
    ['one that older servers did not leave out', 'a:?0[]string', true],
    ['a required list', 'a:![]string', false],
    ['a string', 'a:string', false],
    ['a struct', 'a:Spec', false],
    ['a quantity', 'a:Quantity', false],
  ])('of %s', (_, text, expected) => {
    expect(isNullable(only(text), 'toys/v1.Toy')).toBe(expected)
  })

  it('of a required list that nobody fills', () => {
    expect(isNullable(only('drivers:![]CSINodeDriver'), 'storage/v1.CSINodeSpec')).toBe(true)
  })

  it('is sent, as is all that is not left out', () => {
    expect(isAlwaysSent(only('spec:Spec'))).toBe(true)
    expect(isAlwaysSent(only('spec:?*Spec'))).toBe(false)
    expect(isAlwaysSent(only('spec:?0Time'))).toBe(false)
    expect(isAlwaysSent(only('spec:+Spec'))).toBe(false)
  })
})

describe('a property', () => {
  it.each<[string, Direction, string]>([
    ['a:!string', 'input', '  a: string\n'],
    ['a:?string', 'input', '  a?: string | undefined\n'],
    ['a:?string', 'output', '  a?: string\n'],
    ['a:[]string', 'input', '  a?: string[] | null | undefined\n'],
    ['a:?any', 'input', '  a?: unknown\n'],
    ['$ref:?*string', 'input', '  $ref?: string | undefined\n'],
    ['x-kubernetes-embedded-resource:?boolean', 'input', "  'x-kubernetes-embedded-resource'?: boolean | undefined\n"],
  ])('%s as %s', (text, direction, expected) => {
    expect(property(only(text), { owner: 'toys/v1.Toy', nameOf, direction })).toBe(expected)
  })

  it('may be made required, and described', () => {
    const options = { owner: 'toys/v1.Toy', nameOf, direction: 'output', required: true, doc: ['What it is.'] } as const
    expect(property(only('a:[]string'), options)).toBe('  /** What it is. */\n  a: string[] | null\n')
  })
})
