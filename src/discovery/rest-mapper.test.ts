import { describe, expect, it } from 'vitest'
import { apiResourceList } from './api-resource.ts'
import { DeferredRESTMapper } from './deferred-rest-mapper.ts'
import { aggregatedRoutes, discovered, discoveryOf, resource } from './discovery-server.test-support.ts'
import { type PartialResource, parseResourceArgument } from './group-resource.ts'
import { AmbiguousMatchError, NoMatchError } from './mapper-errors.ts'
import { MemCacheClient } from './mem-cache-client.ts'
import { RESTMapper } from './rest-mapper.ts'

const group = (name: string, preferred: string, ...versions: string[]) => {
  const versionOf = (version: string) => ({ version, groupVersion: name === '' ? version : `${name}/${version}` })
  return { name, versions: versions.map(versionOf), preferredVersion: versionOf(preferred) }
}

const server = {
  groups: [
    group('apps', 'v1', 'v1beta1', 'v1'),
    group('', 'v1', 'v1'),
    group('events.k8s.io', 'v1', 'v1'),
    group('storage.k8s.io', 'v1', 'v1'),
    group('metrics.k8s.io', 'v1beta1', 'v1beta1'),
    group('odd.test', 'v1', 'v1'),
  ],
  resources: [
    apiResourceList('v1', [
      resource('pods', 'Pod', { shortNames: ['po'], categories: ['all'] }),
      resource('pods/log', 'Pod'),
      resource('nodes', 'Node', { namespaced: false, shortNames: ['no'] }),
      resource('events', 'Event', { shortNames: ['ev'] }),
      resource('limitranges', 'LimitRange', { shortNames: ['limits'], singularName: '' }),
    ]),
    apiResourceList('apps/v1beta1', [
      resource('deployments', 'Deployment', { shortNames: ['deploy'], categories: ['all'] }),
      resource('olds', 'Old'),
    ]),
    apiResourceList('apps/v1', [
      resource('deployments', 'Deployment', { shortNames: ['deploy'], categories: ['all'] }),
    ]),
    apiResourceList('events.k8s.io/v1', [resource('events', 'Event', { shortNames: ['ev'] })]),
    apiResourceList('storage.k8s.io/v1', [resource('storageclasses', 'StorageClass', { shortNames: ['sc'] })]),
    apiResourceList('metrics.k8s.io/v1beta1', [resource('pods', 'PodMetrics', { singularName: 'pod' })]),
    apiResourceList('odd.test/v1', [
      resource('po', 'Po', { shortNames: ['no', 'od'] }),
      resource('odds', 'Odd', { singularName: 'both' }),
      resource('both', 'Both'),
    ]),
  ],
}

function mapperWithWarnings() {
  const warnings: string[] = []
  return { warnings, mapper: new RESTMapper(server, { warn: (text) => warnings.push(text) }) }
}

