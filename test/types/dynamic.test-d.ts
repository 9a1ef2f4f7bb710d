import { expectTypeOf, it } from 'vitest'
import type { Pod, PodList } from '../../src/api/core/v1.ts'
import { conditions, type DynamicClient, type MetadataClient, waitFor } from '../../src/dynamic/index.ts'
import type { Status } from '../../src/errors/index.ts'
import type { Clientset } from '../../src/kubernetes/index.ts'
import { fromUnstructured, type Stored, type Unstructured } from '../../src/meta/index.ts'

declare const clientset: Clientset
declare const dynamic: DynamicClient
declare const metadata: MetadataClient
const pods = { group: '', version: 'v1', resource: 'pods' }

it('gives what is stored its metadata, and fields only where a type is named', () => {
  const untyped = dynamic.resource(pods).namespace('a')
  expectTypeOf(untyped.get('x')).resolves.toHaveProperty('kind').toEqualTypeOf<string>()
  expectTypeOf(untyped.get('x').then(({ metadata: { uid } }) => uid)).resolves.toEqualTypeOf<string>()
  expectTypeOf(untyped.get('x').then((object) => object['spec'])).resolves.toEqualTypeOf<unknown>()
  const typed = dynamic.resource<Pod>(pods)
  expectTypeOf(typed.get('x').then(({ status }) => status)).resolves.toEqualTypeOf<Pod['status']>()
  expectTypeOf(
    untyped.list().then((list) => fromUnstructured<PodList>(list, { ...pods, kind: 'Pod' })),
  ).resolves.toEqualTypeOf<PodList>()
})

it('tells a deletion that is done from one that takes its time', async () => {
  const deleted = await dynamic.resource<Pod>(pods).namespace('a').delete('x')
  if (deleted.kind === 'Status') expectTypeOf(deleted).toEqualTypeOf<Status>()
  else expectTypeOf(deleted).toEqualTypeOf<Stored<Pod>>()
  const untyped = await dynamic.resource(pods).namespace('a').deleteCollection()
  // The kind of what is not typed could be any.
  if ('items' in untyped) expectTypeOf(untyped.items).toEqualTypeOf<Stored<Unstructured>[]>()
  const data = await metadata.resource(pods).namespace('a').delete('x')
  if (data.kind === 'Status') expectTypeOf(data).toEqualTypeOf<Status>()
  else expectTypeOf(data.metadata.uid).toEqualTypeOf<string>()
})

it('gives a promise of what is checked', () => {
  const object = { apiVersion: 'v1', kind: 'Pod' }
  const kind = { group: '', version: 'v1', kind: 'Pod' }
  expectTypeOf(fromUnstructured<Pod>(object, kind, {})).toEqualTypeOf<Pod>()
  expectTypeOf(fromUnstructured<Pod>(object, kind, { validate: true })).toEqualTypeOf<Promise<Pod>>()
  expectTypeOf(fromUnstructured<Pod>(object, kind, { validate: Boolean(object) })).toEqualTypeOf<Pod | Promise<Pod>>()
})

it('takes literals and typed objects', () => {
  const pod: Pod = { metadata: { name: 'a' } }
  const client = dynamic.resource(pods).namespace('a')
  void client.create(pod)
  void client.create({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a' }, spec: { containers: [] } })
  // @ts-expect-error a field manager is needed
  void client.apply('a', pod)
  // @ts-expect-error there is no such namespace of a namespace
  client.namespace('b')
})

it('waits on any client', () => {
  const ready = conditions.condition('Ready')
  const untyped = waitFor({ resource: dynamic.resource(pods), name: 'a' }, ready)
  expectTypeOf(untyped.then((object) => object?.metadata.uid)).resolves.toEqualTypeOf<string | undefined>()
  void waitFor({ resource: clientset.coreV1.pods('a'), name: 'a' }, (pod) => pod?.status?.phase === 'Running')
  void waitFor({ resource: clientset.coreV1.pods('a'), name: 'a' }, conditions.and(ready, conditions.exists()))
  void waitFor({ resource: metadata.resource(pods), name: 'a' }, conditions.deleted('u'))
})
