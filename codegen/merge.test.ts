import { describe, expect, it } from 'vitest'
import type { Extract, ExtractedKind } from './extract-document.ts'
import { extractOf, servedOf, typeOf } from './extracts.test-support.ts'
import { mergeFacts } from './merge.ts'

const place = 'k8s.io/api/toys/v1'
const meta = 'k8s.io/apimachinery/pkg/apis/meta/v1'
const kind = (name: string, more: Partial<ExtractedKind> = {}): ExtractedKind => ({
  ...{ group: 'toys.example.com', version: 'v1', kind: name, type: `${place}.${name}` },
  ...more,
})
const clients = { 'toys/v1': [{ accessor: 'Toys', kind: 'Toy', namespaced: true, methods: ['Get'] }] }

function toysOf(...extracts: Extract[]) {
  return mergeFacts(extracts, [servedOf('1.37.2', { name: 'toys' })]).find(({ folder }) => folder === 'toys')
}

describe('the facts of several versions', () => {
  it('are of each group and version that some client has, and the machinery', () => {
    const types = { [`${meta}.ListMeta`]: typeOf({ continue: 'string' }) }
    const facts = mergeFacts(
      [extractOf('1.37.2', { clients, types }), extractOf('1.27.2', { clients: { 'old/v1': [] } })],
      [],
    )
    expect(facts.map(({ folder, version, group }) => [folder, version, group])).toEqual([
      ['apiextensions', 'v1', 'meta.k8s.io'],
      ['apiregistration', 'v1', 'meta.k8s.io'],
      ['meta', 'v1', 'meta.k8s.io'],
      ['old', 'v1', 'meta.k8s.io'],
      ['toys', 'v1', 'meta.k8s.io'],
    ])
    expect(facts[2]?.types).toEqual({ ListMeta: 'continue:string' })
  })

  it('have a kind as the newest version has it, which is named where it is not the newest of all', () => {
    const newer = extractOf('1.37.2', {
      clients,
      kinds: [kind('Toy')],
      types: { [`${place}.Toy`]: typeOf({ now: 'string' }) },
    })
    const older = extractOf('1.27.2', {
      clients,
      kinds: [kind('Toy'), kind('Doll')],
      types: { [`${place}.Toy`]: typeOf({ before: 'string' }), [`${place}.Doll`]: typeOf({ a: 'int32' }) },
    })
    const toys = toysOf(newer, older)
    expect(toys).toMatchObject({ group: 'toys.example.com', newest: '1.37.2', served: ['1.37.2'] })
    expect(toys?.kinds).toEqual({ Doll: { newest: '1.27.2' }, Toy: {} })
    expect(toys?.types).toEqual({ Doll: 'a:int32', Toy: 'now:+string' })
    expect(toys?.resources).toMatchObject([{ resource: 'toys', methods: ['get'], served: ['1.37.2'] }])
  })

  it('have what is said of a kind, if it is not what every kind has', () => {
    const usual = { fieldLabels: ['metadata.name', 'metadata.namespace'] }
    const special = {
      fieldLabels: ['metadata.name', 'spec.mode'],
      columns: [
        { name: 'Mode', type: 'string' },
        { name: 'Age', type: 'date', format: 'date-time', priority: 1 },
      ],
    }
    const defaults = { types: {}, kinds: { [`${place}.Toy`]: { '.spec.b': 2, '.spec.a': 1 } } }
    const toys = toysOf(extractOf('1.37.2', { clients, kinds: [kind('Toy', special), kind('Doll', usual)], defaults }))
    // No type of theirs was read, so the version's own newest is unknown.
    expect(toys?.kinds['Doll']).toEqual({ newest: '1.37.2' })
    expect(toys?.kinds['Toy']).toEqual({
      newest: '1.37.2',
      fieldLabels: ['metadata.name', 'spec.mode'],
      columns: ['Mode', 'Age:date.date-time+1'],
      defaults: { 'spec.a': 1, 'spec.b': 2 },
    })
    expect(Object.keys(toys?.kinds['Toy']?.defaults ?? {})).toEqual(['spec.a', 'spec.b'])
  })

  it('have the values of string types, and which types are atomic', () => {
    const types = {
      [`${place}.Toy`]: { ...typeOf({ mode: `${place}.Mode` }), mapType: 'atomic' },
    }
    const toys = toysOf(
      extractOf('1.37.2', { clients, kinds: [kind('Toy')], types, strings: { [`${place}.Mode`]: ['A', 'B'] } }),
    )
    expect(toys).toMatchObject({ strings: { Mode: 'A|B' }, atomicTypes: ['Toy'], types: { Toy: 'mode:Mode' } })
  })

  it('leave out kinds of groups that no client has', () => {
    const other = kind('Other', { type: 'k8s.io/api/others/v1.Other' })
    const toys = mergeFacts([extractOf('1.37.2', { clients, kinds: [other] })], [])
    expect(toys.flatMap(({ kinds }) => Object.keys(kinds))).toEqual([])
  })
})
