import { describe, expect, it } from 'vitest'
import { TransportError } from '../errors/index.ts'
import { apiGroupList } from './api-group.ts'
import { EmptyGroupVersionError, GroupVersionNotCachedError, StaleGroupVersionError } from './discovery-errors.ts'
import {
  aggregatedRoutes,
  asked,
  discoveryOf,
  groupOf,
  json,
  legacyRoutes,
  type Routes,
  resource,
  resourceList,
} from './discovery-server.test-support.ts'
import { MemCacheClient } from './mem-cache-client.ts'

function cacheOf(routes: Routes) {
  const { discovery, ...rest } = discoveryOf(routes)
  return { cache: new MemCacheClient(discovery), discovery, ...rest }
}

describe.each([
  ['aggregated', aggregatedRoutes, 2],
  ['legacy', legacyRoutes, 4],
] as const)('over a server with %s answers', (_name, routes, requests) => {
  it('reads everything with the first question, and nothing with the next', async () => {
    const { cache, discovery, transport } = cacheOf(routes())
    const live = await discovery.serverGroupsAndResources()
    transport.requests.length = 0
    expect(cache.fresh()).toBe(false)
    expect((await cache.serverGroups()).groups).toHaveLength(2)
    expect(cache.fresh()).toBe(true)
    expect(await cache.serverGroupsAndResources()).toEqual(live)
    expect((await cache.serverPreferredResources()).resources).toHaveLength(2)
    expect((await cache.serverPreferredNamespacedResources()).resources).toHaveLength(2)
    expect((await cache.serverResourcesForGroupVersion('apps/v1')).resources).toHaveLength(2)
    expect(transport.requests).toHaveLength(requests)
  })

  it('shares one load between all who ask first', async () => {
    const { cache, transport } = cacheOf(routes())
    await Promise.all([
      cache.serverGroups(),
      cache.serverGroupsAndResources(),
      cache.serverPreferredResources(),
      cache.serverResourcesForGroupVersion('v1'),
    ])
    expect(transport.requests).toHaveLength(requests)
  })

  it('reads again after it was invalidated', async () => {
    const { cache, transport } = cacheOf(routes())
    await cache.serverGroups()
    cache.invalidate()
    expect(cache.fresh()).toBe(false)
    await cache.serverGroups()
    expect(transport.requests).toHaveLength(2 * requests)
  })

  it('does not ask for a group/version that was not there', async () => {
    const { cache, transport } = cacheOf(routes())
    await expect(cache.serverResourcesForGroupVersion('new.test/v1')).rejects.toThrow(GroupVersionNotCachedError)
    await expect(cache.serverResourcesForGroupVersion('new.test/v1')).rejects.toThrow(GroupVersionNotCachedError)
    expect(transport.requests).toHaveLength(requests)
  })

  it('does not keep that the groups could not be read', async () => {
    const { cache } = cacheOf({ ...routes(), '/apis': { status: 500 } })
    await expect(cache.serverGroups()).rejects.toMatchObject({ code: 500 })
    await expect(cache.serverGroups()).rejects.toMatchObject({ code: 500 })
    expect(cache.fresh()).toBe(false)
  })
})

it('keeps stale versions as errors, without another try', async () => {
  const { cache, transport } = cacheOf(aggregatedRoutes({ 'down.test': [{ version: 'v1', freshness: 'Stale' }] }))
  const { failed } = await cache.serverGroupsAndResources()
  expect([...failed.keys()]).toEqual(['down.test/v1'])
  await expect(cache.serverResourcesForGroupVersion('down.test/v1')).rejects.toThrow(StaleGroupVersionError)
  expect(transport.requests).toHaveLength(2)
})

