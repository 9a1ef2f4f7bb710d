import { expect } from 'vitest'
import { NoMatchError } from '../../src/discovery/index.ts'
import { MetadataClient, ScaleClient } from '../../src/dynamic/index.ts'
import { EventCollector } from './collect.ts'
import {
  configMaps,
  defineWidgets,
  definitions,
  needsDefinitions,
  needsPatch,
  widget,
  withDynamic,
} from './dynamic-support.ts'
import { expectStatus } from './expect-status.ts'

withDynamic('the dynamic client finds resources by kind, by name and by object', {}, async (dynamic, { namespace }) => {
  const byKind = await dynamic.forKind({ group: '', kind: 'ConfigMap' })
  expect(byKind.location).toEqual({ ...configMaps, namespace: '' })
  for (const name of ['cm', 'configmap', 'configmaps', 'ConfigMap']) {
    expect((await dynamic.forName(name)).location).toEqual(byKind.location)
  }
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace } }
  const created = await (await dynamic.forObject(object)).create(object)
  expect(created.metadata.namespace).toBe(namespace)
  const failure = await dynamic.forKind({ group: '', kind: 'ConfigMop' }).catch((error: unknown) => error)
  expect(failure).toBeInstanceOf(NoMatchError)
  expect(failure).toMatchObject({ message: expect.stringContaining('ConfigMap (configmaps) of v1') })
})

withDynamic('a kind that was defined since is found', needsDefinitions, async (dynamic, context) => {
  await dynamic.forName('configmaps')
  const gvr = await defineWidgets(dynamic, context)
  const client = await dynamic.forKind({ group: gvr.group, kind: 'Widget' })
  expect(client.location).toEqual({ ...gvr, namespace: '' })
  await dynamic.resource(definitions).delete(`widgets.${gvr.group}`)
})

withDynamic('the metadata client reads, watches and deletes', {}, async (dynamic, { namespace, target, signal }) => {
  const whole = dynamic.resource(configMaps).namespace(namespace)
  await using metadata = new MetadataClient(target.config)
  const client = metadata.resource(configMaps).namespace(namespace)
  const before = await client.list()
  const { resourceVersion } = before.metadata
  const watching = new EventCollector(client.watch({ resourceVersion, signal }))
  const body = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', labels: { x: 'y' } }, data: { k: 'v' } }
  const created = await whole.create(body)
  const type = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' }
  await expect(client.get('a')).resolves.toEqual({ ...type, metadata: created.metadata })
  const { items } = await client.list({ labelSelector: 'x=y' })
  expect(items).toEqual([{ ...type, metadata: created.metadata }])
  await client.delete('a')
  await expectStatus(client.get('a'), { code: 404 })
  const events = await watching.take(2)
  expect(events[0]).toEqual({ type: 'ADDED', object: items[0] })
  expect(events[1]?.type).toBe('DELETED')
})

withDynamic('the metadata client patches', needsPatch, async (dynamic, { namespace, target }) => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { k: 'v' } }
  await dynamic.resource(configMaps).namespace(namespace).create(object)
  await using metadata = new MetadataClient(target.config)
  const client = metadata.resource(configMaps).namespace(namespace)
  const patched = await client.patch('a', { type: 'merge', body: { metadata: { labels: { x: 'y' } } } })
  expect(patched).toMatchObject({ kind: 'PartialObjectMetadata', metadata: { labels: { x: 'y' } } })
  expect(patched).not.toHaveProperty('data')
})

withDynamic('the scale client scales what has a scale', needsDefinitions, async (dynamic, context) => {
  const { namespace, target } = context
  const gvr = await defineWidgets(dynamic, context)
  await dynamic
    .resource(gvr)
    .namespace(namespace)
    .create(widget(gvr.group, 'a', 2))
  const deployments = { group: 'apps', version: 'v1', resource: 'deployments' }
  const template = { metadata: { labels: { a: 'b' } }, spec: { containers: [{ name: 'main', image: 'a.test/b' }] } }
  await dynamic
    .resource(deployments)
    .namespace(namespace)
    .create({
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'a' },
      spec: { replicas: 2, selector: { matchLabels: { a: 'b' } }, template },
    })
  await using client = new ScaleClient(target.config, dynamic.mapper)
  const scales = client.scales(namespace)
  for (const resource of [
    { group: gvr.group, resource: 'widgets' },
    { group: 'apps', resource: 'deploy' },
  ]) {
    const scale = await scales.get(resource, 'a')
    expect(scale).toMatchObject({ kind: 'Scale', apiVersion: 'autoscaling/v1', spec: { replicas: 2 } })
    const updated = await scales.update(resource, { ...scale, metadata: { name: 'a' }, spec: { replicas: 3 } })
    expect(updated.spec.replicas).toBe(3)
    const patched = await scales.patch(resource, 'a', { type: 'merge', body: { spec: { replicas: 4 } } })
    expect(patched.spec.replicas).toBe(4)
  }
  await dynamic.resource(definitions).delete(`widgets.${gvr.group}`)
})
