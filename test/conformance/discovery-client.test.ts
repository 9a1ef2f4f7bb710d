import { expect } from 'vitest'
import {
  type APIResourceList,
  CachedDiscoveryClient,
  DeferredRESTMapper,
  DiscoveryClient,
  isResourceEnabled,
  MemCacheClient,
  openApiV3Protobuf,
  schemaFor,
  serverSupportsVersion,
} from '../../src/discovery/index.ts'
import { type Case, type CaseOptions, conformance } from './conformance.ts'
import { counting, inFolder } from './discovery-support.ts'

const needsOpenApi: CaseOptions = { timeoutMs: 60_000 }

/** Runs with a client that is closed afterwards. */
async function withDiscovery<T>({ target }: Case, run: (discovery: DiscoveryClient) => Promise<T>): Promise<T> {
  const discovery = new DiscoveryClient(target.config)
  try {
    return await run(discovery)
  } finally {
    await discovery.close()
  }
}

/** Other cases define resources of their own in the meantime. */
function isBuiltIn({ groupVersion }: { readonly groupVersion: string }): boolean {
  const [group = ''] = groupVersion.split('/')
  return !group.includes('.') || group.endsWith('.k8s.io')
}

/** Lists as they are compared: by group/version and name, without what only one format has. */
function comparable(lists: readonly APIResourceList[]): object {
  const entries = lists.filter(isBuiltIn).map(({ groupVersion, resources }) => {
    const plain = resources.map(({ storageVersionHash: _only, ...resource }) =>
      // Only aggregated answers give a subresource the singular name of its parent.
      resource.name.includes('/') ? { ...resource, singularName: '' } : resource,
    )
    return [groupVersion, plain.sort((a, b) => (a.name < b.name ? -1 : 1))] as const
  })
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

conformance('everything is found, the core group first', async (context) => {
  const { groups, resources, failed } = await withDiscovery(context, (each) => each.serverGroupsAndResources())
  expect(groups[0]).toMatchObject({ name: '', preferredVersion: { groupVersion: 'v1', version: 'v1' } })
  expect([...failed]).toEqual([])
  expect(resources.map(({ groupVersion }) => groupVersion)).toEqual(
    groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => groupVersion)),
  )
  const [core] = resources
  expect(core).toMatchObject({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion: 'v1' })
  expect(core?.resources).toContainEqual(
    expect.objectContaining({ name: 'pods', singularName: 'pod', namespaced: true, kind: 'Pod', shortNames: ['po'] }),
  )
  expect(core?.resources.map(({ name }) => name)).toContain('pods/status')
})

conformance('two requests tell everything, and none once it is kept', (context) =>
  counting(context, async ({ config, asked }) => {
    const cache = new MemCacheClient(new DiscoveryClient(config))
    const first = await cache.serverGroupsAndResources()
    expect(asked).toEqual(['/api', '/apis'])
    expect((await cache.groupsAndMaybeResources()).resources?.size).toBe(first.resources.length)
    expect(await cache.serverGroupsAndResources()).toEqual(first)
    await cache.serverPreferredResources()
    expect(asked).toHaveLength(2)
  }),
)

conformance('both formats say the same', async (context) => {
  const [aggregated, legacy] = await withDiscovery(context, (discovery) =>
    Promise.all([discovery.serverGroupsAndResources(), discovery.withLegacy().serverGroupsAndResources()]),
  )
  expect(comparable(aggregated.resources)).toEqual(comparable(legacy.resources))
  const facts = ({ groups }: typeof legacy) =>
    groups
      .filter(({ name }) => isBuiltIn({ groupVersion: name }))
      .map(({ name, versions, preferredVersion }) => ({ name, versions, preferredVersion }))
  expect(facts(aggregated)).toEqual(facts(legacy))
})

conformance('an answer that has not changed is not sent again', async (context) => {
  await withDiscovery(context, async (discovery) => {
    const first = await discovery.groupsAndMaybeResources()
    const second = await discovery.groupsAndMaybeResources()
    expect(first.resources?.get('v1')).toBeDefined()
    expect(second.resources?.get('v1')).toBe(first.resources?.get('v1'))
  })
})

conformance('preferred resources are in one version each', async (context) => {
  await withDiscovery(context, async (discovery) => {
    const { resources } = await discovery.serverPreferredResources()
    const names = resources.flatMap(({ groupVersion, resources: list }) => {
      const [group, version] = groupVersion.split('/')
      return list.map(({ name }) => `${version === undefined ? '' : group}/${name}`)
    })
    expect(new Set(names).size).toBe(names.length)
    expect(names).toEqual(expect.arrayContaining(['/pods', '/namespaces']))
    expect(names.some((name) => name.split('/').length > 2)).toBe(false)
    const namespaced = await discovery.serverPreferredNamespacedResources()
    expect(namespaced.resources.flatMap((list) => list.resources).every((each) => each.namespaced)).toBe(true)
  })
})

conformance('a group/version is asked for by itself', async (context) => {
  await withDiscovery(context, async (discovery) => {
    const list = await discovery.serverResourcesForGroupVersion('v1')
    expect(list).toMatchObject({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion: 'v1' })
    await expect(discovery.serverResourcesForGroupVersion('nope.test/v1')).rejects.toMatchObject({ code: 404 })
    expect(await isResourceEnabled(discovery, { group: '', version: 'v1', resource: 'pods' })).toBe(true)
    expect(await isResourceEnabled(discovery, { group: 'nope.test', version: 'v1', resource: 'xs' })).toBe(false)
    expect(await serverSupportsVersion(discovery, { group: '', version: 'v1' })).toBe(true)
    expect(await serverSupportsVersion(discovery, { group: '', version: 'v9' })).toBe(false)
  })
})