describe('the error of a group/version', () => {
  const failing = (step: Routes[string]) => {
    const routes = legacyRoutes(groupOf('down.test', 'v1'))
    routes['/apis/down.test/v1'] = step
    return cacheOf(routes)
  }
  const triesOf = ({ transport }: ReturnType<typeof failing>) =>
    asked(transport).filter((line) => line.includes('down.test')).length

  it.each<[string, Routes[string]]>([
    ['503', { status: 503 }],
    ['429', { status: 429 }],
    ['a connection that was refused', new TransportError('refused', { code: 'ECONNREFUSED' })],
  ])('%s is tried again by the next who asks, and then no more', async (_name, step) => {
    const parts = failing(step)
    const { cache, routes } = parts
    expect((await cache.serverGroups()).groups).toHaveLength(3)
    await expect(cache.serverResourcesForGroupVersion('down.test/v1')).rejects.toThrow()
    routes['/apis/down.test/v1'] = resourceList('down.test/v1', resource('xs', 'X'))
    const lists = await Promise.all([1, 2, 3].map(() => cache.serverResourcesForGroupVersion('down.test/v1')))
    expect(lists[2]?.resources[0]?.name).toBe('xs')
    await cache.serverResourcesForGroupVersion('down.test/v1')
    expect(triesOf(parts)).toBe(3)
  })

  it.each([
    ['ECONNREFUSED', 3],
    ['ECONNRESET', 3],
    ['EACCES', 1],
  ])('%s of another discovery was tried %d times', async (code, tries) => {
    const { discovery } = discoveryOf(legacyRoutes())
    let calls = 0
    discovery.serverResourcesForGroupVersion = async () => {
      calls += 1
      throw new Error('no connection', { cause: Object.assign(new Error(code), { code }) })
    }
    discovery.groupsAndMaybeResources = async () => ({
      groups: apiGroupList([{ name: 'a.test', versions: [{ groupVersion: 'a.test/v1', version: 'v1' }] }]),
      resources: undefined,
      failed: new Map(),
    })
    const cache = new MemCacheClient(discovery)
    await expect(cache.serverResourcesForGroupVersion('a.test/v1')).rejects.toThrow('no connection')
    await expect(cache.serverResourcesForGroupVersion('a.test/v1')).rejects.toThrow('no connection')
    expect(calls).toBe(tries)
  })

  it('403 stays', async () => {
    const parts = failing({ status: 403 })
    const { failed } = await parts.cache.serverGroupsAndResources()
    await expect(parts.cache.serverResourcesForGroupVersion('down.test/v1')).rejects.toBe(failed.get('down.test/v1'))
    expect(triesOf(parts)).toBe(1)
  })

  it('stays where the list is empty', async () => {
    const parts = failing(resourceList('down.test/v1'))
    const call = () => parts.cache.serverResourcesForGroupVersion('down.test/v1')
    await expect(call()).rejects.toThrow(EmptyGroupVersionError)
    await expect(call()).rejects.toThrow(EmptyGroupVersionError)
    expect(triesOf(parts)).toBe(1)
  })
})

describe('giving up', () => {
  const gated = () => {
    let open = () => {}
    const gate = new Promise<void>((resolve) => {
      open = resolve
    })
    const routes = aggregatedRoutes()
    const apis = routes['/apis'] ?? {}
    const aborted: unknown[] = []
    routes['/apis'] = async (request) => {
      request.signal?.addEventListener('abort', () => aborted.push(request.signal?.reason))
      await gate
      return apis
    }
    return { ...cacheOf(routes), open, aborted }
  }

  it('of one caller leaves the others their answer', async () => {
    const { cache, open, aborted } = gated()
    const controller = new AbortController()
    const impatient = cache.serverGroups({ signal: controller.signal })
    const patient = cache.serverGroups()
    const timed = cache.serverGroups({ timeoutMs: 5 })
    controller.abort(new Error('enough'))
    await expect(impatient).rejects.toThrow('enough')
    await expect(timed).rejects.toMatchObject({ name: 'TimeoutError' })
    open()
    expect((await patient).groups).toHaveLength(2)
    expect(aborted).toEqual([])
  })

  it('of all callers ends the requests, and the next caller starts anew', async () => {
    const { cache, open, aborted, transport } = gated()
    const controller = new AbortController()
    const calls = [1, 2].map(() => cache.serverGroups({ signal: controller.signal }))
    await new Promise((resolve) => setTimeout(resolve, 5))
    controller.abort(new Error('enough'))
    await Promise.all(calls.map((call) => expect(call).rejects.toThrow('enough')))
    expect(aborted).toHaveLength(1)
    open()
    expect((await cache.serverGroups()).groups).toHaveLength(2)
    expect(transport.requests).toHaveLength(4)
  })

  it('is at once for a signal that has fired', async () => {
    const { cache, transport } = cacheOf(aggregatedRoutes())
    await expect(cache.serverGroups({ signal: AbortSignal.abort(new Error('late')) })).rejects.toThrow('late')
    expect(transport.requests).toHaveLength(0)
  })

  it('a load that began before the cache was invalidated does not fill it', async () => {
    const { cache, open } = gated()
    const before = cache.serverGroups()
    await new Promise((resolve) => setTimeout(resolve, 5))
    cache.invalidate()
    open()
    await before
    expect(cache.fresh()).toBe(false)
  })
})

it('invalidates the cache below it', async () => {
  const { cache } = cacheOf(aggregatedRoutes())
  await cache.serverGroups()
  new MemCacheClient(cache).invalidate()
  expect(cache.fresh()).toBe(false)
})

it('passes on what it does not keep, and is its own legacy client', async () => {
  const { cache, discovery, transport } = cacheOf({
    '/version': json({ gitVersion: 'v1' }),
    '/openapi/v2': json({ swagger: '2.0' }),
  })
  for (let time = 0; time < 2; time++) {
    expect(await cache.serverVersion()).toEqual({ gitVersion: 'v1' })
    expect(await cache.openApiSchema()).toEqual({ swagger: '2.0' })
  }
  expect(transport.requests).toHaveLength(4)
  expect(cache.withLegacy()).toBe(cache)
  expect(cache.restClient).toBe(discovery.restClient)
})

it('does not remember a server without groups', async () => {
  const { cache, transport } = cacheOf({ '/apis': json({ groups: [] }) })
  expect((await cache.serverGroups()).groups).toEqual([])
  await cache.serverGroups()
  expect(transport.requests).toHaveLength(4)
})
