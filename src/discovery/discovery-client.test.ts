import { describe, expect, it } from 'vitest'
import { DecodeError, RequestError, StatusError, TimeoutError } from '../errors/index.ts'
import { clientOver } from '../rest/scripted-transport.test-support.ts'
import { DiscoveryClient } from './discovery-client.ts'
import { groupDiscoveryFailure } from './discovery-errors.ts'
import {
  aggregatedList,
  aggregatedRoutes,
  aggregatedV2,
  asked,
  discovered,
  discoveryOf,
  groupOf,
  json,
  legacyRoutes,
  resource,
  resourceList,
  serverOf,
  tagged,
} from './discovery-server.test-support.ts'
import {
  filterResources,
  groupVersionResources,
  isResourceEnabled,
  serverSupportsVersion,
  supportsAllVerbs,
} from './filter-resources.ts'

const names = (lists: readonly { groupVersion: string; resources: readonly { name: string }[] }[]) =>
  lists.map(({ groupVersion, resources }) => [groupVersion, ...resources.map(({ name }) => name)].join(' '))

describe('a server that aggregates', () => {
  it('is known after two requests', async () => {
    const { discovery, transport } = discoveryOf(aggregatedRoutes())
    const { groups, resources, failed } = await discovery.serverGroupsAndResources()
    expect(groups.map(({ name }) => name)).toEqual(['', 'apps'])
    expect(names(resources)).toEqual(['v1 pods pods/log nodes', 'apps/v1 deployments deployments/scale'])
    expect(failed.size).toBe(0)
    expect(asked(transport)).toEqual(['GET /api', 'GET /apis'])
  })

  it('is asked with the aggregated formats first and a deadline of 32 s', async () => {
    const { discovery, transport } = discoveryOf(aggregatedRoutes())
    await discovery.serverGroups()
    expect(transport.requests[0]?.headers['Accept']).toBe(
      `${aggregatedV2},${aggregatedV2.replace('v2', 'v2beta1')},application/json`,
    )
    expect(transport.requests.map(({ url }) => url.search)).toEqual(['?timeout=32s', '?timeout=32s'])
  })

  it('is asked within the deadline of the config', async () => {
    const transport = serverOf(aggregatedRoutes())
    await new DiscoveryClient({ host: 'h', transport, timeoutMs: 5000, apiPath: '/x' }).serverGroups()
    expect(transport.requests[0]?.url.href).toBe('http://h/api?timeout=5s')
  })

  it('tells of stale versions, after a second try', async () => {
    const stale = [{ version: 'v1', freshness: 'Stale' }]
    const { discovery, transport } = discoveryOf(aggregatedRoutes({ 'metrics.test': stale }))
    const found = await discovery.serverGroupsAndResources()
    expect(found.resources).toHaveLength(2)
    expect([...found.failed.keys()]).toEqual(['metrics.test/v1'])
    expect(transport.requests).toHaveLength(4)
    expect(groupDiscoveryFailure(found)?.message).toBe(
      'unable to retrieve the complete list of server APIs: metrics.test/v1: stale GroupVersion discovery: metrics.test/v1',
    )
  })

  it('is not parsed again while its ETags stay', async () => {
    const value = aggregatedList({ apps: [{ version: 'v1', resources: [discovered('deployments', 'Deployment')] }] })
    const core = aggregatedList({ '': [{ version: 'v1', resources: [discovered('pods', 'Pod')] }] })
    const { discovery, transport, routes } = discoveryOf({
      '/api': tagged('"a"', core, aggregatedV2),
      '/apis': tagged('"b"', value, aggregatedV2),
    })
    const first = await discovery.groupsAndMaybeResources()
    const second = await discovery.groupsAndMaybeResources()
    expect(transport.requests.map(({ headers }) => headers['If-None-Match'])).toEqual([
      undefined,
      undefined,
      '"a"',
      '"b"',
    ])
    expect(second.resources?.get('apps/v1')).toBe(first.resources?.get('apps/v1'))
    routes['/apis'] = tagged('"c"', aggregatedList({}), aggregatedV2)
    expect((await discovery.serverGroups()).groups.map(({ name }) => name)).toEqual([''])
  })

  it('that aggregates only one of the two answers is asked for the resources', async () => {
    const { discovery, transport } = discoveryOf({ ...legacyRoutes(), '/api': aggregatedRoutes()['/api'] ?? {} })
    expect((await discovery.groupsAndMaybeResources()).resources).toBeUndefined()
    expect((await discovery.serverGroupsAndResources()).resources).toHaveLength(2)
    expect(asked(transport)).toContain('GET /api/v1')
  })

  it('without a core group, as aggregated servers are, has the others', async () => {
    const { '/apis': apis } = aggregatedRoutes()
    const { discovery } = discoveryOf({ '/apis': apis ?? {} })
    const { groups, resources } = await discovery.groupsAndMaybeResources()
    expect(groups.groups.map(({ name }) => name)).toEqual(['apps'])
    expect([...(resources?.keys() ?? [])]).toEqual(['apps/v1'])
  })
})

