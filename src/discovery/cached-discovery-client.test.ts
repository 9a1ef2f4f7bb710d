import { execFileSync } from 'node:child_process'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ConfigError } from '../errors/index.ts'
import type { APIGroupList } from './api-group.ts'
import type { APIResourceList } from './api-resource.ts'
import { CachedDiscoveryClient, type CachedDiscoveryConfigOptions } from './cached-discovery-client.ts'
import type { DiscoveryInterface } from './discovery-interface.ts'
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
  type Routes,
  resource,
  resourceList,
  serverOf,
} from './discovery-server.test-support.ts'
import { MemCacheClient } from './mem-cache-client.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'kubeclient-discovery-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const noWarning = {
  handleWarningHeader: (_code: number, _agent: string, text: string) => {
    throw new Error(`unexpected warning: ${text}`)
  },
}

/** A process of its own, as far as the cache is concerned. */
function open(routes: Routes, options: { ttlMs?: number; directory?: string } = {}) {
  const { discovery, transport } = discoveryOf(routes)
  const cached = new CachedDiscoveryClient(new MemCacheClient(discovery), {
    directory,
    warningHandler: noWarning,
    ...options,
  })
  return { cached, transport, discovery, routes }
}

const inDirectory = (...parts: string[]) => path.join(directory, ...parts)
const filesIn = async (folder: string) =>
  (await readdir(folder, { recursive: true, withFileTypes: true }))
    .filter((entry) => entry.isFile())
    .map((entry) => path.relative(folder, path.join(entry.parentPath, entry.name)))
    .sort()

describe.each([
  ['aggregated', aggregatedRoutes, 2],
  ['legacy', legacyRoutes, 4],
] as const)('over a server with %s answers', (name, routes, requests) => {
  it('asks once, and then answers from its files', async () => {
    const cold = open(routes())
    const live = await cold.discovery.serverGroupsAndResources()
    cold.transport.requests.length = 0
    expect(await cold.cached.serverGroupsAndResources()).toEqual(live)
    expect(cold.transport.requests).toHaveLength(requests)
    const warm = open({})
    expect(await warm.cached.serverGroupsAndResources()).toEqual(live)
    expect((await warm.cached.serverGroups()).groups).toEqual(live.groups)
    expect((await warm.cached.serverPreferredResources()).resources).toHaveLength(2)
    expect((await warm.cached.serverPreferredNamespacedResources()).resources).toHaveLength(2)
    expect((await warm.cached.serverResourcesForGroupVersion('apps/v1')).resources).toHaveLength(2)
    expect(warm.transport.requests).toHaveLength(0)
  })

  it("has the files of kubectl's cache, with their permissions", async () => {
    await open(routes()).cached.serverGroupsAndResources()
    expect(await filesIn(directory)).toEqual([
      'apps/v1/serverresources.json',
      ...(name === 'aggregated' ? ['kubeclient-aggregated.json'] : []),
      'servergroups.json',
      'v1/serverresources.json',
    ])
    expect((await stat(inDirectory('servergroups.json'))).mode & 0o777).toBe(0o660)
    expect((await stat(inDirectory('apps'))).mode & 0o777).toBe(0o750 & ~process.umask())
    expect(JSON.parse(await readFile(inDirectory('servergroups.json'), 'utf8'))).toMatchObject({
      kind: 'APIGroupList',
      apiVersion: 'v1',
    })
    expect(JSON.parse(await readFile(inDirectory('v1/serverresources.json'), 'utf8'))).toMatchObject({
      kind: 'APIResourceList',
      apiVersion: 'v1',
      groupVersion: 'v1',
    })
  })

  it('looks again when the files are too old', async () => {
    await open(routes()).cached.serverGroupsAndResources()
    const past = new Date(Date.now() - 60_000)
    for (const file of await filesIn(directory)) await utimes(inDirectory(file), past, past)
    const patient = open({}, { ttlMs: 61_000 })
    await patient.cached.serverGroupsAndResources()
    const strict = open(routes(), { ttlMs: 59_000 })
    await strict.cached.serverGroupsAndResources()
    expect([patient.transport.requests.length, strict.transport.requests.length]).toEqual([0, requests])
  })

  it('survives files that end too early', async () => {
    const live = await open(routes()).cached.serverGroupsAndResources()
    for (const file of await filesIn(directory)) {
      const whole = await readFile(inDirectory(file))
      for (const share of [0, 0.3, 0.7, 0.99]) {
        await writeFile(inDirectory(file), whole.subarray(0, whole.byteLength * share))
        expect(await open(routes()).cached.serverGroupsAndResources()).toEqual(live)
        await writeFile(inDirectory(file), whole)
      }
    }
  })
})

