import { expect } from 'vitest'
import type { KubernetesList } from '../../src/meta/index.ts'
import { EventCollector, type Stored } from './collect.ts'
import { type Case, conformance } from './conformance.ts'
import { expectStatus } from './expect-status.ts'
import { configMap, pod } from './objects.ts'

const create = ({ core, namespace }: Case, resource: string, body: object) =>
  core.post().namespace(namespace).resource(resource).body(body).into<Stored>()

const get = ({ core, namespace }: Case, resource: string, name = 'a') =>
  core.get().namespace(namespace).resource(resource).name(name).into<Stored>()

const remove = ({ core, namespace }: Case, resource: string, options?: object, name = 'a') =>
  core.delete().namespace(namespace).resource(resource).name(name).body(options).into<Stored>()

const gone = (call: Promise<unknown>) => expectStatus(call, { code: 404, reason: 'NotFound' })

const onNode = { ...pod('a'), spec: { ...pod('a').spec, nodeName: 'node-1' } }

conformance('a deleted object is gone, and the answer says which it was', async (context) => {
  const created = await create(context, 'configmaps', configMap('a'))
  await expect(remove(context, 'configmaps')).resolves.toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: { name: 'a', kind: 'configmaps', uid: created.metadata.uid },
  })
  await gone(get(context, 'configmaps'))
})

conformance('what is not there cannot be deleted', async (context) => {
  await expectStatus(remove(context, 'configmaps'), {
    code: 404,
    reason: 'NotFound',
    message: 'configmaps "a" not found',
    details: { name: 'a', kind: 'configmaps' },
  })
})

conformance('a name that was deleted can be used again, by an object with another uid', async (context) => {
  const first = await create(context, 'configmaps', configMap('a'))
  await remove(context, 'configmaps')
  const second = await create(context, 'configmaps', configMap('a'))
  expect(second.metadata.uid).not.toBe(first.metadata.uid)
})

conformance('an object with finalizers stays, marked, until the last one is removed', async (context) => {
  const { core, namespace, signal } = context
  const body = { metadata: { name: 'a', finalizers: ['example.com/one', 'example.com/two'] } }
  const created = await create(context, 'configmaps', body)
  const watching = new EventCollector(
    core
      .get()
      .namespace(namespace)
      .resource('configmaps')
      .versionedParams({ resourceVersion: created.metadata.resourceVersion })
      .watch<Stored>({ signal }),
  )
  const marked = await remove(context, 'configmaps')
  expect(marked).toMatchObject({ kind: 'ConfigMap', metadata: { name: 'a', deletionGracePeriodSeconds: 0 } })
  expect(marked.metadata.deletionTimestamp).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/)
  await expect(get(context, 'configmaps')).resolves.toEqual(marked)

  const put = (finalizers: string[]) =>
    core
      .put()
      .namespace(namespace)
      .resource('configmaps')
      .name('a')
      .body({ ...marked, metadata: { ...marked.metadata, resourceVersion: undefined, finalizers } })
      .into<Stored>()
  const one = await put(['example.com/two'])
  expect(one.metadata.finalizers).toEqual(['example.com/two'])
  await put([])
  await gone(get(context, 'configmaps'))
  const events = await watching.take(3)
  expect(events.map((event) => event.type)).toEqual(['MODIFIED', 'MODIFIED', 'DELETED'])
})

conformance('no finalizer can be added to an object that is being deleted', async (context) => {
  const { core, namespace } = context
  await create(context, 'configmaps', { metadata: { name: 'a', finalizers: ['example.com/one'] } })
  const marked = await remove(context, 'configmaps')
  const body = { ...marked, metadata: { ...marked.metadata, finalizers: ['example.com/one', 'example.com/new'] } }
  await expectStatus(core.put().namespace(namespace).resource('configmaps').name('a').body(body).into(), {
    code: 422,
    reason: 'Invalid',
    message: /metadata\.finalizers: Forbidden: no new finalizers can be added if the object is being deleted/,
  })
})

conformance('deleting again what is being deleted changes nothing', async (context) => {
  await create(context, 'configmaps', { metadata: { name: 'a', finalizers: ['example.com/one'] } })
  const marked = await remove(context, 'configmaps')
  const again = await remove(context, 'configmaps')
  expect(again.metadata.deletionTimestamp).toBe(marked.metadata.deletionTimestamp)
  expect(again.metadata.resourceVersion).toBe(marked.metadata.resourceVersion)
})

