import { expect } from 'vitest'
import type { PodApplyConfiguration } from '../../src/api/core/v1.ts'
import { extract } from '../../src/kubernetes/index.ts'
import { EventCollector } from './collect.ts'
import type { CaseOptions } from './conformance.ts'
import { expectStatus } from './expect-status.ts'
import { configMap, pod } from './objects.ts'
import { withClientset } from './with-clientset.ts'

const everywhere: CaseOptions = {}
const needsPatch: CaseOptions = { embedded: { notYet: 'patches are not served' } }
const needsApply: CaseOptions = { embedded: { notYet: 'server-side apply is not served' } }

withClientset('the clientset creates, reads, replaces and deletes', everywhere, async (clientset, { namespace }) => {
  const configMaps = clientset.coreV1.configMaps(namespace)
  const created = await configMaps.create(configMap('a', { x: '1' }), { fieldManager: 'me', fieldValidation: 'Strict' })
  expect(created).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', data: { x: '1' } })
  await expect(configMaps.get('a')).resolves.toEqual(created)
  const updated = await configMaps.update({ ...created, data: { x: '2' } })
  expect(updated.data).toEqual({ x: '2' })
  await expectStatus(configMaps.update({ ...created, data: {} }), { code: 409, reason: 'Conflict' })
  await expect(configMaps.delete('a', { preconditions: { uid: created.metadata.uid } })).resolves.toMatchObject({
    kind: 'Status',
    status: 'Success',
    details: { name: 'a', kind: 'configmaps', uid: created.metadata.uid },
  })
  await expectStatus(configMaps.get('a'), { code: 404, reason: 'NotFound' })
})

withClientset('a deletion with a wrong precondition is refused', everywhere, async (clientset, { namespace }) => {
  const configMaps = clientset.coreV1.configMaps(namespace)
  await configMaps.create(configMap('a'))
  await expectStatus(configMaps.delete('a', { preconditions: { uid: 'other' } }), { code: 409, reason: 'Conflict' })
})

withClientset(
  'a pod with a grace period comes back from its deletion',
  everywhere,
  async (clientset, { namespace }) => {
    const pods = clientset.coreV1.pods(namespace)
    await pods.create(pod('a'))
    const bound = await pods.delete('a', { gracePeriodSeconds: 0 })
    expect(bound.kind).toMatch(/^(Pod|Status)$/)
    await expectStatus(pods.get('a'), { code: 404 })
  },
)

withClientset('what is listed says what it is, and is what is read', everywhere, async (clientset, { namespace }) => {
  const configMaps = clientset.coreV1.configMaps(namespace)
  await configMaps.create(configMap('a', { x: '1' }, { app: 'web' }))
  await configMaps.create(configMap('b'))
  const list = await configMaps.list({ labelSelector: 'app=web', timeoutSeconds: 10 })
  expect(list).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1' })
  expect(list.items).toEqual([await configMaps.get('a')])
  expect(Object.keys(list.items[0] ?? {}).slice(0, 2)).toEqual(['kind', 'apiVersion'])
  const found = await clientset.coreV1.configMaps().list({ fieldSelector: `metadata.namespace=${namespace}` })
  expect(found.items.map(({ metadata }) => metadata.name)).toEqual(expect.arrayContaining(['a', 'b']))
})

withClientset('pages and items of a long list are all there', everywhere, async (clientset, { namespace }) => {
  const configMaps = clientset.coreV1.configMaps(namespace)
  const names = Array.from({ length: 11 }, (_, i) => `c${String(i).padStart(2, '0')}`)
  for (const name of names) await configMaps.create(configMap(name, {}, { app: 'web' }))
  const pages: number[] = []
  for await (const page of configMaps.listPages({ limit: 4, labelSelector: 'app=web' })) pages.push(page.items.length)
  expect(pages).toEqual([4, 4, 3])
  const seen: string[] = []
  for await (const item of configMaps.each({ limit: 3, labelSelector: 'app=web' })) {
    expect(item.kind).toBe('ConfigMap')
    seen.push(item.metadata.name)
  }
  expect(seen).toEqual(names)
})

withClientset('a watch follows a list', everywhere, async (clientset, { namespace, signal }) => {
  const configMaps = clientset.coreV1.configMaps(namespace)
  const { metadata } = await configMaps.list()
  const watching = new EventCollector(
    configMaps.watch({ resourceVersion: metadata.resourceVersion, timeoutSeconds: 30, signal }),
  )
  const created = await configMaps.create(configMap('a'))
  await configMaps.delete('a')
  const events = await watching.take(2)
  expect(events.map((event) => event.type)).toEqual(['ADDED', 'DELETED'])
  expect(events[0]?.object).toEqual(created)
})

withClientset('a selection of a collection is deleted', everywhere, async (clientset, { namespace }) => {
  const configMaps = clientset.coreV1.configMaps(namespace)
  for (const name of ['a', 'b']) await configMaps.create(configMap(name, {}, { app: 'web' }))
  await configMaps.create(configMap('c', {}, { app: 'db' }))
  const deleted = await configMaps.deleteCollection({ propagationPolicy: 'Background' }, { labelSelector: 'app=web' })
  expect(deleted.kind).toMatch(/^(ConfigMapList|Status)$/)
  const left = await configMaps.list({ labelSelector: 'app' })
  expect(left.items.map(({ metadata }) => metadata.name)).toEqual(['c'])
})

withClientset('a status is replaced, and no spec', everywhere, async (clientset, { namespace }) => {
  const pods = clientset.coreV1.pods(namespace)
  const created = await pods.create(pod('a'))
  const updated = await pods.updateStatus({
    ...created,
    spec: { containers: [{ name: 'main', image: 'registry.example/other:1' }] },
    status: { phase: 'Running' },
  })
  expect(updated.status?.phase).toBe('Running')
  expect(updated.spec).toEqual(created.spec)
  await expect(pods.get('a', { subresource: 'status' })).resolves.toEqual(updated)
})