conformance('the version of the server', async (context) => {
  const { gitVersion, major } = await withDiscovery(context, (discovery) => discovery.serverVersion())
  expect(gitVersion.startsWith(`v${major}.`)).toBe(true)
})

conformance('somebody without rights discovers, too', async (context) => {
  const { limitedToken, config } = context.target
  const { host, tls } = config
  if (limitedToken === undefined) return
  const limited = new DiscoveryClient({ host, tls: { caData: tls?.caData }, bearerToken: limitedToken })
  expect((await limited.serverGroupsAndResources()).failed.size).toBe(0)
  await limited.close()
})

conformance('kinds and resources are found in one another', async (context) => {
  await withDiscovery(context, async (discovery) => {
    const mapper = new DeferredRESTMapper(new MemCacheClient(discovery))
    const pods = { group: '', version: 'v1', resource: 'pods' }
    for (const name of ['pods', 'pod', 'po', 'PODS']) expect(await mapper.resourceFor({ resource: name })).toEqual(pods)
    expect(await mapper.restMapping({ group: '', kind: 'Namespace' })).toEqual({
      resource: { group: '', version: 'v1', resource: 'namespaces' },
      kind: { group: '', version: 'v1', kind: 'Namespace' },
      namespaced: false,
    })
    expect(await mapper.resourcesInCategory('all')).toContainEqual({ group: '', resource: 'pods' })
  })
})

conformance('the disk cache answers the next process, without a request', (context) =>
  counting(context, ({ config, asked }) =>
    inFolder(async (discoveryCacheDir) => {
      const open = () => CachedDiscoveryClient.forConfig(config, { discoveryCacheDir, httpCacheDir: discoveryCacheDir })
      const live = await open().serverGroupsAndResources()
      expect(asked).toHaveLength(2)
      const warm = open()
      expect(await warm.serverGroupsAndResources()).toEqual(live)
      expect(warm.fresh()).toBe(false)
      expect(asked).toHaveLength(2)
    }),
  ),
)

conformance('the HTTP cache is checked with an ETag', (context) =>
  counting(context, ({ config, asked }) =>
    inFolder(async (folder) => {
      const options = { discoveryCacheDir: `${folder}/discovery`, httpCacheDir: `${folder}/http` }
      const live = await CachedDiscoveryClient.forConfig(config, options).serverGroupsAndResources()
      const later = CachedDiscoveryClient.forConfig(config, options)
      later.invalidate()
      expect(comparable((await later.serverGroupsAndResources()).resources)).toEqual(comparable(live.resources))
      expect(asked).toHaveLength(4)
      const answer = await later.restClient.get().absPath('/api').setHeader('Accept', 'application/json').do()
      expect(answer.header('x-from-cache')).toBeUndefined()
    }),
  ),
)

conformance('OpenAPI v3 has a document for each group/version', needsOpenApi, (context) =>
  counting(context, async ({ config, asked }) => {
    const cache = new MemCacheClient(new DiscoveryClient(config))
    const paths = await cache.openApiV3().paths()
    const core = paths.get('api/v1')
    expect(core?.serverRelativeUrl).toMatch(/^\/openapi\/v3\/api\/v1\?hash=/)
    expect(await core?.document()).toMatchObject({ openapi: expect.stringMatching(/^3\./) as string })
    await (await cache.openApiV3().paths()).get('api/v1')?.document()
    expect(asked).toEqual(['/openapi/v3', '/openapi/v3/api/v1'])
  }),
)

conformance('a kind has a schema, whose references are followed', needsOpenApi, async (context) => {
  await withDiscovery(context, async (discovery) => {
    const openApi = discovery.openApiV3()
    const pod = await schemaFor(openApi, { group: '', version: 'v1', kind: 'Pod' })
    const container = pod?.property('spec')?.property('containers')?.items
    expect(container?.typeName).toBe('io.k8s.api.core.v1.Container')
    expect(container?.isRequired('name')).toBe(true)
    expect(container?.property('image')?.schema.type).toBe('string')
    expect(pod?.property('metadata')?.property('labels')?.values?.schema.type).toBe('string')
    expect(await schemaFor(openApi, { group: '', version: 'v1', kind: 'Nope' })).toBeUndefined()
    expect(await schemaFor(openApi, { group: 'nope.test', version: 'v1', kind: 'X' })).toBeUndefined()
  })
})

conformance('OpenAPI v2 comes as JSON', needsOpenApi, async (context) => {
  await withDiscovery(context, async (discovery) => {
    const document = await discovery.openApiSchema()
    expect(document.swagger).toBe('2.0')
    expect(document.definitions).toHaveProperty(['io.k8s.api.core.v1.Pod'])
  })
})

const needsProtobuf: CaseOptions = {
  ...needsOpenApi,
  only: { targets: ['1.37.2', '1.27.2'], because: 'the embedded server speaks JSON only, and says so with a 501' },
}

conformance('OpenAPI documents come as protobuf, too', needsProtobuf, async (context) => {
  await withDiscovery(context, async (discovery) => {
    expect((await discovery.openApiSchemaProtobuf()).byteLength).toBeGreaterThan(100_000)
    const core = (await discovery.openApiV3().paths()).get('api/v1')
    expect((await core?.schema(openApiV3Protobuf))?.byteLength).toBeGreaterThan(100_000)
  })
})