describe('fresh', () => {
  it('is lost by using a file of somebody else', async () => {
    const first = open(aggregatedRoutes())
    await first.cached.serverGroupsAndResources()
    await first.cached.serverGroupsAndResources()
    expect(first.cached.fresh()).toBe(true)
    const second = open(aggregatedRoutes())
    expect(second.cached.fresh()).toBe(true)
    await second.cached.serverGroups()
    expect(second.cached.fresh()).toBe(false)
  })

  it('is regained by invalidate, after which only own files count', async () => {
    await open(aggregatedRoutes()).cached.serverGroupsAndResources()
    const { cached, transport } = open(aggregatedRoutes())
    await cached.serverGroups()
    cached.invalidate()
    expect(cached.fresh()).toBe(true)
    await cached.serverGroupsAndResources()
    expect(transport.requests).toHaveLength(2)
    await cached.serverGroupsAndResources()
    expect(transport.requests).toHaveLength(2)
    expect(cached.fresh()).toBe(true)
  })

  it('is not claimed for what was asked for before invalidate', async () => {
    const routes = aggregatedRoutes()
    const apis = routes['/apis'] ?? {}
    let release = () => {}
    const gate = new Promise<void>((resolve) => {
      release = resolve
    })
    const { cached, transport } = open({ ...routes, '/apis': async () => gate.then(() => apis) })
    const before = cached.serverGroupsAndResources()
    await expect.poll(() => transport.requests.length).toBe(2)
    cached.invalidate()
    release()
    await before
    expect(await filesIn(directory)).toEqual([])
  })
})

describe('stale versions', () => {
  const stale = { 'down.test': [{ version: 'v1', freshness: 'Stale' }] }

  it('stay known on disk', async () => {
    const live = await open(aggregatedRoutes(stale)).cached.serverGroupsAndResources()
    expect([...live.failed.keys()]).toEqual(['down.test/v1'])
    const warm = open({})
    expect(await warm.cached.serverGroupsAndResources()).toEqual(live)
    expect([...(await warm.cached.serverPreferredResources()).failed.keys()]).toEqual(['down.test/v1'])
    expect(warm.transport.requests).toHaveLength(0)
  })

  it('are forgotten when somebody else writes other groups, or the same ones later', async () => {
    await open(aggregatedRoutes(stale)).cached.serverGroupsAndResources()
    const groups = await readFile(inDirectory('servergroups.json'), 'utf8')
    await writeFile(inDirectory('servergroups.json'), groups.replace('"down.test"', '"some.test"'))
    const past = new Date(Date.now() - 1000)
    await utimes(inDirectory('servergroups.json'), past, past)
    expect((await open({}).cached.serverGroupsAndResources()).failed.size).toBe(0)
    await writeFile(inDirectory('servergroups.json'), groups)
    await utimes(inDirectory('kubeclient-aggregated.json'), past, past)
    expect((await open({}).cached.serverGroupsAndResources()).failed.size).toBe(0)
  })
})