describe('a server that does not aggregate', () => {
  it('is asked for each group/version', async () => {
    const { discovery, transport } = discoveryOf(legacyRoutes())
    const { groups, resources } = await discovery.serverGroupsAndResources()
    expect(groups[0]).toEqual({
      name: '',
      versions: [{ groupVersion: 'v1', version: 'v1' }],
      preferredVersion: { groupVersion: 'v1', version: 'v1' },
    })
    expect(names(resources)).toEqual(['v1 pods pods/log nodes', 'apps/v1 deployments deployments/scale'])
    expect(asked(transport)).toEqual(['GET /api', 'GET /apis', 'GET /api/v1', 'GET /apis/apps/v1'])
  })

  it('gives the same as one that does', async () => {
    const aggregated = await discoveryOf(aggregatedRoutes()).discovery.serverGroupsAndResources()
    expect(await discoveryOf(legacyRoutes()).discovery.serverGroupsAndResources()).toEqual(aggregated)
  })

  it('has at most 32 requests at a time, and its lists in order', async () => {
    let inFlight = 0
    let most = 0
    const groups = Array.from({ length: 100 }, (_, index) => groupOf(`g${index}.test`, 'v1'))
    const routes = legacyRoutes(...groups)
    for (const { name } of groups) {
      routes[`/apis/${name}/v1`] = async () => {
        inFlight += 1
        most = Math.max(most, inFlight)
        await new Promise((resolve) => setTimeout(resolve, Math.random() * 4))
        inFlight -= 1
        return resourceList(`${name}/v1`, resource('xs', 'X'))
      }
    }
    const { resources } = await discoveryOf(routes).discovery.serverGroupsAndResources()
    expect(resources.map(({ groupVersion }) => groupVersion).slice(2)).toEqual(groups.map(({ name }) => `${name}/v1`))
    expect(most).toBe(32)
  })

  it('has one group without versions where the core group lists none', async () => {
    const { discovery } = discoveryOf({ '/api': json({ kind: 'APIVersions' }), '/apis': json({ groups: null }) })
    expect((await discovery.serverGroups()).groups).toEqual([{ name: '', versions: [] }])
  })

  it('is what withLegacy asks for, on the same connections', async () => {
    const { discovery, transport } = discoveryOf(legacyRoutes())
    const legacy = discovery.withLegacy()
    await legacy.serverGroups()
    expect(legacy.restClient).toBe(discovery.restClient)
    expect(transport.requests.map(({ headers }) => headers['Accept'])).toEqual(['application/json', 'application/json'])
  })
})

