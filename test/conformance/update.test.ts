import { expect } from 'vitest'
import type { RESTClient } from '../../src/rest/index.ts'
import type { Stored } from './collect.ts'
import { conformance } from './conformance.ts'
import { expectStatus } from './expect-status.ts'
import { configMap, pod } from './objects.ts'

type ConfigMap = Stored<{ data: Record<string, string> }>

function create(core: RESTClient, namespace: string, data: Record<string, string> = { x: '1' }): Promise<ConfigMap> {
  return core.post().namespace(namespace).resource('configmaps').body(configMap('a', data)).into()
}

function put(core: RESTClient, namespace: string, body: object): Promise<ConfigMap> {
  return core.put().namespace(namespace).resource('configmaps').name('a').body(body).into()
}

conformance('an update replaces the object and keeps its identity', async ({ core, namespace }) => {
  const created = await create(core, namespace)
  const updated = await put(core, namespace, { ...created, data: { y: '2' } })
  expect(updated.data).toEqual({ y: '2' })
  expect(updated.metadata).toMatchObject({
    name: 'a',
    namespace,
    uid: created.metadata.uid,
    creationTimestamp: created.metadata.creationTimestamp,
  })
  expect(BigInt(updated.metadata.resourceVersion)).toBeGreaterThan(BigInt(created.metadata.resourceVersion))
  await expect(core.get().namespace(namespace).resource('configmaps').name('a').into()).resolves.toEqual(updated)
})

conformance('an update answers 200', async ({ core, namespace }) => {
  const created = await create(core, namespace)
  const result = await core.put().namespace(namespace).resource('configmaps').name('a').body(created).do()
  expect(result.statusCode).toBe(200)
})

conformance('an update of an older version is a conflict', async ({ core, namespace }) => {
  const created = await create(core, namespace)
  await put(core, namespace, { ...created, data: { x: '2' } })
  await expectStatus(put(core, namespace, { ...created, data: { x: '3' } }), {
    code: 409,
    reason: 'Conflict',
    message: /^Operation cannot be fulfilled on configmaps "a": the object has been modified/,
    details: { name: 'a', kind: 'configmaps' },
  })
})

conformance('an update without a resourceVersion wins over whatever is there', async ({ core, namespace }) => {
  await create(core, namespace)
  const updated = await put(core, namespace, configMap('a', { x: '2' }))
  expect(updated.data).toEqual({ x: '2' })
})

conformance('an update that changes nothing keeps the resourceVersion', async ({ core, namespace }) => {
  const created = await create(core, namespace)
  const same = await put(core, namespace, created)
  expect(same).toEqual(created)
})

conformance('an update of what is not there is not found', async ({ core, namespace }) => {
  await expectStatus(put(core, namespace, configMap('a')), {
    code: 404,
    reason: 'NotFound',
    message: 'configmaps "a" not found',
    details: { name: 'a', kind: 'configmaps' },
  })
})

conformance('the name of the body has to be that of the path', async ({ core, namespace }) => {
  await create(core, namespace)
  await expectStatus(put(core, namespace, configMap('b')), {
    code: 400,
    reason: 'BadRequest',
    message: 'the name of the object (b) does not match the name on the URL (a)',
  })
})

conformance('the namespace of the body has to be that of the path', async ({ core, namespace }) => {
  const created = await create(core, namespace)
  await expectStatus(put(core, namespace, { ...created, metadata: { ...created.metadata, namespace: 'default' } }), {
    code: 400,
    reason: 'BadRequest',
    message: 'the namespace of the provided object does not match the namespace sent on the request',
  })
})

conformance('an update of an object with another uid is a conflict', async ({ core, namespace }) => {
  const created = await create(core, namespace)
  const uid = '00000000-0000-4000-8000-000000000000'
  await expectStatus(put(core, namespace, { ...created, metadata: { name: 'a', uid } }), {
    code: 409,
    reason: 'Conflict',
    message: new RegExp(`^Operation cannot be fulfilled on configmaps "a": .*${uid}.*${created.metadata.uid}`),
  })
})

conformance('a resourceVersion that is no number is refused', async ({ core, namespace }) => {
  const created = await create(core, namespace)
  const body = { ...created, metadata: { ...created.metadata, resourceVersion: 'abc' } }
  await expectStatus(put(core, namespace, body), {
    code: 500,
    message: /abc/,
  })
})

conformance('an update of a pod leaves its status alone', async ({ core, namespace }) => {
  const created = await core
    .post()
    .namespace(namespace)
    .resource('pods')
    .body(pod('a'))
    .into<Stored<{ status: { phase: string } }>>()
  const updated = await core
    .put()
    .namespace(namespace)
    .resource('pods')
    .name('a')
    .body({ ...created, metadata: { ...created.metadata, labels: { seen: 'yes' } }, status: { phase: 'Failed' } })
    .into<Stored<{ status: { phase: string } }>>()
  expect(updated.status).toEqual(created.status)
  expect(updated.metadata.labels).toEqual({ seen: 'yes' })
})

conformance("an update of a pod's status leaves the rest alone", async ({ core, namespace }) => {
  const created = await core
    .post()
    .namespace(namespace)
    .resource('pods')
    .body(pod('a'))
    .into<Stored<{ spec: object; status: object }>>()
  const updated = await core
    .put()
    .namespace(namespace)
    .resource('pods')
    .name('a')
    .subresource('status')
    .body({
      ...created,
      spec: { ...created.spec, hostname: 'other' },
      status: { ...created.status, phase: 'Running' },
    })
    .into<Stored<{ spec: object; status: object }>>()
  expect(updated.status).toMatchObject({ phase: 'Running' })
  expect(updated.spec).toEqual(created.spec)
})

conformance('most of the spec of a pod cannot be changed', async ({ core, namespace }) => {
  const created = await core
    .post()
    .namespace(namespace)
    .resource('pods')
    .body(pod('a'))
    .into<Stored<{ spec: object }>>()
  const body = { ...created, spec: { ...created.spec, hostname: 'other' } }
  await expectStatus(core.put().namespace(namespace).resource('pods').name('a').body(body).into(), {
    code: 422,
    reason: 'Invalid',
    message: /^Pod "a" is invalid: spec: Forbidden: pod updates may not change fields other than/,
  })
})

conformance('writers that retry on conflict lose no update', async ({ core, namespace }) => {
  await create(core, namespace, { count: '0' })
  const increment = async () => {
    for (;;) {
      const current = await core.get().namespace(namespace).resource('configmaps').name('a').into<ConfigMap>()
      const next = { ...current, data: { count: String(Number(current.data['count']) + 1) } }
      const result = await core.put().namespace(namespace).resource('configmaps').name('a').body(next).do()
      if (result.statusCode === 200) return
      expect(result.statusCode).toBe(409)
    }
  }
  await Promise.all(Array.from({ length: 10 }, increment))
  const { data } = await core.get().namespace(namespace).resource('configmaps').name('a').into<ConfigMap>()
  expect(data['count']).toBe('10')
})