describe('what is not written', () => {
  it('is an empty list; an aggregated one is remembered as such', async () => {
    const routes = aggregatedRoutes({ 'empty.test': [{ version: 'v1', resources: [] }] })
    const live = await open(routes).cached.serverGroupsAndResources()
    expect(live.resources).toHaveLength(3)
    expect(await filesIn(directory)).not.toContain('empty.test/v1/serverresources.json')
    const warm = open({})
    expect(await warm.cached.serverGroupsAndResources()).toEqual(live)
    expect(warm.transport.requests).toHaveLength(0)
  })

  it('is an error: the next process tries again', async () => {
    const routes = legacyRoutes(groupOf('down.test', 'v1'))
    routes['/apis/down.test/v1'] = { status: 503 }
    const { failed, resources } = await open(routes).cached.serverGroupsAndResources()
    expect([failed.get('down.test/v1'), resources.length]).toMatchObject([{ code: 503 }, 2])
    const later = open({ ...routes, '/apis/down.test/v1': resourceList('down.test/v1', resource('xs', 'X')) })
    expect((await later.cached.serverGroupsAndResources()).resources).toHaveLength(3)
  })

  it('is a server without groups, or one that fails', async () => {
    await open({ '/apis': json({ groups: [] }) }).cached.serverGroups()
    await expect(open({ '/apis': { status: 500 } }).cached.serverGroups()).rejects.toMatchObject({ code: 500 })
    expect(await filesIn(directory)).toEqual([])
  })

  it('is a group whose name leads elsewhere', async () => {
    const list = aggregatedList({ '../../evil': [{ version: 'v1', resources: [discovered('xs', 'X')] }] })
    const outer = directory
    directory = path.join(outer, 'a', 'b')
    const { cached } = open({ ...aggregatedRoutes(), '/apis': json(list, aggregatedV2) })
    const { resources } = await cached.serverGroupsAndResources()
    expect(resources.map(({ groupVersion }) => groupVersion)).toEqual(['v1', '../../evil/v1'])
    expect(await filesIn(outer)).toEqual([
      'a/b/kubeclient-aggregated.json',
      'a/b/servergroups.json',
      'a/b/v1/serverresources.json',
    ])
    directory = outer
  })
})

describe('a file of somebody else', () => {
  it.each([
    ['not JSON', 'hello'],
    ['no object', '[]'],
    ['of another kind', '{"kind":"Pod","apiVersion":"v1"}'],
    ['without an apiVersion', '{"kind":"APIGroupList","groups":[]}'],
    ['of another shape', '{"kind":"APIGroupList","apiVersion":"v1","groups":[{"versions":[]}]}'],
    [
      'with another shape of versions',
      '{"kind":"APIGroupList","apiVersion":"v1","groups":[{"name":"x","versions":[1]}]}',
    ],
  ])('that is %s is not used', async (_name, text) => {
    const live = await open(aggregatedRoutes()).cached.serverGroupsAndResources()
    await writeFile(inDirectory('servergroups.json'), text)
    const { cached, transport } = open(aggregatedRoutes())
    expect(await cached.serverGroupsAndResources()).toEqual(live)
    expect(transport.requests).toHaveLength(2)
    expect(cached.fresh()).toBe(true)
  })

  it('that is empty is not used: nobody writes one', async () => {
    const live = await open(aggregatedRoutes()).cached.serverGroupsAndResources()
    await writeFile(inDirectory('servergroups.json'), '{"kind":"APIGroupList","apiVersion":"v1","groups":[]}')
    expect(await open(aggregatedRoutes()).cached.serverGroupsAndResources()).toEqual(live)
    const text = '{"kind":"APIResourceList","apiVersion":"v1","groupVersion":"v1","resources":[]}'
    await writeFile(inDirectory('v1/serverresources.json'), text)
    expect(await open(aggregatedRoutes()).cached.serverGroupsAndResources()).toEqual(live)
  })

  it('that has null where Go has nothing is used', async () => {
    const core = { name: '', versions: [{ groupVersion: 'v1', version: 'v1' }] }
    // What kubectl writes of a group that is stale as a whole.
    const stale = { name: 'down.test', versions: null, preferredVersion: { groupVersion: '', version: '' } }
    const groups = { kind: 'APIGroupList', apiVersion: 'v1', groups: [core, stale] }
    await writeFile(inDirectory('servergroups.json'), JSON.stringify(groups))
    const pods = { ...resource('pods', 'Pod'), verbs: null }
    const list = { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: 'v1', resources: [pods] }
    await mkdir(inDirectory('v1'))
    await writeFile(inDirectory('v1/serverresources.json'), JSON.stringify(list))
    const found = await open({}).cached.serverGroupsAndResources()
    expect(found.groups).toEqual([core, { name: 'down.test', versions: [] }])
    expect(found.resources[0]?.resources).toEqual([resource('pods', 'Pod', { verbs: [] })])
  })

  it('that is a pipe is not waited for', async () => {
    const live = await open(aggregatedRoutes()).cached.serverGroupsAndResources()
    await rm(inDirectory('servergroups.json'))
    execFileSync('/bin/sh', ['-c', 'mkfifo "$0"', inDirectory('servergroups.json')])
    expect(await open(aggregatedRoutes()).cached.serverGroupsAndResources()).toEqual(live)
    expect((await stat(inDirectory('servergroups.json'))).isFile()).toBe(true)
  })

  it('that belongs to another group/version is not used', async () => {
    const live = await open(aggregatedRoutes()).cached.serverGroupsAndResources()
    await writeFile(inDirectory('v1/serverresources.json'), await readFile(inDirectory('apps/v1/serverresources.json')))
    const { cached, transport } = open(aggregatedRoutes())
    expect(await cached.serverGroupsAndResources()).toEqual(live)
    expect(asked(transport)).toEqual(['GET /api', 'GET /apis'])
  })
})