describe('one group/version', () => {
  it('always has a kind and an apiVersion', async () => {
    const { discovery } = discoveryOf({
      '/api/v1': json({ kind: 'APIResourceList', groupVersion: 'v1', resources: null }),
    })
    expect(await discovery.serverResourcesForGroupVersion('v1')).toEqual({
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion: 'v1',
      resources: [],
    })
  })

  it('v1 may be missing, others may not', async () => {
    const { discovery } = discoveryOf({})
    expect((await discovery.serverResourcesForGroupVersion('v1')).resources).toEqual([])
    await expect(discovery.serverResourcesForGroupVersion('apps/v1')).rejects.toMatchObject({ code: 404 })
    await expect(discovery.serverResourcesForGroupVersion('')).rejects.toThrow(RequestError)
  })

  it('v1 is below the legacy prefix if there is one', async () => {
    const { discovery, transport } = discoveryOf({}, { legacyPrefix: '' })
    await discovery.serverResourcesForGroupVersion('v1')
    const other = discoveryOf({}, { legacyPrefix: '/k8s/api' })
    await other.discovery.serverResourcesForGroupVersion('v1')
    expect([...asked(transport), ...asked(other.transport)]).toEqual(['GET /apis/v1', 'GET /k8s/api/v1'])
  })
})

describe('the resources of a group/version', () => {
  it('belong to what was asked for, whatever the answer says', async () => {
    const { discovery } = discoveryOf({ '/apis/a.test/v1': resourceList('v1', resource('xs', 'X')) })
    expect((await discovery.serverResourcesForGroupVersion('a.test/v1')).groupVersion).toBe('a.test/v1')
  })

  it('without verbs have an empty list of them', async () => {
    const xs = { ...resource('xs', 'X'), verbs: null }
    const { discovery } = discoveryOf({ '/apis/a.test/v1': json({ kind: 'APIResourceList', resources: [xs] }) })
    const { resources } = await discovery.serverResourcesForGroupVersion('a.test/v1')
    expect(resources).toEqual([resource('xs', 'X', { verbs: [] })])
  })

  it.each([
    [],
    'text',
    { kind: 'Pod' },
    { resources: 'xs' },
    { resources: [null] },
    { resources: [{ kind: 'X' }] },
    { resources: [{ name: 'xs', kind: 'X', verbs: 'get' }] },
  ])('are not %j', async (answer) => {
    const { discovery } = discoveryOf({ '/apis/a.test/v1': json(answer) })
    await expect(discovery.serverResourcesForGroupVersion('a.test/v1')).rejects.toThrow(DecodeError)
  })
})

describe('groups', () => {
  it('may have neither versions nor a preferred one, as Go writes them', async () => {
    const empty = { name: 'down.test', versions: null, preferredVersion: { groupVersion: '', version: '' } }
    const { discovery } = discoveryOf({ ...legacyRoutes(), '/apis': json({ groups: [empty] }) })
    const { groups } = await discovery.serverGroups()
    expect(groups[1]).toEqual({ name: 'down.test', versions: [] })
  })

  it.each<[unknown, string]>([
    [{ groups: [null] }, 'application/json'],
    [{ groups: [{ versions: [] }] }, 'application/json'],
    [{ groups: [{ name: 'a', versions: [null] }] }, 'application/json'],
    [{ groups: {} }, 'application/json'],
    [{ items: [{ versions: [null] }] }, aggregatedV2],
    [{ items: [{ versions: [{ version: 'v1', resources: [null] }] }] }, aggregatedV2],
    [{ items: {} }, aggregatedV2],
  ])('are not %j of %s', async (answer, contentType) => {
    const { discovery } = discoveryOf({ ...legacyRoutes(), '/apis': json(answer, contentType) })
    await expect(discovery.serverGroups()).rejects.toThrow(DecodeError)
  })
})

