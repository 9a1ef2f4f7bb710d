import { expect, vi } from 'vitest'
import { apiResources } from '../../src/cli/api-resources.ts'
import {
  CachedDiscoveryClient,
  DiscoveryClient,
  groupDiscoveryFailure,
  MemCacheClient,
  StaleGroupVersionError,
} from '../../src/discovery/index.ts'
import { type Case, type CaseOptions, conformance } from './conformance.ts'
import { inFolder } from './discovery-support.ts'

/** A server of its own: whoever else discovers would meet the broken API. */
const options: CaseOptions = {
  ownServer: 'compactable',
  only: { targets: ['1.37.2', '1.27.2'], because: 'the embedded server has no API services' },
  timeoutMs: 60_000,
}
const registration = { group: 'apiregistration.k8s.io', version: 'v1' }
const broken = 'gone.example.com/v1'

/** Registers an API whose backend does not exist, and waits until the server has found out. */
async function withBrokenApi(context: Case, run: (discovery: DiscoveryClient) => Promise<void>): Promise<void> {
  const services = context.client(registration)
  const name = 'v1.gone.example.com'
  await services
    .post()
    .resource('apiservices')
    .body({
      apiVersion: 'apiregistration.k8s.io/v1',
      kind: 'APIService',
      metadata: { name },
      spec: {
        group: 'gone.example.com',
        version: 'v1',
        groupPriorityMinimum: 100,
        versionPriority: 100,
        insecureSkipTLSVerify: true,
        service: { name: 'nobody', namespace: context.namespace },
      },
    })
    .into()
  const discovery = new DiscoveryClient(context.target.config)
  try {
    await expect
      .poll(async () => (await discovery.groupsAndMaybeResources()).failed.has(broken), { timeout: 30_000 })
      .toBe(true)
    await run(discovery)
  } finally {
    await discovery.close()
    await services.delete().resource('apiservices').name(name).do()
  }
}

conformance('an API whose backend is gone hides no other', options, (context) =>
  withBrokenApi(context, async (discovery) => {
    const aggregated = await discovery.serverGroupsAndResources()
    expect(aggregated.failed.get(broken)).toBeInstanceOf(StaleGroupVersionError)
    expect(aggregated.resources.length).toBeGreaterThan(15)
    expect(groupDiscoveryFailure(aggregated)?.message).toContain(broken)
    const preferred = await discovery.serverPreferredResources()
    expect([...preferred.failed.keys()]).toEqual([broken])
    expect(preferred.resources.flatMap(({ resources }) => resources).length).toBeGreaterThan(40)

    const legacy = await discovery.withLegacy().serverGroupsAndResources()
    expect(legacy.failed.get(broken)).toMatchObject({ code: 503 })
    expect(legacy.resources.length).toBe(aggregated.resources.length)

    const cache = new MemCacheClient(discovery)
    expect([...(await cache.serverGroupsAndResources()).failed.keys()]).toEqual([broken])
    await expect(cache.serverResourcesForGroupVersion(broken)).rejects.toBeInstanceOf(StaleGroupVersionError)
    await expect(discovery.serverResourcesForGroupVersion(broken)).rejects.toMatchObject({ code: 503 })

    await inFolder(async (directory) => {
      const cold = await new CachedDiscoveryClient(cache, { directory }).serverGroupsAndResources()
      const nobody = new DiscoveryClient({ host: 'http://127.0.0.1:9' })
      const warm = await new CachedDiscoveryClient(nobody, { directory }).serverGroupsAndResources()
      expect(warm).toEqual(cold)
      expect([...warm.failed.keys()]).toEqual([broken])
    })
  }),
)

conformance('api-resources lists all others, and warns of the one that is gone', options, (context) =>
  withBrokenApi(context, () =>
    inFolder(async (folder) => {
      const stdout = vi.spyOn(process.stdout, 'write').mockReturnValue(true)
      const stderr = vi.spyOn(process.stderr, 'write').mockReturnValue(true)
      try {
        const args = ['--kubeconfig', context.target.kubeconfigPath, '--cache-dir', folder]
        // As kubectl, which does not even mention it.
        expect(await apiResources(args)).toBe(0)
        expect(String(stdout.mock.calls[0]?.[0]).split('\n').length).toBeGreaterThan(40)
        expect(String(stderr.mock.calls[0]?.[0])).toMatch(/^Warning: .*gone\.example\.com\/v1/)
      } finally {
        vi.restoreAllMocks()
      }
    }),
  ),
)
