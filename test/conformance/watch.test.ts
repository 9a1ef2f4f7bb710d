import { expect } from 'vitest'
import type { KubernetesList } from '../../src/meta/index.ts'
import { EventCollector, type Stored } from './collect.ts'
import { type Case, conformance } from './conformance.ts'
import { expectStatus } from './expect-status.ts'
import { configMap } from './objects.ts'

type Labelled = ReturnType<typeof configMap>

function watch({ core, namespace, signal }: Case, options: object = {}): EventCollector {
  const request = core.get().namespace(namespace).resource('configmaps').versionedParams(options)
  return new EventCollector(request.watch<Stored>({ signal }))
}

async function listVersion({ core, namespace }: Case): Promise<string> {
  const list = await core.get().namespace(namespace).resource('configmaps').into<KubernetesList<Stored>>()
  return list.metadata.resourceVersion ?? ''
}

const create = ({ core, namespace }: Case, object: Labelled) =>
  core.post().namespace(namespace).resource('configmaps').body(object).into<Stored>()

const update = ({ core, namespace }: Case, object: Labelled) =>
  core.put().namespace(namespace).resource('configmaps').name(object.metadata.name).body(object).into<Stored>()

const remove = ({ core, namespace }: Case, name: string) =>
  core.delete().namespace(namespace).resource('configmaps').name(name).into()

conformance('a watch from a version tells of everything after it and of nothing before', async (context) => {
  await create(context, configMap('before'))
  const resourceVersion = await listVersion(context)
  await create(context, configMap('between'))
  const watching = watch(context, { resourceVersion })
  await watching.take(1)
  await create(context, configMap('after'))
  await watching.take(2)
  expect(watching.names()).toEqual(['ADDED between', 'ADDED after'])
})

conformance('events hold the object as each write left it, with its kind', async (context) => {
  const resourceVersion = await listVersion(context)
  const watching = watch(context, { resourceVersion })
  const created = await create(context, configMap('a', { x: '1' }))
  const updated = await update(context, configMap('a', { x: '2' }))
  await remove(context, 'a')
  const [added, modified, deleted] = await watching.take(3)
  expect(added).toEqual({ type: 'ADDED', object: created })
  expect(modified).toEqual({ type: 'MODIFIED', object: updated })
  expect(deleted?.type).toBe('DELETED')
  const last = deleted?.object as Stored
  expect({ ...last, metadata: { ...last.metadata, resourceVersion: '' } }).toEqual({
    ...updated,
    metadata: { ...updated.metadata, resourceVersion: '' },
  })
  expect(BigInt(last.metadata.resourceVersion)).toBeGreaterThan(BigInt(updated.metadata.resourceVersion))
})

conformance('a watch without a version starts with what is there', async (context) => {
  await create(context, configMap('a'))
  await create(context, configMap('b'))
  const watching = watch(context)
  const first = await watching.take(2)
  expect(first.map((event) => event.type)).toEqual(['ADDED', 'ADDED'])
  await create(context, configMap('c'))
  await watching.take(3)
  expect(watching.names().sort()).toEqual(['ADDED a', 'ADDED b', 'ADDED c'])
})

conformance('a watch from version 0 starts with what is there', async (context) => {
  const created = await create(context, configMap('a'))
  const watching = watch(context, { resourceVersion: '0' })
  await expect(watching.take(1)).resolves.toEqual([{ type: 'ADDED', object: created }])
})

conformance('a write that changes nothing is no event', async (context) => {
  await create(context, configMap('a', { x: '1' }))
  const watching = watch(context, { resourceVersion: await listVersion(context) })
  await update(context, configMap('a', { x: '1' }))
  await create(context, configMap('b'))
  await watching.take(1)
  expect(watching.names()).toEqual(['ADDED b'])
})

conformance('an object that leaves a selection is deleted to its watch, one that enters is added', async (context) => {
  const resourceVersion = await listVersion(context)
  const watching = watch(context, { resourceVersion, labelSelector: 'app=web' })
  await create(context, configMap('a', {}, { app: 'db' }))
  await update(context, configMap('a', {}, { app: 'web' }))
  await update(context, configMap('a', { x: '1' }, { app: 'web' }))
  await update(context, configMap('a', { x: '1' }, { app: 'db' }))
  await update(context, configMap('a', { x: '2' }, { app: 'db' }))
  await update(context, configMap('a', { x: '2' }, { app: 'web' }))
  await remove(context, 'a')
  const events = await watching.take(5)
  expect(events.map((event) => event.type)).toEqual(['ADDED', 'MODIFIED', 'DELETED', 'ADDED', 'DELETED'])
})

