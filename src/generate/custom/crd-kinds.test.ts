import { describe, expect, it } from 'vitest'
import { isDefinition, kindsOfDefinition } from './crd-kinds.ts'
import { definition } from './custom.test-support.ts'

const read = (value: object) => kindsOfDefinition(value, 'a.yaml')

describe('a definition', () => {
  it('is told from other objects, in whatever version it is', () => {
    expect(isDefinition({ apiVersion: 'apiextensions.k8s.io/v1beta1', kind: 'CustomResourceDefinition' })).toBe(true)
    expect(isDefinition({ apiVersion: 'example.com/v1', kind: 'CustomResourceDefinition' })).toBe(false)
    expect(isDefinition({ apiVersion: 'v1', kind: 'Pod' })).toBe(false)
  })

  it('makes a kind, with the names that a server would give it', () => {
    expect(read(definition({ type: 'object' }))).toMatchObject([
      {
        group: 'example.com',
        version: 'v1',
        resource: 'widgets',
        kind: 'Widget',
        listKind: 'WidgetList',
        singular: 'widget',
        namespaced: true,
        subresources: [],
        keepsUnknown: false,
      },
    ])
  })

  it('makes one for each version that is served', () => {
    const versions = ['v1', 'v1beta1', 'v1alpha1'].map((name) => ({ name, served: name !== 'v1alpha1' }))
    const kinds = read(definition({}, { spec: { versions } }))
    expect(kinds.map(({ version, schema }) => [version, schema])).toEqual([
      ['v1', undefined],
      ['v1beta1', undefined],
    ])
  })

  it('says which subresources there are, and that a version is old', () => {
    const version = { subresources: { status: {}, scale: {} }, deprecated: true }
    const [kind] = read(definition({}, { version }))
    expect(kind?.subresources.map(({ name }) => name)).toEqual(['scale', 'status'])
    expect(kind?.deprecated).toBe('example.com/v1 is deprecated.')
    const warned = read(definition({}, { version: { deprecated: true, deprecationWarning: 'use\nv2' } }))
    expect(warned[0]?.deprecated).toBe('use v2')
  })

  it.each<[string, object, string]>([
    [
      'of an old version',
      { ...definition({}), apiVersion: 'apiextensions.k8s.io/v1beta1' },
      'a.yaml: widgets.example.com: definitions of apiextensions.k8s.io/v1beta1 are not read, only those of apiextensions.k8s.io/v1',
    ],
    ['without metadata', { ...definition({}), metadata: 3 }, 'a.yaml: metadata: expected an object, found a number'],
    [
      'without a spec',
      { ...definition({}), spec: undefined },
      'a.yaml: widgets.example.com: spec: expected an object, found nothing',
    ],
    [
      'with another scope',
      definition({}, { spec: { scope: 'namespaced' } }),
      'a.yaml: widgets.example.com: spec.scope: expected Namespaced or Cluster, found "namespaced"',
    ],
    [
      'without a plural',
      definition({}, { spec: { names: { kind: 'Widget' } } }),
      'a.yaml: widgets.example.com: spec.names.plural: expected a string, found nothing',
    ],
    [
      'without versions',
      definition({}, { spec: { versions: {} } }),
      'a.yaml: widgets.example.com: spec.versions: expected a list, found an object',
    ],
    [
      'with a name that is none',
      definition({}, { version: { name: 1 } }),
      'a.yaml: widgets.example.com: spec.versions[0].name: expected a string, found a number',
    ],
    [
      'with a schema that is none',
      definition({}, { version: { schema: { openAPIV3Schema: [] } } }),
      'a.yaml: widgets.example.com: spec.versions[0].schema.openAPIV3Schema: expected a schema, found a list',
    ],
  ])('%s is refused', (_, value, message) => {
    expect(() => read(value)).toThrow(message)
  })
})
