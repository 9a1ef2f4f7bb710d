import { expect } from 'vitest'
import type { KubernetesObject } from '../../src/meta/index.ts'
import { EventCollector } from './collect.ts'
import {
  configMaps,
  defineWidgets,
  definitions,
  needsDefinitions,
  needsPatch,
  pods,
  widget,
  withDynamic,
} from './dynamic-support.ts'
import { expectStatus } from './expect-status.ts'
import { pod } from './objects.ts'

interface Pod extends KubernetesObject {
  status?: { phase?: string }
}

const named = (name: string, data: Record<string, string> = {}, labels: Record<string, string> = {}) => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, labels },
  data,
})

withDynamic('the dynamic client creates, reads, replaces and deletes', {}, async (dynamic, { namespace }) => {
  const client = dynamic.resource(configMaps).namespace(namespace)
  const created = await client.create(Object.freeze(named('a', { x: '1' })), { fieldManager: 'me' })
  expect(created).toMatchObject({ apiVersion: 'v1', kind: 'ConfigMap', data: { x: '1' } })
  await expect(client.get('a')).resolves.toEqual(created)
  const updated = await client.update({ ...created, data: { x: '2' } })
  expect(updated['data']).toEqual({ x: '2' })
  await expectStatus(client.update({ ...created, data: {} }), { code: 409, reason: 'Conflict' })
  await expect(client.delete('a', { preconditions: { uid: created.metadata.uid } })).resolves.toMatchObject({
    kind: 'Status',
    details: { name: 'a', kind: 'configmaps', uid: created.metadata.uid },
  })
  await expectStatus(client.get('a'), { code: 404, reason: 'NotFound' })
  await expectStatus(client.get('A'), { code: 404, details: { name: 'A', kind: 'configmaps' } })
})

withDynamic('what the dynamic client lists says what it is', {}, async (dynamic, { namespace }) => {
  const client = dynamic.resource(configMaps).namespace(namespace)
  const names = ['a', 'b', 'c', 'd', 'e']
  for (const name of names) await client.create(named(name, {}, { app: 'web' }))
  const list = await client.list({ labelSelector: 'app=web' })
  expect(list).toMatchObject({ kind: 'ConfigMapList', apiVersion: 'v1' })
  expect(list.items[0]).toEqual(await client.get('a'))
  const sizes: number[] = []
  for await (const { items } of client.listPages({ limit: 2, labelSelector: 'app=web' })) sizes.push(items.length)
  expect(sizes).toEqual([2, 2, 1])
  const seen: string[] = []
  for await (const { kind, metadata } of client.each({ limit: 2, labelSelector: 'app' }))
    seen.push(kind + metadata.name)
  expect(seen).toEqual(names.map((name) => `ConfigMap${name}`))
  const everywhere = await dynamic.resource(configMaps).list({ fieldSelector: `metadata.namespace=${namespace}` })
  expect(everywhere.items.length).toBeGreaterThanOrEqual(names.length)
  await client.deleteCollection({ propagationPolicy: 'Background' }, { labelSelector: 'app=web' })
  await expect(client.list({ labelSelector: 'app=web' })).resolves.toMatchObject({ items: [] })
})

withDynamic('the dynamic client watches behind a list', {}, async (dynamic, { namespace, signal }) => {
  const client = dynamic.resource(configMaps).namespace(namespace)
  const { metadata } = await client.list()
  const { resourceVersion } = metadata
  const watching = new EventCollector(client.watch({ resourceVersion, timeoutSeconds: 30, signal }))
  const created = await client.create(named('a'))
  await client.delete('a')
  const events = await watching.take(2)
  expect(events.map(({ type }) => type)).toEqual(['ADDED', 'DELETED'])
  expect(events[0]?.object).toEqual(created)
})

withDynamic('the dynamic client replaces a status, and no spec', {}, async (dynamic, { namespace }) => {
  const client = dynamic.resource<Pod>(pods).namespace(namespace)
  const created = await client.create({ ...pod('a'), apiVersion: 'v1', kind: 'Pod' })
  const updated = await client.updateStatus({ ...created, status: { phase: 'Running' } })
  expect(updated.status?.phase).toBe('Running')
  await expect(client.get('a', { subresource: 'status' })).resolves.toEqual(updated)
})

withDynamic('the dynamic client patches and applies', needsPatch, async (dynamic, { namespace }) => {
  const client = dynamic.resource(configMaps).namespace(namespace)
  await client.create(named('a', { x: '1', y: '2' }))
  const merged = await client.patch('a', { type: 'merge', body: { data: { x: null } } })
  expect(merged['data']).toEqual({ y: '2' })
  const replaced = await client.patch('a', {
    type: 'json',
    body: [{ op: 'replace', path: '/data/y', value: '3' }],
  })
  expect(replaced['data']).toEqual({ y: '3' })
  const strategic = await client.patch('a', { type: 'strategic', body: { data: { z: '4' } } })
  expect(strategic['data']).toEqual({ y: '3', z: '4' })
  const applied = await client.apply('a', named('a', { y: '5' }), { fieldManager: 'me', force: true })
  expect(applied['data']).toEqual({ y: '5', z: '4' })
  await expectStatus(client.apply('b', named('a'), { fieldManager: 'me' }), { code: 400, reason: 'BadRequest' })
})

withDynamic('the dynamic client has all verbs for a custom resource', needsDefinitions, async (dynamic, context) => {
  const gvr = await defineWidgets(dynamic, context)
  const widgets = dynamic.resource(gvr).namespace(context.namespace)
  const watching = new EventCollector(widgets.watch({ signal: context.signal }))

  const created = await widgets.create(widget(gvr.group, 'a'))
  const updated = await widgets.update({ ...created, spec: { size: 2, color: 'red' } })
  const ready = await widgets.updateStatus({ ...updated, spec: { size: 9 }, status: { ready: true } })
  expect(ready).toMatchObject({ spec: { size: 2 }, status: { ready: true } })
  const patched = await widgets.patch('a', { type: 'merge', body: { spec: { color: null } } })
  expect(patched['spec']).toEqual({ size: 2 })
  await expectStatus(widgets.patch('a', { type: 'strategic', body: {} }), { code: 415 })
  const forced = { fieldManager: 'me', force: true }
  const applied = await widgets.apply('a', widget(gvr.group, 'a', 3), forced)
  expect(applied['spec']).toEqual({ size: 3 })
  const { apiVersion, kind } = applied
  const status = await widgets.applyStatus('a', { apiVersion, kind, status: { replicas: 5 } }, forced)
  expect(status['status']).toEqual({ ready: true, replicas: 5 })
  const scale = await widgets.get('a', { subresource: 'scale' })
  expect(scale).toMatchObject({ kind: 'Scale', spec: { replicas: 3 }, status: { replicas: 5 } })
  await widgets.update({ ...scale, spec: { replicas: 4 } }, { subresource: ['scale'] })

  const list = await dynamic.resource(gvr).list()
  expect(list.items).toMatchObject([{ kind: 'Widget', apiVersion: `${gvr.group}/v1`, spec: { size: 4 } }])
  await widgets.deleteCollection()
  const events = await watching.take(8)
  expect(events.map(({ type }) => type)).toEqual(['ADDED', ...Array<string>(6).fill('MODIFIED'), 'DELETED'])
  const wrong = { ...widget(gvr.group, 'b'), spec: { size: 'big' } }
  await expectStatus(widgets.create(wrong), { code: 422, reason: 'Invalid', message: /spec\.size/ })
  await dynamic.resource(definitions).delete(`widgets.${gvr.group}`)
})