conformance('a precondition on the uid protects an object that is not the one meant', async (context) => {
  const created = await create(context, 'configmaps', configMap('a'))
  const uid = '00000000-0000-4000-8000-000000000000'
  await expectStatus(remove(context, 'configmaps', { preconditions: { uid } }), {
    code: 409,
    reason: 'Conflict',
    message: new RegExp(`"a".*${uid}.*${created.metadata.uid}`),
  })
  await remove(context, 'configmaps', { preconditions: { uid: created.metadata.uid } })
  await gone(get(context, 'configmaps'))
})

conformance('a precondition on the version protects an object that has changed', async (context) => {
  const created = await create(context, 'configmaps', configMap('a'))
  await expectStatus(remove(context, 'configmaps', { preconditions: { resourceVersion: '1' } }), {
    code: 409,
    reason: 'Conflict',
    message: new RegExp(`"a".*${created.metadata.resourceVersion}`),
  })
  await remove(context, 'configmaps', { preconditions: { resourceVersion: created.metadata.resourceVersion } })
  await gone(get(context, 'configmaps'))
})

conformance('a dry run of a deletion deletes nothing', async (context) => {
  const created = await create(context, 'configmaps', configMap('a'))
  await remove(context, 'configmaps', { dryRun: ['All'] })
  await expect(get(context, 'configmaps')).resolves.toEqual(created)
})

conformance('a pod that no node has goes at once, and is the answer', async (context) => {
  await create(context, 'pods', pod('a'))
  const deleted = await remove(context, 'pods')
  expect(deleted).toMatchObject({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' } })
  await gone(get(context, 'pods'))
})

conformance('a pod on a node is given its grace period and stays', async (context) => {
  await create(context, 'pods', onNode)
  const before = Date.now()
  const marked = await remove(context, 'pods')
  expect(marked.metadata.deletionGracePeriodSeconds).toBe(30)
  // The time by which it will be gone, not that of the request.
  const deadline = Date.parse(marked.metadata.deletionTimestamp ?? '')
  expect(deadline).toBeGreaterThan(before + 27_000)
  expect(deadline).toBeLessThan(before + 35_000)
  await expect(get(context, 'pods')).resolves.toEqual(marked)
})

conformance('a grace period in the request wins over that of the pod, and can only be shortened', async (context) => {
  await create(context, 'pods', onNode)
  const first = await remove(context, 'pods', { gracePeriodSeconds: 20 })
  expect(first.metadata.deletionGracePeriodSeconds).toBe(20)
  const longer = await remove(context, 'pods', { gracePeriodSeconds: 60 })
  expect(longer.metadata.deletionGracePeriodSeconds).toBe(20)
  const shorter = await remove(context, 'pods', { gracePeriodSeconds: 5 })
  expect(shorter.metadata.deletionGracePeriodSeconds).toBe(5)
})

conformance('a grace period of zero deletes a pod on a node at once', async (context) => {
  await create(context, 'pods', onNode)
  await remove(context, 'pods', { gracePeriodSeconds: 0 })
  await gone(get(context, 'pods'))
})

conformance('delete options can be given as parameters', async (context) => {
  const { core, namespace } = context
  await create(context, 'pods', onNode)
  await core.delete().namespace(namespace).resource('pods').name('a').param('gracePeriodSeconds', '0').into()
  await gone(get(context, 'pods'))
})

conformance('a grace period below zero counts as one second', async (context) => {
  await create(context, 'pods', onNode)
  const marked = await remove(context, 'pods', { gracePeriodSeconds: -5 })
  expect(marked.metadata.deletionGracePeriodSeconds).toBe(1)
})

conformance('a collection is deleted by its selector, and the list of it comes back', async (context) => {
  const { core, namespace } = context
  await create(context, 'configmaps', configMap('a', {}, { app: 'web' }))
  await create(context, 'configmaps', configMap('b', {}, { app: 'web' }))
  await create(context, 'configmaps', configMap('c', {}, { app: 'db' }))
  const answer = await core
    .delete()
    .namespace(namespace)
    .resource('configmaps')
    .versionedParams({ labelSelector: 'app=web' })
    .into<KubernetesList<Stored>>()
  expect(answer).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1' })
  const left = await core.get().namespace(namespace).resource('configmaps').into<KubernetesList<Stored>>()
  expect(left.items.map((item) => item.metadata.name)).toEqual(['c'])
})

conformance('an unknown propagation policy is refused', async (context) => {
  await create(context, 'configmaps', configMap('a'))
  await expectStatus(remove(context, 'configmaps', { propagationPolicy: 'Sideways' }), { code: 422, reason: 'Invalid' })
})