withClientset('a dry run stores nothing', everywhere, async (clientset, { namespace }) => {
  const configMaps = clientset.coreV1.configMaps(namespace)
  const tried = await configMaps.create(configMap('a'), { dryRun: ['All'] })
  expect(tried).toMatchObject({ kind: 'ConfigMap', metadata: { name: 'a' } })
  await expectStatus(configMaps.get('a'), { code: 404 })
})

withClientset('a JSON patch does what its operations say', needsPatch, async (clientset, { namespace }) => {
  const configMaps = clientset.coreV1.configMaps(namespace)
  await configMaps.create(configMap('a', { x: '1', y: '2' }))
  const patched = await configMaps.patch('a', {
    type: 'json',
    body: [
      { op: 'test', path: '/data/x', value: '1' },
      { op: 'remove', path: '/data/x' },
      { op: 'add', path: '/data/z', value: '3' },
    ],
  })
  expect(patched).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1' })
  expect(patched.data).toEqual({ y: '2', z: '3' })
})

withClientset('a merge patch removes what is null', needsPatch, async (clientset, { namespace }) => {
  const configMaps = clientset.coreV1.configMaps(namespace)
  await configMaps.create(configMap('a', { x: '1', y: '2' }, { app: 'web' }))
  const patched = await configMaps.patch('a', {
    type: 'merge',
    body: { data: { x: null, z: '3' }, metadata: { labels: null } },
  })
  expect(patched.data).toEqual({ y: '2', z: '3' })
  expect(patched.metadata.labels).toBeUndefined()
})

withClientset('a strategic merge patch merges lists by their keys', needsPatch, async (clientset, { namespace }) => {
  const pods = clientset.coreV1.pods(namespace)
  await pods.create(pod('a'))
  const patched = await pods.patch('a', {
    type: 'strategic',
    body: { spec: { containers: [{ name: 'main', image: 'registry.example/app:2' }] } },
  })
  expect(patched.spec?.containers).toHaveLength(1)
  expect(patched.spec?.containers[0]).toMatchObject({ name: 'main', image: 'registry.example/app:2' })
})

withClientset('a patch of a status changes the status only', needsPatch, async (clientset, { namespace }) => {
  const pods = clientset.coreV1.pods(namespace)
  await pods.create(pod('a'))
  const body = { metadata: { labels: { a: 'b' } }, status: { phase: 'Running' } } as const
  const patched = await pods.patch('a', { type: 'merge', body }, { subresource: 'status' })
  expect(patched.status?.phase).toBe('Running')
})

withClientset('what is applied is made so and owned', needsApply, async (clientset, { namespace }) => {
  const configMaps = clientset.coreV1.configMaps(namespace)
  const wanted = { metadata: { name: 'a' }, data: { x: '1' } }
  const applied = await configMaps.apply(wanted, { fieldManager: 'me' })
  expect(applied).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1', data: { x: '1' } })
  expect(applied.metadata.managedFields).toMatchObject([{ manager: 'me', operation: 'Apply' }])
  const again = await configMaps.apply({ ...wanted, data: {} }, { fieldManager: 'me' })
  expect(again.data).toBeUndefined()
})

withClientset('a conflict of owners is an error, unless forced', needsApply, async (clientset, { namespace }) => {
  const configMaps = clientset.coreV1.configMaps(namespace)
  await configMaps.apply({ metadata: { name: 'a' }, data: { x: '1' } }, { fieldManager: 'me' })
  const wanted = { metadata: { name: 'a' }, data: { x: '2' } }
  await expectStatus(configMaps.apply(wanted, { fieldManager: 'you', force: false }), {
    code: 409,
    reason: 'Conflict',
  })
  const forced = await configMaps.apply(wanted, { fieldManager: 'you', force: true })
  expect(forced.data).toEqual({ x: '2' })
  const patched = await configMaps.patch('a', { type: 'apply', body: wanted }, { fieldManager: 'they', force: true })
  expect(patched.metadata.managedFields?.map(({ manager }) => manager)).toContain('they')
})

withClientset('a status is applied', needsApply, async (clientset, { namespace }) => {
  const pods = clientset.coreV1.pods(namespace)
  await pods.create(pod('a'))
  const applied = await pods.applyStatus({ metadata: { name: 'a' }, status: { message: 'hi' } }, { fieldManager: 'me' })
  expect(applied.status).toMatchObject({ message: 'hi' })
})

withClientset(
  'what a manager has applied is extracted, changed and applied',
  needsApply,
  async (clientset, context) => {
    const pods = clientset.coreV1.pods(context.namespace)
    const containers = [{ name: 'main', image: 'registry.example/app:1', ports: [{ containerPort: 80 }] }]
    const wanted = { metadata: { name: 'a', labels: { app: 'web' } }, spec: { containers, nodeSelector: { a: 'b' } } }
    await pods.apply(wanted, { fieldManager: 'me' })
    const patched = await pods.patch('a', { type: 'merge', body: { metadata: { labels: { other: 'x' } } } })
    const mine = extract<PodApplyConfiguration>(patched, 'me')
    const ports = [{ containerPort: 80, protocol: 'TCP' }]
    expect(mine).toEqual({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a', namespace: context.namespace, labels: { app: 'web' } },
      spec: { containers: [{ name: 'main', image: 'registry.example/app:1', ports }], nodeSelector: { a: 'b' } },
    })
    const again = await pods.apply({ ...mine, metadata: { name: 'a' } }, { fieldManager: 'me' })
    expect(again.metadata.labels).toEqual({ other: 'x' })
  },
)