describe('what another discovery finds', () => {
  const version = (groupVersion: string) => ({ groupVersion, version: 'v1' })
  /** One of a user's own, which gives no more than it has to. */
  const otherOf = (names: readonly string[], groupVersionOf = (asked: string) => asked) => {
    const { discovery } = discoveryOf({})
    const calls: string[] = []
    const other: DiscoveryInterface = {
      restClient: discovery.restClient,
      serverGroups: async () => {
        calls.push('groups')
        return { groups: names.map((name) => ({ name, versions: [version(`${name}/v1`)] })) } as unknown as APIGroupList
      },
      serverResourcesForGroupVersion: async (asked) => {
        calls.push(asked)
        return { groupVersion: groupVersionOf(asked), resources: [resource('xs', 'X')] } as unknown as APIResourceList
      },
      serverGroupsAndResources: () => discovery.serverGroupsAndResources(),
      serverPreferredResources: () => discovery.serverPreferredResources(),
      serverPreferredNamespacedResources: () => discovery.serverPreferredNamespacedResources(),
      serverVersion: () => discovery.serverVersion(),
      openApiSchema: () => discovery.openApiSchema(),
      openApiV3: () => discovery.openApiV3(),
      withLegacy: () => other,
    }
    return { other, calls }
  }
  const cachedOf = (other: DiscoveryInterface) =>
    new CachedDiscoveryClient(other, { directory, warningHandler: noWarning })

  it('is written with kind and apiVersion', async () => {
    const first = await cachedOf(otherOf(['a.test']).other).serverGroupsAndResources()
    const { other, calls } = otherOf(['a.test'])
    expect(await cachedOf(other).serverGroupsAndResources()).toMatchObject({ groups: first.groups })
    expect(calls).toEqual([])
    const written = await readFile(inDirectory('a.test/v1/serverresources.json'), 'utf8')
    expect(JSON.parse(written)).toMatchObject({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion: 'a.test/v1' })
  })

  it('is written as what was asked for: one API does not speak for another', async () => {
    const { other } = otherOf(['a.test'], () => 'v1')
    await cachedOf(other).serverResourcesForGroupVersion('a.test/v1')
    expect(await filesIn(directory)).toEqual(['a.test/v1/serverresources.json'])
  })

  it.each(['servergroups.json', 'kubeclient-aggregated.json', 'a'.repeat(300), '..', '/etc', 'a\0b'])(
    'is not written in the place of anything else: %s',
    async (name) => {
      const { resources } = await cachedOf(otherOf([name, 'a.test']).other).serverGroupsAndResources()
      expect(resources).toHaveLength(2)
      const written = await filesIn(directory)
      expect(written.filter((file) => !file.startsWith('kubeclient-'))).toEqual([
        'a.test/v1/serverresources.json',
        'servergroups.json',
      ])
    },
  )
})

