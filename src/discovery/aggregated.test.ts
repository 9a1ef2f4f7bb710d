import { describe, expect, it } from 'vitest'
import { splitGroupsAndResources } from './aggregated.ts'
import { discoveryAccept, discoveryFormat } from './discovery-format.ts'
import { aggregatedList, discovered } from './discovery-server.test-support.ts'

describe('splitGroupsAndResources', () => {
  it('gives groups in order, and a list for each group/version', () => {
    const { groups, resources, failed } = splitGroupsAndResources(
      aggregatedList({
        apps: [{ version: 'v1', resources: [discovered('deployments', 'Deployment')], freshness: 'Current' }],
        batch: [{ version: 'v1', resources: [] }, { version: 'v1beta1' }],
      }),
    )
    expect(groups).toEqual({
      kind: 'APIGroupList',
      apiVersion: 'v1',
      groups: [
        {
          name: 'apps',
          versions: [{ groupVersion: 'apps/v1', version: 'v1' }],
          preferredVersion: { groupVersion: 'apps/v1', version: 'v1' },
        },
        {
          name: 'batch',
          versions: [
            { groupVersion: 'batch/v1', version: 'v1' },
            { groupVersion: 'batch/v1beta1', version: 'v1beta1' },
          ],
          preferredVersion: { groupVersion: 'batch/v1', version: 'v1' },
        },
      ],
    })
    expect([...resources.keys()]).toEqual(['apps/v1', 'batch/v1', 'batch/v1beta1'])
    expect(resources.get('apps/v1')).toEqual({
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion: 'apps/v1',
      resources: [
        {
          name: 'deployments',
          singularName: 'deployment',
          namespaced: true,
          kind: 'Deployment',
          verbs: ['get', 'list'],
        },
      ],
    })
    expect(failed.size).toBe(0)
  })

  it('leaves a stale version out of its group and names it as failed', () => {
    const { groups, resources, failed } = splitGroupsAndResources(
      aggregatedList({
        'a.test': [
          { version: 'v2', resources: [discovered('xs', 'X')], freshness: 'Stale' },
          { version: 'v1', resources: [discovered('xs', 'X')], freshness: 'Current' },
        ],
        'b.test': [{ version: 'v1', freshness: 'Stale' }],
      }),
    )
    expect(groups.groups).toEqual([
      {
        name: 'a.test',
        versions: [{ groupVersion: 'a.test/v1', version: 'v1' }],
        preferredVersion: { groupVersion: 'a.test/v1', version: 'v1' },
      },
      { name: 'b.test', versions: [] },
    ])
    expect([...resources.keys()]).toEqual(['a.test/v1'])
    expect([...failed].map(([key, error]) => [key, error.message])).toEqual([
      ['a.test/v2', 'stale GroupVersion discovery: a.test/v2'],
      ['b.test/v1', 'stale GroupVersion discovery: b.test/v1'],
    ])
  })

  it('makes resources of subresources, with the singular name and scope of their parent', () => {
    const parent = discovered('nodes', 'Node', {
      scope: 'Cluster',
      subresources: [
        { subresource: 'proxy', responseKind: { kind: 'NodeProxyOptions' }, verbs: ['get'] },
        { subresource: 'scale', responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' } },
        { subresource: 'lost', responseKind: null },
        { subresource: 'empty', responseKind: { group: '', version: '', kind: '' } },
      ],
    })
    const { resources } = splitGroupsAndResources(aggregatedList({ '': [{ version: 'v1', resources: [parent] }] }))
    expect(resources.get('v1')?.resources.slice(1)).toEqual([
      { name: 'nodes/proxy', singularName: 'node', namespaced: false, kind: 'NodeProxyOptions', verbs: ['get'] },
      {
        name: 'nodes/scale',
        singularName: 'node',
        namespaced: false,
        group: 'autoscaling',
        version: 'v1',
        kind: 'Scale',
        verbs: [],
      },
    ])
  })

  it('keeps the subresources of a resource that has no kind', () => {
    const parent = discovered('xs', 'X', {
      responseKind: { group: '', version: '', kind: '' },
      subresources: [{ subresource: 'status', responseKind: { kind: 'X' }, verbs: ['get'] }],
    })
    const { resources } = splitGroupsAndResources(
      aggregatedList({ 'a.test': [{ version: 'v1', resources: [parent] }] }),
    )
    expect(resources.get('a.test/v1')?.resources.map(({ name }) => name)).toEqual(['xs/status'])
  })

  it.each([{}, { items: null }, { items: [] }])('takes %j for a server without groups', (list) => {
    expect(splitGroupsAndResources(list).groups.groups).toEqual([])
  })
})

describe('discoveryFormat', () => {
  it.each([
    'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
    'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList',
    'application/json; as=APIGroupDiscoveryList; v=v2; g=apidiscovery.k8s.io',
    'Application/JSON;charset=utf-8;v="v2";G=apidiscovery.k8s.io;as=APIGroupDiscoveryList;x=y',
  ])('calls %s aggregated', (contentType) => {
    expect(discoveryFormat(contentType)).toBe('aggregated')
  })

  it.each([
    undefined,
    '',
    'application/json',
    'application/json; charset=UTF-8',
    'application/json;g=apidiscovery.k8s.io;v=v3;as=APIGroupDiscoveryList',
    'application/json;g=other;v=v2;as=APIGroupDiscoveryList',
    'application/json;g=apidiscovery.k8s.io;v=v2;as=Other',
    'text/plain;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  ])('calls %s legacy', (contentType) => {
    expect(discoveryFormat(contentType)).toBe('legacy')
  })
})

it('asks for the newest format first', () => {
  const v2 = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'
  const v2beta1 = 'application/json;g=apidiscovery.k8s.io;v=v2beta1;as=APIGroupDiscoveryList'
  const plain = { useLegacy: false, noPeers: false }
  expect(discoveryAccept(plain)).toBe(`${v2},${v2beta1},application/json`)
  expect(discoveryAccept({ ...plain, useLegacy: true })).toBe('application/json')
  expect(discoveryAccept({ ...plain, noPeers: true })).toBe(`${v2};profile=nopeer,${v2},${v2beta1},application/json`)
})
