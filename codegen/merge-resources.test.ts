import { describe, expect, it } from 'vitest'
import type { Extract, ExtractedClient } from './extract-document.ts'
import { extractOf, servedOf } from './extracts.test-support.ts'
import { mergeResources } from './merge-resources.ts'

const client = (accessor: string, ...methods: string[]): ExtractedClient => ({
  accessor,
  kind: 'Toy',
  namespaced: true,
  methods,
})
const withClients = (version: string, ...clients: ExtractedClient[]): Extract =>
  extractOf(version, { clients: { 'toys/v1': clients } })

function merge(extracts: readonly Extract[], ...served: ReturnType<typeof servedOf>[]) {
  return mergeResources(extracts, served, 'toys/v1', 'toys.example.com', 'v1')
}

describe('the resources of several versions', () => {
  it('are the union of what clients have and what servers serve, in alphabetical order', () => {
    const extracts = [withClients('1.37.2', client('Toys', 'Get')), withClients('1.27.2', client('Dolls', 'Get'))]
    const resources = merge(extracts, servedOf('1.37.2', { name: 'toys' }), servedOf('1.27.2', { name: 'bricks' }))
    expect(resources.map(({ resource, served }) => [resource, served])).toEqual([
      ['bricks', ['1.27.2']],
      ['dolls', undefined],
      ['toys', ['1.37.2']],
    ])
  })

  it('are as the newest server has them that has them at all', () => {
    const newer = { name: 'toys', kind: 'NewToy', namespaced: false, shortNames: ['t'], verbs: ['get', 'list'] }
    const older = { name: 'toys', kind: 'OldToy', categories: ['all'], verbs: ['get', 'watch'] }
    expect(merge([], servedOf('1.37.2', newer), servedOf('1.27.2', older))).toEqual([
      {
        resource: 'toys',
        kind: 'NewToy',
        namespaced: false,
        shortNames: ['t'],
        verbs: ['get', 'list'],
        served: ['1.37.2', '1.27.2'],
      },
    ])
  })

  it('are as their client says where no server has them', () => {
    expect(merge([withClients('1.27.2', client('ToyBoxes', 'Get'))])).toEqual([
      { resource: 'toyboxes', kind: 'Toy', namespaced: true, methods: ['get'] },
    ])
  })

  it('have the methods of all their clients, each in one form', () => {
    const newer = client('Toys', 'Get', 'UpdateStatus')
    const older = client('Toys', 'Get', 'EvictV1', 'EvictV1beta1', 'Evict', 'GetWithContext', 'Search')
    const [toys] = merge([withClients('1.37.2', newer), withClients('1.27.2', older)])
    expect(toys?.methods).toEqual(['get', 'updateStatus', 'evict', 'search'])
  })

  it('have the subresources of all servers, each as the newest one has it', () => {
    const scale = { name: 'toys/scale', kind: 'Scale', group: 'autoscaling', version: 'v1', verbs: ['get'] }
    const newer = [{ name: 'toys' }, { name: 'toys/status', verbs: ['get', 'patch'] }]
    const older = [{ name: 'toys' }, { name: 'toys/status', verbs: ['get'] }, scale, { name: 'toysets/status' }]
    const [toys] = merge([], servedOf('1.37.2', ...newer), servedOf('1.27.2', ...older))
    expect(toys?.subresources).toEqual([
      { name: 'scale', kind: 'Scale.v1.autoscaling', verbs: ['get'] },
      { name: 'status', kind: 'Toy', verbs: ['get', 'patch'] },
    ])
  })

  it('are neither what is below others only, nor those of other groups', () => {
    const elsewhere = { ...servedOf('1.37.2'), lists: [{ groupVersion: 'v1', resources: [] }] }
    expect(merge([], servedOf('1.37.2', { name: 'bindings' }, { name: 'toys/status' }), elsewhere)).toEqual([])
    const core = servedOf('1.37.2', { name: 'pods' })
    const lists = core.lists.map((list) => ({ ...list, groupVersion: 'v1' }))
    expect(mergeResources([], [{ ...core, lists }], 'core/v1', '', 'v1').map(({ resource }) => resource)).toEqual([
      'pods',
    ])
  })
})