conformance('what left a selection is told of as it was before, at the version of the change', async (context) => {
  await create(context, configMap('a', { x: '1' }, { app: 'web' }))
  const watching = watch(context, { resourceVersion: await listVersion(context), labelSelector: 'app=web' })
  const updated = await update(context, configMap('a', { x: '2' }, { app: 'db' }))
  const [left] = await watching.take(1)
  expect(left).toMatchObject({
    type: 'DELETED',
    object: {
      data: { x: '1' },
      metadata: { labels: { app: 'web' }, resourceVersion: updated.metadata.resourceVersion },
    },
  })
})

conformance('a watch of one name tells of that object only', async (context) => {
  const resourceVersion = await listVersion(context)
  const watching = watch(context, { resourceVersion, fieldSelector: 'metadata.name=b' })
  await create(context, configMap('a'))
  await create(context, configMap('b'))
  await watching.take(1)
  await create(context, configMap('c'))
  await remove(context, 'b')
  await watching.take(2)
  expect(watching.names()).toEqual(['ADDED b', 'DELETED b'])
})

conformance('a watch across namespaces tells of all of them', async (context) => {
  const other = await context.newNamespace()
  const resourceVersion = await listVersion(context)
  const request = context.core
    .get()
    .resource('configmaps')
    .versionedParams({ resourceVersion, labelSelector: `for=${other}` })
  const watching = new EventCollector(request.watch<Stored>({ signal: context.signal }))
  await create(context, configMap('a', {}, { for: other }))
  await create({ ...context, namespace: other }, configMap('a', {}, { for: other }))
  const events = await watching.take(2)
  expect(events.map((event) => (event.object as Stored).metadata.namespace)).toEqual([context.namespace, other])
})

conformance('timeoutSeconds ends a watch cleanly', async (context) => {
  const started = Date.now()
  const watching = watch(context, { resourceVersion: await listVersion(context), timeoutSeconds: 1 })
  await create(context, configMap('a'))
  const events = await watching.end()
  expect(events.map((event) => event.type)).toEqual(['ADDED'])
  expect(Date.now() - started).toBeGreaterThan(900)
  expect(Date.now() - started).toBeLessThan(5000)
})

conformance('initial events without a match are refused', async ({ core, namespace }) => {
  const request = core
    .get()
    .namespace(namespace)
    .resource('configmaps')
    .versionedParams({ watch: true, sendInitialEvents: true })
  await expectStatus(request.into(), { code: 422, reason: 'Invalid' })
})

conformance('a watch of an unknown selector is refused before it starts', async ({ core, namespace, signal }) => {
  const request = core.get().namespace(namespace).resource('configmaps').versionedParams({ fieldSelector: 'data.x=1' })
  await expectStatus(new EventCollector(request.watch({ signal })).end(), { code: 400, reason: 'BadRequest' })
})

conformance('a watch from a version that is no number is refused', async ({ core, namespace, signal }) => {
  const request = core.get().namespace(namespace).resource('configmaps').versionedParams({ resourceVersion: 'abc' })
  await expectStatus(new EventCollector(request.watch({ signal })).end(), {
    code: 500,
    message: /abc/,
  })
})

conformance('watches from every version of a history see the rest of it, once and in order', async (context) => {
  const versions: string[] = [await listVersion(context)]
  for (let i = 0; i < 6; i += 1) versions.push((await create(context, configMap(`o${i}`))).metadata.resourceVersion)
  const watching = versions.map((resourceVersion) => watch(context, { resourceVersion, timeoutSeconds: 1 }))
  await Promise.all(watching.map((each) => each.end()))
  for (const [i, each] of watching.entries()) {
    expect(each.names()).toEqual(['o0', 'o1', 'o2', 'o3', 'o4', 'o5'].slice(i).map((name) => `ADDED ${name}`))
  }
})

conformance('nothing is lost or doubled between a list and a watch while others write', async (context) => {
  const total = 40
  const writers = Promise.all(
    Array.from({ length: 4 }, async (_, writer) => {
      for (let i = 0; i < total / 4; i += 1) await create(context, configMap(`w${writer}-${i}`))
    }),
  )
  const rounds: Promise<string[]>[] = []
  for (let round = 0; round < 5; round += 1) {
    const list = await context.core
      .get()
      .namespace(context.namespace)
      .resource('configmaps')
      .into<KubernetesList<Stored>>()
    const watching = watch(context, { resourceVersion: list.metadata.resourceVersion })
    rounds.push(
      watching
        .take(total - list.items.length)
        .then(() => [
          ...list.items.map((item) => item.metadata.name),
          ...watching.events.map((event) => (event.object as Stored).metadata.name),
        ]),
    )
  }
  await writers
  for (const seen of await Promise.all(rounds)) {
    expect(seen).toHaveLength(total)
    expect(new Set(seen).size).toBe(total)
  }
})