describe('preferred resources', () => {
  const routes = () => ({
    ...legacyRoutes({
      ...groupOf('a.test', 'v1', 'v2'),
      preferredVersion: { groupVersion: 'a.test/v2', version: 'v2' },
    }),
    '/apis/a.test/v1': resourceList('a.test/v1', resource('xs', 'X'), resource('ys', 'Y', { namespaced: false })),
    '/apis/a.test/v2': resourceList('a.test/v2', resource('xs', 'X'), resource('xs/status', 'X')),
  })

  it('come in the preferred version, or the first that has them, without subresources', async () => {
    const { resources } = await discoveryOf(routes()).discovery.serverPreferredResources()
    expect(names(resources)).toEqual(['v1 pods nodes', 'apps/v1 deployments', 'a.test/v1 ys', 'a.test/v2 xs'])
  })

  it("come in the server's order", async () => {
    const [first, second] = [resource('xs', 'X'), resource('zs', 'Z')]
    const all = {
      ...routes(),
      '/apis/a.test/v1': resourceList('a.test/v1', first, second),
      '/apis/a.test/v2': resourceList('a.test/v2', second, resource('ys', 'Y'), first),
    }
    const { resources } = await discoveryOf(all).discovery.serverPreferredResources()
    expect(names(resources)).toContain('a.test/v2 zs ys xs')
  })

  it('have an empty list for a version that is preferred for nothing', async () => {
    const later = { ...routes(), '/apis/a.test/v1': resourceList('a.test/v1', resource('xs', 'X')) }
    const { resources } = await discoveryOf(later).discovery.serverPreferredResources()
    expect(names(resources)).toContain('a.test/v1')
  })

  it('of namespaces leave out the others, and lists that end up empty', async () => {
    const { resources } = await discoveryOf(routes()).discovery.serverPreferredNamespacedResources()
    expect(names(resources)).toEqual(['v1 pods', 'apps/v1 deployments', 'a.test/v2 xs'])
  })
})

describe('a failure', () => {
  const forbidden = { status: 403, body: '{"kind":"Status","status":"Failure","reason":"Forbidden","code":403}' }

  it('of /api is one of the whole, unless it is not found', async () => {
    const { discovery, transport } = discoveryOf({ ...aggregatedRoutes(), '/api': forbidden })
    await expect(discovery.serverGroupsAndResources()).rejects.toMatchObject({ code: 403, reason: 'Forbidden' })
    expect(asked(transport)).toEqual(['GET /api'])
  })

  it('of /apis is one of the whole, even if it is not found', async () => {
    const { discovery } = discoveryOf({ ...aggregatedRoutes(), '/apis': { status: 404 } })
    await expect(discovery.serverGroupsAndResources()).rejects.toThrow(StatusError)
  })

  it('of one group leaves the others', async () => {
    const routes = legacyRoutes(groupOf('down.test', 'v1'), groupOf('html.test', 'v1'))
    routes['/apis/down.test/v1'] = { status: 503, body: 'service unavailable' }
    routes['/apis/html.test/v1'] = { headers: { 'content-type': 'text/html' }, body: '<html>' }
    const { discovery, transport } = discoveryOf(routes)
    const { groups, resources, failed } = await discovery.serverGroupsAndResources()
    expect(groups.map(({ name }) => name)).toEqual(['', 'apps', 'down.test', 'html.test'])
    expect(resources.map(({ groupVersion }) => groupVersion)).toEqual(['v1', 'apps/v1'])
    expect(failed.get('down.test/v1')).toMatchObject({ code: 503 })
    expect(failed.get('html.test/v1')).toBeInstanceOf(DecodeError)
    expect(asked(transport).filter((line) => line.includes('down'))).toHaveLength(2)
    const preferred = await discovery.serverPreferredResources()
    expect([...preferred.failed.keys()].sort()).toEqual(['down.test/v1', 'html.test/v1'])
    expect(preferred.resources).toHaveLength(2)
  })

  it('that passes is made good by the second try', async () => {
    const routes = legacyRoutes()
    const good = routes['/apis/apps/v1']
    routes['/apis/apps/v1'] = () => {
      routes['/apis/apps/v1'] = good ?? {}
      return { status: 503 }
    }
    expect((await discoveryOf(routes).discovery.serverGroupsAndResources()).failed.size).toBe(0)
  })

  it.each<[string, unknown]>([
    ['a text', 'x'],
    ['null', null],
    ['a list', []],
    ['a group that is none', { groups: ['x'] }],
    ['groups that are none', { groups: 1 }],
  ])('is %s in the place of groups', async (_name, value) => {
    const { discovery } = discoveryOf({ ...legacyRoutes(), '/apis': json(value) })
    await expect(discovery.serverGroups()).rejects.toThrow(DecodeError)
  })

  it('is a page in the place of groups', async () => {
    const page = { headers: { 'content-type': 'text/html' }, body: '<html>login</html>' }
    await expect(discoveryOf({ '/api': page, '/apis': page }).discovery.serverGroups()).rejects.toThrow(DecodeError)
  })
})

