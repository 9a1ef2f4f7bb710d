import { expect } from 'vitest'
import type { KubernetesList } from '../../src/meta/index.ts'
import type { RESTClient } from '../../src/rest/index.ts'
import type { Stored } from './collect.ts'
import { conformance } from './conformance.ts'
import { expectStatus } from './expect-status.ts'
import { configMap, pod } from './objects.ts'

type List = KubernetesList<Stored>

const names = (list: List) => list.items.map((item) => item.metadata.name)

function list(core: RESTClient, namespace: string, options: object = {}, resource = 'configmaps'): Promise<List> {
  return core.get().namespace(namespace).resource(resource).versionedParams(options).into()
}

async function createAll(core: RESTClient, namespace: string, ...objects: ReturnType<typeof configMap>[]) {
  const created: Stored[] = []
  for (const object of objects) {
    created.push(await core.post().namespace(namespace).resource('configmaps').body(object).into<Stored>())
  }
  return created
}

conformance('a list has its kind, its version and items without theirs', async ({ core, namespace }) => {
  const [created] = await createAll(core, namespace, configMap('a', { x: '1' }))
  const answer = await list(core, namespace)
  expect(answer).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMapList' })
  expect(answer.metadata.resourceVersion).toMatch(/^[1-9]\d*$/)
  const { apiVersion: _apiVersion, kind: _kind, ...withoutKind } = created ?? {}
  expect(answer.items).toEqual([withoutKind])
})

conformance('an empty list has an array and a version', async ({ core, namespace }) => {
  const answer = await list(core, namespace)
  expect(answer.items).toEqual([])
  expect(answer.metadata.resourceVersion).toMatch(/^[1-9]\d*$/)
})

conformance('the list of a namespace that is not there is empty', async ({ core }) => {
  expect((await list(core, 'not-there')).items).toEqual([])
})

conformance('items come in the order of their names', async ({ core, namespace }) => {
  await createAll(core, namespace, configMap('c'), configMap('a-b'), configMap('b'), configMap('a'), configMap('a.b'))
  expect(names(await list(core, namespace))).toEqual(['a', 'a-b', 'a.b', 'b', 'c'])
})

conformance('a list across namespaces has the objects of all of them', async ({ core, namespace, newNamespace }) => {
  const other = await newNamespace()
  await createAll(core, namespace, configMap('a'))
  await createAll(core, other, configMap('a'))
  const answer = await core.get().resource('configmaps').into<List>()
  const mine = answer.items.filter((item) => [namespace, other].includes(item.metadata.namespace ?? ''))
  expect(mine.map((item) => `${item.metadata.namespace}/${item.metadata.name}`)).toEqual(
    [`${namespace}/a`, `${other}/a`].sort(),
  )
})

const labelled = [
  configMap('a', {}, { app: 'web', tier: 'front' }),
  configMap('b', {}, { app: 'web', tier: 'back' }),
  configMap('c', {}, { app: 'db' }),
  configMap('d'),
]

for (const [labelSelector, expected] of [
  ['app=web', ['a', 'b']],
  ['app==web', ['a', 'b']],
  ['app!=web', ['c', 'd']],
  ['app in (web, db)', ['a', 'b', 'c']],
  ['app notin (web)', ['c', 'd']],
  ['tier', ['a', 'b']],
  ['!tier', ['c', 'd']],
  ['app=web,tier!=front', ['b']],
  ['app=', []],
  ['app in (web,)', ['a', 'b']],
  ['app=nothing', []],
  ['', ['a', 'b', 'c', 'd']],
] as const) {
  conformance(
    `the label selector "${labelSelector}" chooses ${expected.join(', ') || 'nothing'}`,
    async ({ core, namespace }) => {
      await createAll(core, namespace, ...labelled)
      expect(names(await list(core, namespace, { labelSelector }))).toEqual(expected)
    },
  )
}

for (const labelSelector of ['app=web=x', 'a b', 'app in web', '=x', 'app=not/valid', 'x y=z', 'app>abc']) {
  conformance(`the label selector "${labelSelector}" is refused`, async ({ core, namespace }) => {
    await expectStatus(list(core, namespace, { labelSelector }), { code: 400, reason: 'BadRequest' })
  })
}

conformance('field selectors know name and namespace of everything', async ({ core, namespace }) => {
  await createAll(core, namespace, configMap('a'), configMap('b'))
  expect(names(await list(core, namespace, { fieldSelector: 'metadata.name=b' }))).toEqual(['b'])
  expect(names(await list(core, namespace, { fieldSelector: 'metadata.name!=b' }))).toEqual(['a'])
  const everywhere = await core
    .get()
    .resource('configmaps')
    .versionedParams({ fieldSelector: `metadata.namespace=${namespace}` })
    .into<List>()
  expect(names(everywhere)).toEqual(['a', 'b'])
})