it.each<[object, string]>([
  [{}, 'discoveryCacheDir: expected the path of a folder, found undefined'],
  [{ discoveryCacheDir: '' }, 'discoveryCacheDir: expected the path of a folder, found an empty one'],
  [{ discoveryCacheDir: 'x', ttlMs: Number.NaN }, 'ttlMs: expected milliseconds, found NaN'],
  [{ discoveryCacheDir: 'x', ttlMs: '5' }, 'ttlMs: expected milliseconds, found string'],
])('refuses the options %j', (options, message) => {
  const make = () => CachedDiscoveryClient.forConfig({ host: 'http://h' }, options as CachedDiscoveryConfigOptions)
  expect(make).toThrow(ConfigError)
  expect(make).toThrow(message)
})

describe('a folder that cannot be written', () => {
  it('means one warning also where making folders has no end of its own', async () => {
    const texts: string[] = []
    const warningHandler = { handleWarningHeader: (_c: number, _a: string, text: string) => void texts.push(text) }
    const { discovery } = discoveryOf(aggregatedRoutes())
    const cached = new CachedDiscoveryClient(discovery, { directory: '/proc/none/x', warningHandler })
    expect((await cached.serverGroupsAndResources()).resources).toHaveLength(2)
    expect(texts).toHaveLength(1)
  })

  it('means one warning, and no cache', async () => {
    await writeFile(inDirectory('file'), '')
    const texts: string[] = []
    const warningHandler = { handleWarningHeader: (_c: number, _a: string, text: string) => void texts.push(text) }
    const cached = CachedDiscoveryClient.forConfig(
      { host: 'http://h', transport: serverOf(aggregatedRoutes()) },
      { discoveryCacheDir: inDirectory('file', 'x'), httpCacheDir: inDirectory('file', 'y'), warningHandler },
    )
    expect((await cached.serverGroupsAndResources()).resources).toHaveLength(2)
    expect((await cached.serverGroupsAndResources()).resources).toHaveLength(2)
    expect(texts).toEqual([expect.stringMatching(/file\/[xy], which cannot be written: ENOTDIR$/)])
  })
})

it('never shows half a file to another process', async () => {
  const big = Object.fromEntries(
    Array.from({ length: 30 }, (_, index) => [
      `g${index}.test`,
      [{ version: 'v1', resources: Array.from({ length: 20 }, (_x, each) => discovered(`r${each}s`, `R${each}`)) }],
    ]),
  )
  const live = await open(aggregatedRoutes(big)).discovery.serverGroupsAndResources()
  const rounds = Array.from({ length: 8 }, async () => {
    for (let round = 0; round < 4; round++) {
      const { cached } = open(aggregatedRoutes(big))
      cached.invalidate()
      expect(await cached.serverGroupsAndResources()).toEqual(live)
      expect(await open(aggregatedRoutes(big)).cached.serverGroupsAndResources()).toEqual(live)
    }
  })
  await Promise.all(rounds)
  expect((await filesIn(directory)).filter((file) => !file.endsWith('.json'))).toEqual([])
})

it('works over a discovery that does not aggregate, and asks what is not kept', async () => {
  const { discovery, transport } = discoveryOf({ ...legacyRoutes(), '/version': json({ gitVersion: 'v1' }) })
  const cached = new CachedDiscoveryClient(discovery, { directory, warningHandler: noWarning })
  await cached.serverGroupsAndResources()
  await cached.serverVersion()
  await cached.serverVersion()
  expect(asked(transport)).toHaveLength(6)
  expect(cached.withLegacy()).toBe(cached)
  expect(cached.restClient).toBe(discovery.restClient)
})
