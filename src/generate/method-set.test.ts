import { describe, expect, it } from 'vitest'
import { baseMethods } from '../resources/methods.ts'
import type { ResourceFacts } from '../schema/facts.ts'
import { allMethods, servedMethods, summarise, typedMethods } from './method-set.ts'

const resource: ResourceFacts = { resource: 'toys', kind: 'Toy', namespaced: true }

describe('what a server serves', () => {
  it.each<[string, Partial<ResourceFacts>, string[]]>([
    ['verbs', { verbs: ['get', 'patch', 'deletecollection'] }, ['get', 'patch', 'apply', 'deleteCollection']],
    [
      'a status',
      { subresources: [{ name: 'status', kind: 'Toy', verbs: ['get', 'patch', 'update'] }] },
      ['applyStatus', 'updateStatus'],
    ],
    ['a scale', { subresources: [{ name: 'scale', kind: 'Scale', verbs: ['get'] }] }, ['getScale']],
    ['a log', { subresources: [{ name: 'log', kind: 'Toy', verbs: ['get'] }] }, ['getLogs']],
    ['something else', { subresources: [{ name: 'exec', kind: 'Toy', verbs: ['get'] }] }, []],
    ['a search where there is a list', { verbs: ['list'], methods: ['search', 'create'] }, ['list', 'search']],
  ])('with %s', (_, facts, expected) => {
    expect([...servedMethods({ ...resource, ...facts })].sort()).toEqual(expected.sort())
  })
})

it('joins client-go and the server at run time, and shows the server in the types', () => {
  const served = { ...resource, methods: ['get', 'create'], verbs: ['get', 'list'], served: ['1.37.2'] }
  expect([...allMethods(served)].sort()).toEqual(['create', 'get', 'list'])
  expect([...typedMethods(served)].sort()).toEqual(['get', 'list'])
  expect([...typedMethods({ ...resource, methods: ['get', 'create'] })].sort()).toEqual(['create', 'get'])
})

it('says methods in few words', () => {
  expect(summarise(new Set([...baseMethods, 'updateStatus', 'applyStatus', 'getScale', 'evict']))).toEqual({
    base: baseMethods,
    sets: ['status'],
    single: ['evict', 'getScale'],
  })
})
