import { expect } from 'vitest'
import type { KubernetesList } from '../../src/meta/index.ts'
import type { Stored } from './collect.ts'
import { conformance } from './conformance.ts'
import { expectStatus } from './expect-status.ts'
import { configMap } from './objects.ts'

type Namespace = Stored<{ spec: { finalizers?: string[] }; status: { phase: string } }>

conformance('a new namespace is active, and carries its name as a label', async ({ core, namespace }) => {
  const answer = await core.get().resource('namespaces').name(namespace).into<Namespace>()
  expect(answer).toMatchObject({ apiVersion: 'v1', kind: 'Namespace', status: { phase: 'Active' } })
  expect(answer.metadata.labels).toEqual({ 'kubernetes.io/metadata.name': namespace })
  expect(answer.spec).toEqual({ finalizers: ['kubernetes'] })
})

conformance('the namespaces of every cluster are there', async ({ core }) => {
  const list = await core.get().resource('namespaces').into<KubernetesList<Stored>>()
  const names = list.items.map((item) => item.metadata.name)
  expect(names).toEqual(expect.arrayContaining(['default', 'kube-node-lease', 'kube-public', 'kube-system']))
})

conformance('the default namespace cannot be deleted', async ({ core }) => {
  await expectStatus(core.delete().resource('namespaces').name('default').into(), {
    code: 403,
    reason: 'Forbidden',
    message: 'namespaces "default" is forbidden: this namespace may not be deleted',
  })
})

conformance('a name that is no label is refused', async ({ core }) => {
  const body = { metadata: { name: 'a.b' } }
  await expectStatus(core.post().resource('namespaces').body(body).into(), { code: 422, reason: 'Invalid' })
})

conformance('a namespace that is being deleted is terminating, or gone already', async ({ core, newNamespace }) => {
  const name = await newNamespace()
  const answer = await core.delete().resource('namespaces').name(name).into<Namespace>()
  expect(answer).toMatchObject({ kind: 'Namespace', metadata: { name }, status: { phase: 'Terminating' } })
  expect(answer.metadata.deletionTimestamp).toBeTypeOf('string')
})

conformance(
  'a deleted namespace goes with everything in it',
  { ownServer: 'with controllers', timeoutMs: 60_000 },
  async ({ core, newNamespace }) => {
    const name = await newNamespace()
    await core.post().namespace(name).resource('configmaps').body(configMap('a')).into()
    await core.delete().resource('namespaces').name(name).into()
    await expect
      .poll(async () => (await core.get().resource('namespaces').name(name).do()).statusCode, {
        timeout: 50_000,
        interval: 200,
      })
      .toBe(404)
    const left = await core.get().namespace(name).resource('configmaps').into<KubernetesList<Stored>>()
    expect(left.items).toEqual([])
  },
)

conformance(
  'nothing can be created in a namespace that is being deleted',
  async ({ core, namespace, newNamespace }) => {
    const name = await newNamespace()
    // The finalizer holds the namespace where a controller would finish it at once.
    const held = { metadata: { name: 'held', finalizers: ['example.com/hold'] } }
    await core.post().namespace(name).resource('configmaps').body(held).into()
    await core.delete().resource('namespaces').name(name).into()
    await expectStatus(core.post().namespace(name).resource('configmaps').body(configMap('late')).into(), {
      code: 403,
      reason: 'Forbidden',
      message: `configmaps "late" is forbidden: unable to create new content in namespace ${name} because it is being terminated`,
    })
    expect(namespace).not.toBe(name)
  },
)