describe('giving up', () => {
  const slow = (request: { signal?: AbortSignal | undefined }) =>
    new Promise<never>((_, reject) => {
      request.signal?.addEventListener('abort', () => reject(request.signal?.reason))
    })

  it('rejects with the reason, also while one group is slow', async () => {
    const { discovery } = discoveryOf({ ...legacyRoutes(), '/apis/apps/v1': slow })
    const controller = new AbortController()
    const call = discovery.serverGroupsAndResources({ signal: controller.signal })
    setTimeout(() => controller.abort(new Error('enough')), 10)
    await expect(call).rejects.toThrow('enough')
  })

  it('happens by itself when the deadline of the call passes', async () => {
    const { discovery } = discoveryOf({ ...legacyRoutes(), '/apis/apps/v1': slow })
    await expect(discovery.serverGroupsAndResources({ timeoutMs: 20 })).rejects.toThrow(TimeoutError)
  })

  it('of a group that is too slow for the config leaves the others', async () => {
    const transport = serverOf({ ...legacyRoutes(), '/apis/apps/v1': slow })
    const discovery = new DiscoveryClient({ host: 'h', transport, timeoutMs: 20 })
    const { resources, failed } = await discovery.serverGroupsAndResources()
    expect(resources.map(({ groupVersion }) => groupVersion)).toEqual(['v1'])
    expect(failed.get('apps/v1')).toBeInstanceOf(TimeoutError)
  })
})

it('is made from a REST client, which stays open', async () => {
  let closed = 0
  const transport = serverOf(aggregatedRoutes())
  const rest = clientOver(transport, { base: 'http://h/base', onClose: async () => void closed++ })
  const discovery = new DiscoveryClient(rest)
  await discovery.serverGroups().catch(() => undefined)
  expect(transport.requests[0]?.url.href).toBe('http://h/base/api')
  await discovery.close()
  expect(closed).toBe(0)
})

it('allows bursts where the config limits requests', () => {
  const limit = (config: object) =>
    new DiscoveryClient({ host: 'h', transport: serverOf({}), ...config }).restClient.getRateLimiter()
  expect(limit({})).toBeUndefined()
  expect(limit({ qps: 5 })?.qps).toBe(5)
})

it('reads the version of the server', async () => {
  const { discovery } = discoveryOf({ '/version': json({ major: '1', minor: '31', gitVersion: 'v1.31.0' }) })
  expect((await discovery.serverVersion()).gitVersion).toBe('v1.31.0')
})

describe('helpers', () => {
  it('filter lists', async () => {
    const { resources } = await discoveryOf(legacyRoutes()).discovery.serverGroupsAndResources()
    const listed = filterResources(resources, (_, each) => supportsAllVerbs(each, ['list']))
    expect(names(listed)).toEqual(['v1 pods nodes', 'apps/v1 deployments'])
    expect(groupVersionResources(listed)).toContainEqual({ group: 'apps', version: 'v1', resource: 'deployments' })
  })

  it('tell what is there', async () => {
    const { discovery } = discoveryOf(legacyRoutes())
    const apps = { group: 'apps', version: 'v1' }
    expect(await isResourceEnabled(discovery, { ...apps, resource: 'deployments' })).toBe(true)
    expect(await isResourceEnabled(discovery, { ...apps, resource: 'x' })).toBe(false)
    expect(await isResourceEnabled(discovery, { group: 'x', version: 'v1', resource: 'x' })).toBe(false)
    expect(await serverSupportsVersion(discovery, apps)).toBe(true)
    expect(await serverSupportsVersion(discovery, { ...apps, version: 'v2' })).toBe(false)
    const empty = discoveryOf({ '/apis': json({ groups: [] }) }).discovery
    expect(await serverSupportsVersion(empty, apps)).toBe(true)
  })
})
