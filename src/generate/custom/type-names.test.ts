import { describe, expect, it } from 'vitest'
import { singular, TypeNames, typeName, typeWord } from './type-names.ts'

it.each([
  ['spec', 'Spec'],
  ['dnsNames', 'DnsNames'],
  ['dns-names', 'DnsNames'],
  ['$ref', 'Ref'],
  ['__proto__', 'Proto'],
  ['x-kubernetes-list-type', 'XKubernetesListType'],
  ['1a', '1a'],
  ['-', 'Field'],
  ['größe', 'GrE'],
])('%s in the name of a type is %s', (name, expected) => {
  expect(typeWord(name)).toBe(expected)
})

it('of a type starts with a letter', () => {
  expect(typeName('2Widget')).toBe('Kind2Widget')
})

it.each([
  ['listeners', 'listener'],
  ['addresses', 'address'],
  ['policies', 'policy'],
  ['matches', 'match'],
  ['caches', 'cache'],
  ['proxies', 'proxy'],
  ['statuses', 'status'],
  ['aliases', 'alias'],
  ['databases', 'database'],
  ['keys', 'key'],
  ['allOf', 'allOf'],
  ['status', 'status'],
  ['series', 'series'],
  ['access', 'access'],
  ['https', 'http'],
  ['analysis', 'analysis'],
])('an item of %s is called %s', (name, expected) => {
  expect(singular(name)).toBe(expected)
})

describe('the names of a file', () => {
  it('are given once', () => {
    const names = new TypeNames()
    expect([names.take('A'), names.take('A'), names.take('A'), names.take('B')]).toEqual(['A', 'A2', 'A3', 'B'])
    expect(names.take('A', 'C')).toBe('C')
    expect(names.take('A', 'C')).toBe('C2')
  })

  it('leave room for the types that belong to others', () => {
    const names = new TypeNames()
    expect(names.takeKind('Widget')).toBe('Widget')
    expect(names.take('StoredWidget')).toBe('StoredWidget2')
    expect(names.takeWithApply('WidgetSpec')).toBe('WidgetSpec')
    expect(names.takeWithApply('WidgetSpecApplyConfiguration')).toBe('WidgetSpecApplyConfiguration2')
    expect(names.takeKind('WidgetSpec')).toBe('WidgetSpec2')
  })
})
