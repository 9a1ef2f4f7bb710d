import { expect } from 'vitest'
import type { KubernetesList } from '../../src/meta/index.ts'
import type { RESTClient } from '../../src/rest/index.ts'
import type { Stored } from './collect.ts'
import { conformance } from './conformance.ts'
import { expectStatus } from './expect-status.ts'
import { configMap } from './objects.ts'

type List = KubernetesList<Stored>

const names = (list: List) => list.items.map((item) => item.metadata.name)
const future = '9000000000'

function create(core: RESTClient, namespace: string, name: string): Promise<Stored> {
  return core.post().namespace(namespace).resource('configmaps').body(configMap(name)).into()
}

function list(core: RESTClient, namespace: string, options: object): Promise<List> {
  return core.get().namespace(namespace).resource('configmaps').versionedParams(options).into()
}

conformance(
  'every write of anything has a higher version than all before it',
  async ({ core, namespace, newNamespace }) => {
    const versions: bigint[] = []
    const note = (object: Stored) => versions.push(BigInt(object.metadata.resourceVersion))
    note(await create(core, namespace, 'a'))
    note(
      await core
        .get()
        .resource('namespaces')
        .name(await newNamespace())
        .into<Stored>(),
    )
    note(await create(core, namespace, 'b'))
    expect(versions).toEqual([...versions].sort((a, b) => (a < b ? -1 : 1)))
    expect(new Set(versions).size).toBe(versions.length)
  },
)

conformance('a list is as new as the newest write before it', async ({ core, namespace }) => {
  const created = await create(core, namespace, 'a')
  const answer = await list(core, namespace, {})
  expect(BigInt(answer.metadata.resourceVersion ?? '0')).toBeGreaterThanOrEqual(
    BigInt(created.metadata.resourceVersion),
  )
})

conformance('a list of any version (0) is answered', async ({ core, namespace }) => {
  await create(core, namespace, 'a')
  const answer = await list(core, namespace, { resourceVersion: '0' })
  expect(answer.metadata.resourceVersion).toMatch(/^\d+$/)
})

conformance('a list not older than a version has what was written by then', async ({ core, namespace }) => {
  const created = await create(core, namespace, 'a')
  const { resourceVersion } = created.metadata
  for (const resourceVersionMatch of [undefined, 'NotOlderThan']) {
    const answer = await list(core, namespace, { resourceVersion, resourceVersionMatch })
    expect(names(answer)).toEqual(['a'])
    expect(BigInt(answer.metadata.resourceVersion ?? '0')).toBeGreaterThanOrEqual(BigInt(resourceVersion))
  }
})

conformance('a list of exactly one version shows what was there then', async ({ core, namespace }) => {
  const created = await create(core, namespace, 'a')
  await create(core, namespace, 'b')
  const { resourceVersion } = created.metadata
  const answer = await list(core, namespace, { resourceVersion, resourceVersionMatch: 'Exact' })
  expect(names(answer)).toEqual(['a'])
  expect(answer.metadata.resourceVersion).toBe(resourceVersion)
})

conformance(
  'a version of the future makes a list wait, and then fail with a hint to come back',
  { timeoutMs: 20_000 },
  async ({ core, namespace }) => {
    const request = core
      .get()
      .namespace(namespace)
      .resource('configmaps')
      .maxRetries(0)
      .versionedParams({ resourceVersion: future })
    const error = await expectStatus(request.into(), {
      code: 504,
      reason: 'Timeout',
      message: /^Timeout: Too large resource version: 9000000000, current: \d+$/,
    })
    expect(error.details).toMatchObject({ causes: [{ reason: 'ResourceVersionTooLarge' }], retryAfterSeconds: 1 })
  },
)

conformance('a version that is no number is refused', async ({ target, core, namespace }) => {
  // 1.27 calls the same thing an internal error.
  const code = target.name === '1.27.2' ? 500 : 400
  await expectStatus(list(core, namespace, { resourceVersion: 'abc' }), { code })
})

for (const [name, options] of [
  ['a match without a version', { resourceVersionMatch: 'NotOlderThan' }],
  ['an unknown match', { resourceVersion: '1', resourceVersionMatch: 'Newest' }],
  ['exactly any version', { resourceVersion: '0', resourceVersionMatch: 'Exact' }],
] as const) {
  conformance(`${name} is refused`, async ({ core, namespace }) => {
    await expectStatus(list(core, namespace, options), {
      code: 422,
      reason: 'Invalid',
      message: /resourceVersionMatch/,
    })
  })
}

conformance('a get of any version is answered', async ({ core, namespace }) => {
  const created = await create(core, namespace, 'a')
  const get = (resourceVersion: string) =>
    core.get().namespace(namespace).resource('configmaps').name('a').versionedParams({ resourceVersion }).into<Stored>()
  await expect(get(created.metadata.resourceVersion)).resolves.toEqual(created)
})