describe('a resource', () => {
  it.each<[string, PartialResource, string]>([
    ['plural', { resource: 'pods' }, 'v1 pods Pod'],
    ['in any case', { resource: 'PODS' }, 'v1 pods Pod'],
    ['singular', { resource: 'node' }, 'v1 nodes Node'],
    ['singular that the server does not tell', { resource: 'limitrange' }, 'v1 limitranges LimitRange'],
    ['short', { resource: 'limits' }, 'v1 limitranges LimitRange'],
    ['short, in a group', { resource: 'deploy' }, 'apps/v1 deployments Deployment'],
    ['in the preferred version', { resource: 'deployments' }, 'apps/v1 deployments Deployment'],
    ['in another version', { resource: 'deployment', version: 'v1beta1' }, 'apps/v1beta1 deployments Deployment'],
    ['only in another version', { resource: 'olds' }, 'apps/v1beta1 olds Old'],
    ['in a group', { resource: 'pods', group: 'metrics.k8s.io' }, 'metrics.k8s.io/v1beta1 pods PodMetrics'],
    [
      'in a group by its beginning',
      { resource: 'storageclass', group: 'storage' },
      'storage.k8s.io/v1 storageclasses StorageClass',
    ],
    [
      'short, in a group by its beginning',
      { resource: 'sc', group: 'storage' },
      'storage.k8s.io/v1 storageclasses StorageClass',
    ],
    ['in the core group first', { resource: 'events' }, 'v1 events Event'],
    [
      'short, in a group that is not the first',
      { resource: 'ev', group: 'events.k8s.io' },
      'events.k8s.io/v1 events Event',
    ],
    ['full rather than short', { resource: 'po' }, 'odd.test/v1 po Po'],
  ])('is found: %s', (_name, wanted, expected) => {
    const { mapper } = mapperWithWarnings()
    const { resource: found, kind } = mapper.mappingFor(wanted)
    const groupVersion = found.group === '' ? found.version : `${found.group}/${found.version}`
    expect(`${groupVersion} ${found.resource} ${kind.kind}`).toBe(expected)
    expect(mapper.resourceFor(wanted)).toEqual(found)
    expect(mapper.kindFor(wanted)).toEqual(kind)
  })

  it.each<[PartialResource, string]>([
    [{ resource: 'x' }, 'no matches for Resource=x'],
    [{ resource: 'pods', group: 'x' }, 'no matches for x, Resource=pods'],
    [{ resource: 'pods', group: 'metrics.k8s.io', version: 'v9' }, 'no matches for metrics.k8s.io/v9, Resource=pods'],
    [{ resource: 'pods/log' }, 'no matches for Resource=pods/log'],
  ])('%j is not found', (wanted, message) => {
    const { mapper } = mapperWithWarnings()
    expect(() => mapper.resourceFor(wanted)).toThrow(new NoMatchError(message))
    expect(mapper.resourcesFor(wanted)).toEqual([])
    expect(mapper.kindsFor(wanted)).toEqual([])
  })

  it('may be several, the best first', () => {
    const { mapper } = mapperWithWarnings()
    expect(mapper.resourcesFor({ resource: 'deployments' }).map(({ version }) => version)).toEqual(['v1', 'v1beta1'])
    expect(mapper.kindsFor({ resource: 'pods' }).map(({ kind }) => kind)).toEqual(['Pod', 'PodMetrics'])
  })

  it('that is one name of two in the same version is ambiguous', () => {
    const { mapper } = mapperWithWarnings()
    expect(() => mapper.resourceFor({ resource: 'both' })).toThrow(AmbiguousMatchError)
    expect(() => mapper.resourceFor({ resource: 'both' })).toThrow(
      'both matches several: odds of odd.test/v1, both of odd.test/v1',
    )
  })

  it('by an ambiguous short name is warned of, with those that were passed over', () => {
    const { mapper, warnings } = mapperWithWarnings()
    expect(mapper.kindFor({ resource: 'no' }).kind).toBe('Node')
    expect(warnings).toEqual(['short name "no" could also match lower priority resource po.odd.test'])
    mapper.kindFor({ resource: 'ev' })
    expect(warnings[1]).toBe('short name "ev" could also match lower priority resource events.events.k8s.io')
    mapper.kindFor({ resource: 'deploy' })
    expect(warnings).toHaveLength(2)
  })

  it('has a singular name', () => {
    const { mapper } = mapperWithWarnings()
    expect(mapper.resourceSingularizer('deployments')).toBe('deployment')
    expect(mapper.resourceSingularizer('nothings')).toBe('nothings')
  })

  it('may be in a category', () => {
    const { mapper } = mapperWithWarnings()
    expect(mapper.resourcesInCategory('all')).toEqual([
      { group: '', resource: 'pods' },
      { group: 'apps', resource: 'deployments' },
    ])
    expect(mapper.resourcesInCategory('none')).toEqual([])
  })
})

describe('a kind', () => {
  const { mapper } = mapperWithWarnings()

  it('is served in the preferred version, or in the first of those asked for', () => {
    const deployment = { group: 'apps', kind: 'Deployment' }
    expect(mapper.restMapping(deployment)).toEqual({
      resource: { group: 'apps', version: 'v1', resource: 'deployments' },
      kind: { group: 'apps', version: 'v1', kind: 'Deployment' },
      namespaced: true,
    })
    expect(mapper.restMapping(deployment, 'v2', 'v1beta1', 'v1').kind.version).toBe('v1beta1')
    expect(mapper.restMappings(deployment).map(({ kind }) => kind.version)).toEqual(['v1', 'v1beta1'])
    expect(mapper.restMapping({ group: '', kind: 'node' })).toMatchObject({ kind: { kind: 'Node' }, namespaced: false })
  })

  it('may not be served', () => {
    expect(() => mapper.restMapping({ group: 'x', kind: 'X' })).toThrow('no matches for kind "X" in group "x"')
    expect(() => mapper.restMapping({ group: 'x', kind: 'X' }, 'v1')).toThrow(
      'no matches for kind "X" in version "x/v1"',
    )
    expect(() => mapper.restMapping({ group: '', kind: 'X' }, 'v1', 'v2')).toThrow('in versions "v1", "v2"')
    expect(mapper.restMappings({ group: 'x', kind: 'X' })).toEqual([])
  })
})

