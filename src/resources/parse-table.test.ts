import { describe, expect, it } from 'vitest'
import { resourceTables } from './all-tables.ts'
import { baseMethods, methodSets } from './methods.ts'
import { parseResourceTable } from './parse-table.ts'

const special = [
  'bind',
  'createToken',
  'evict',
  'finalize',
  'getFieldSelector',
  'getLogs',
  'patchStatus',
  'proxyGet',
  'rollback',
  'search',
  'updateApproval',
  'updateEphemeralContainers',
  'updateResize',
]

describe('a table', () => {
  it('has a line for each resource', () => {
    const [nodes, pods] = parseResourceTable('/v1\nnodes Node ^ =no +status\npods Pod =po @all +evict /eviction,log')
    expect(nodes).toEqual({
      group: '',
      version: 'v1',
      resource: 'nodes',
      kind: 'Node',
      accessor: 'nodes',
      singular: 'node',
      listKind: 'NodeList',
      namespaced: false,
      shortNames: ['no'],
      categories: [],
      methods: [...baseMethods, 'updateStatus', 'applyStatus'],
      subresources: [],
    })
    expect(pods).toMatchObject({
      namespaced: true,
      categories: ['all'],
      methods: [...baseMethods, 'evict'],
      subresources: ['eviction', 'log'],
    })
  })

  it('may say which methods alone there are, or which are not', () => {
    const [review, namespace] = parseResourceTable(
      'authentication.k8s.io/v1\ntokenreviews TokenReview ^ !create\nnamespaces Namespace ^ -deleteCollection',
    )
    expect(review).toMatchObject({ group: 'authentication.k8s.io', methods: ['create'] })
    expect(namespace?.methods).toEqual(baseMethods.filter((method) => method !== 'deleteCollection'))
  })

  it('names the plural only where it is not the regular one', () => {
    const resources = parseResourceTable('/v1\nPod =po\nNetworkPolicy\nsheep Sheep ^')
    expect(resources.map(({ resource, kind }) => [resource, kind])).toEqual([
      ['pods', 'Pod'],
      ['networkpolicies', 'NetworkPolicy'],
      ['sheep', 'Sheep'],
    ])
  })
})

describe('the built-in tables', () => {
  const all = Object.values(resourceTables).flatMap(parseResourceTable)

  it('have every group, version and resource', () => {
    expect(Object.keys(resourceTables)).toHaveLength(64)
    expect(all).toHaveLength(178)
  })

  it('have no method that nobody knows', () => {
    const known = new Set<string>([...baseMethods, ...Object.values(methodSets).flat(), ...special])
    expect(all.flatMap(({ methods }) => methods).filter((method) => !known.has(method))).toEqual([])
  })

  it('stay small', () => {
    expect(Object.values(resourceTables).join('').length).toBeLessThan(15_000)
  })

  it('have the methods beyond the base ones that client-go has', () => {
    const methodsOf = (version: string, resource: string) => {
      const found = all.find((each) => each.version === version && each.resource === resource)
      return found?.methods.filter((method) => !baseMethods.some((base) => base === method)).sort()
    }
    expect(methodsOf('v1', 'pods')).toEqual(
      [
        'applyStatus',
        'bind',
        'evict',
        'getLogs',
        'proxyGet',
        'updateEphemeralContainers',
        'updateResize',
        'updateStatus',
      ].sort(),
    )
    expect(methodsOf('v1', 'serviceaccounts')).toEqual(['createToken'])
    expect(methodsOf('v1beta2', 'deployments')).toEqual(['applyStatus', 'updateStatus'])
    expect(methodsOf('v1', 'replicationcontrollers')).toContain('applyScale')
  })
})