conformance('field selectors know the phase and the node of pods', async ({ core, namespace }) => {
  const onNode = pod('b')
  await core.post().namespace(namespace).resource('pods').body(pod('a')).into()
  await core
    .post()
    .namespace(namespace)
    .resource('pods')
    .body({ ...onNode, spec: { ...onNode.spec, nodeName: 'node-1' } })
    .into()
  const select = async (fieldSelector: string) => names(await list(core, namespace, { fieldSelector }, 'pods'))
  expect(await select('spec.nodeName=node-1')).toEqual(['b'])
  expect(await select('spec.nodeName=')).toEqual(['a'])
  expect(await select('status.phase=Pending')).toEqual(['a', 'b'])
  expect(await select('status.phase!=Pending')).toEqual([])
  expect(await select('status.phase=Pending,spec.nodeName!=node-1')).toEqual(['a'])
})

conformance('a field that cannot be selected by is refused', async ({ core, namespace }) => {
  await expectStatus(list(core, namespace, { fieldSelector: 'data.x=1' }), {
    code: 400,
    reason: 'BadRequest',
    message: /data\.x/,
  })
  await expectStatus(list(core, namespace, { fieldSelector: 'spec.hostname=x' }, 'pods'), {
    code: 400,
    reason: 'BadRequest',
    message: /spec\.hostname/,
  })
})

conformance('a field selector that cannot be read is refused', async ({ core, namespace }) => {
  await expectStatus(list(core, namespace, { fieldSelector: 'metadata.name' }), { code: 400, reason: 'BadRequest' })
})

conformance('pages are cut by limit and joined by continue, all of one version', async ({ core, namespace }) => {
  await createAll(core, namespace, ...['a', 'b', 'c', 'd', 'e'].map((name) => configMap(name)))
  const first = await list(core, namespace, { limit: 2 })
  expect(names(first)).toEqual(['a', 'b'])
  expect(first.metadata.remainingItemCount).toBe(3)
  expect(first.metadata.continue).toBeTypeOf('string')

  // Written after the first page: the pages that follow must not show it.
  await createAll(core, namespace, configMap('bb'), configMap('f'))
  const second = await list(core, namespace, { limit: 2, continue: first.metadata.continue })
  expect(names(second)).toEqual(['c', 'd'])
  expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion)
  const third = await list(core, namespace, { limit: 2, continue: second.metadata.continue })
  expect(names(third)).toEqual(['e'])
  expect(third.metadata).not.toHaveProperty('continue')
  expect(third.metadata).not.toHaveProperty('remainingItemCount')
  expect(third.metadata.resourceVersion).toBe(first.metadata.resourceVersion)
})

conformance('a page as large as the list is the only one', async ({ core, namespace }) => {
  await createAll(core, namespace, configMap('a'), configMap('b'))
  const answer = await list(core, namespace, { limit: 2 })
  expect(names(answer)).toEqual(['a', 'b'])
  expect(answer.metadata).not.toHaveProperty('continue')
})

conformance(
  'a page of a selection is full as far as it can be, and does not count what is left',
  async ({ core, namespace }) => {
    const objects = ['a', 'b', 'c', 'd'].map((name, i) => configMap(name, {}, { odd: String(i % 2) }))
    await createAll(core, namespace, ...objects, configMap('e', {}, { odd: '1' }))
    const first = await list(core, namespace, { limit: 2, labelSelector: 'odd=1' })
    expect(names(first)).toEqual(['b', 'd'])
    expect(first.metadata).not.toHaveProperty('remainingItemCount')
    const second = await list(core, namespace, { limit: 2, labelSelector: 'odd=1', continue: first.metadata.continue })
    expect(names(second)).toEqual(['e'])
  },
)

conformance('a continue token that nobody gave is refused', async ({ core, namespace }) => {
  await expectStatus(list(core, namespace, { limit: 2, continue: 'nonsense' }), {
    code: 400,
    reason: 'BadRequest',
    message: /continue key is not valid/,
  })
})

conformance('a continue token cannot be combined with a resourceVersion', async ({ core, namespace }) => {
  await createAll(core, namespace, configMap('a'), configMap('b'))
  const first = await list(core, namespace, { limit: 1 })
  const request = list(core, namespace, { limit: 1, continue: first.metadata.continue, resourceVersion: '1' })
  await expectStatus(request, { code: 400, reason: 'BadRequest' })
})