describe('DeferredRESTMapper', () => {
  it('looks again, once, when something is missing and its cache is not fresh', async () => {
    const { discovery, transport, routes } = discoveryOf(aggregatedRoutes())
    const cache = new MemCacheClient(discovery)
    let isFresh = false
    cache.fresh = () => isFresh
    cache.invalidate = () => {
      isFresh = true
      MemCacheClient.prototype.invalidate.call(cache)
    }
    const mapper = new DeferredRESTMapper(cache)
    expect(transport.requests).toHaveLength(0)
    const kinds = await Promise.all([mapper.kindFor({ resource: 'po' }), mapper.kindFor({ resource: 'deploy' })])
    expect(kinds.map(({ kind }) => kind)).toEqual(['Pod', 'Deployment'])
    expect(transport.requests).toHaveLength(2)
    Object.assign(routes, aggregatedRoutes({ 'new.test': [{ version: 'v1', resources: [discovered('news', 'New')] }] }))
    expect((await mapper.restMapping({ group: 'new.test', kind: 'New' })).resource.resource).toBe('news')
    expect(transport.requests).toHaveLength(4)
    await expect(mapper.resourceFor({ resource: 'x' })).rejects.toThrow(NoMatchError)
    expect(await mapper.resourcesFor({ resource: 'x' })).toEqual([])
    expect(await mapper.kindsFor({ resource: 'x' })).toEqual([])
    expect(transport.requests).toHaveLength(4)
    isFresh = false
    expect(await mapper.restMappings({ group: 'x', kind: 'X' })).toEqual([])
    expect(transport.requests).toHaveLength(6)
  })

  it('looks again once for all who miss something at the same time', async () => {
    const { discovery, transport } = discoveryOf(aggregatedRoutes())
    const cache = new MemCacheClient(discovery)
    const mapper = new DeferredRESTMapper(cache)
    await mapper.kindFor({ resource: 'pods' })
    cache.invalidate()
    const misses = ['x', 'y', 'z'].map((resource) => mapper.kindFor({ resource }))
    for (const { status } of await Promise.allSettled(misses)) expect(status).toBe('rejected')
    expect(transport.requests).toHaveLength(4)
  })

  it('works over a discovery that is no cache, until it is reset', async () => {
    const { discovery, transport } = discoveryOf(aggregatedRoutes())
    const mapper = new DeferredRESTMapper(discovery)
    expect(await mapper.resourceSingularizer('pods')).toBe('pod')
    expect(await mapper.resourcesInCategory('all')).toEqual([{ group: '', resource: 'pods' }])
    await expect(mapper.mappingFor({ resource: 'x' })).rejects.toThrow(NoMatchError)
    expect(transport.requests).toHaveLength(2)
    mapper.reset()
    await mapper.kindFor({ resource: 'pods' })
    expect(transport.requests).toHaveLength(4)
  })
})

it.each<[string, readonly PartialResource[]]>([
  ['pods', [{ resource: 'pods' }]],
  ['deployments.apps', [{ resource: 'deployments', group: 'apps' }]],
  [
    'deployments.v1.apps',
    [
      { resource: 'deployments', version: 'v1', group: 'apps' },
      { resource: 'deployments', group: 'v1.apps' },
    ],
  ],
  [
    'pods.v1.',
    [
      { resource: 'pods', version: 'v1', group: '' },
      { resource: 'pods', group: 'v1.' },
    ],
  ],
])('reads the argument %s', (text, expected) => {
  expect(parseResourceArgument(text)).toEqual(expected)
})
