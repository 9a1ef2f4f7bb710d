import { describe, expectTypeOf, it } from 'vitest'
import type { ScaleResponse } from '../../src/api/autoscaling/v1.ts'
import type { StoredPod as Pod } from '../../src/api/core/v1.ts'
import type { Status } from '../../src/errors/index.ts'
import { Clientset, extract, type RawAnswer } from '../../src/kubernetes/index.ts'
import type { KubernetesObject } from '../../src/meta/index.ts'
import type { GroupVersionAccessor } from '../../src/resources/index.ts'
import type { Watch } from '../../src/rest/index.ts'

const clientset = new Clientset({ host: 'server.test' })
const pods = clientset.coreV1.pods('default')
const spec = { containers: [{ name: 'a', image: 'b' }] }
const pod = { metadata: { name: 'web' }, spec }
const namespace = undefined as string | undefined
/** Code that is compiled and not run. */
const never = (_code: () => unknown): void => undefined

describe('what comes back', () => {
  it('has what a server always sets, without a question mark', () => {
    expectTypeOf<Pod['metadata']['name']>().toEqualTypeOf<string>()
    expectTypeOf<Pod['metadata']['uid']>().toEqualTypeOf<string>()
    expectTypeOf<Pod['metadata']['resourceVersion']>().toEqualTypeOf<string>()
    expectTypeOf<Pod['metadata']['creationTimestamp']>().toEqualTypeOf<string>()
    expectTypeOf<Pod['kind']>().toExtend<string>()
    expectTypeOf<Pod['apiVersion']>().toExtend<string>()
  })

  it('is the same from every verb', () => {
    never(async () => {
      expectTypeOf(await pods.create(pod)).toEqualTypeOf<Pod>()
      expectTypeOf(await pods.update(pod)).toEqualTypeOf<Pod>()
      expectTypeOf(await pods.updateStatus(pod)).toEqualTypeOf<Pod>()
      expectTypeOf(await pods.apply(pod, { fieldManager: 'me' })).toEqualTypeOf<Pod>()
      expectTypeOf(await pods.applyStatus(pod, { fieldManager: 'me' })).toEqualTypeOf<Pod>()
      expectTypeOf(await pods.patch('web', { type: 'json', body: [] })).toEqualTypeOf<Pod>()
      expectTypeOf(await pods.get('web', { subresource: 'status' })).toEqualTypeOf<Pod>()
      const merge = { type: 'merge', body: { metadata: { labels: { a: 'b' } } } } as const
      expectTypeOf(await pods.patch('web', merge, { subresource: 'status' })).toEqualTypeOf<Pod>()
      expectTypeOf((await pods.list()).items).toEqualTypeOf<Pod[]>()
      expectTypeOf(await pods.delete('web')).toEqualTypeOf<Status | Pod>()
      expectTypeOf(pods.watch()).toEqualTypeOf<Watch<Pod>>()
      for await (const each of pods.each({ limit: 500 })) expectTypeOf(each).toEqualTypeOf<Pod>()
      for await (const page of pods.listPages()) expectTypeOf(page.items).toEqualTypeOf<Pod[]>()
      for await (const event of pods.watch()) {
        if (event.type === 'BOOKMARK') expectTypeOf(event.object.metadata.resourceVersion).toEqualTypeOf<string>()
        else expectTypeOf(event.object).toEqualTypeOf<Pod>()
      }
    })
  })

  it('of a deletion is told apart by its kind', () => {
    never(async () => {
      const deleted = await pods.delete('web')
      if (deleted.kind === 'Status') expectTypeOf(deleted).toEqualTypeOf<Status>()
      else expectTypeOf(deleted).toEqualTypeOf<Pod>()
      const all = await pods.deleteCollection()
      if (all.kind === 'Status') expectTypeOf(all).toEqualTypeOf<Status>()
      else expectTypeOf(all.items).toEqualTypeOf<Pod[]>()
    })
  })

  it('can be sent back', () => {
    never(async () => pods.update(await pods.get('web')))
    never(async () => pods.updateStatus({ ...(await pods.get('web')), status: { phase: 'Running' } }))
    never(async () => clientset.rbacV1.clusterRoles().update(await clientset.rbacV1.clusterRoles().get('x')))
    never(async () => clientset.appsV1.deployments('a').update(await clientset.appsV1.deployments('a').get('x')))
  })

  it('of a dry run is not stored', () => {
    never(async () => {
      const tried = await pods.create(pod, { dryRun: ['All'] })
      expectTypeOf(tried.kind).toExtend<string>()
      // @ts-expect-error there may be no uid
      tried.metadata.uid.trim()
    })
  })

  it('of another subresource is what the caller says', () => {
    never(async () => {
      expectTypeOf(await pods.get('web', { subresource: 'scale' })).toEqualTypeOf<KubernetesObject>()
      expectTypeOf(await pods.get<ScaleResponse>('web', { subresource: ['a', 'b'] })).toEqualTypeOf<ScaleResponse>()
    })
  })
})

describe('a verb that is not there', () => {
  it('does not compile', () => {
    // @ts-expect-error config maps have no status
    never(() => clientset.coreV1.configMaps('a').updateStatus({}))
    // @ts-expect-error pods have no scale
    never(() => pods.getScale('web'))
    // @ts-expect-error only pods are evicted
    never(() => clientset.coreV1.configMaps('a').evict('x'))
    // @ts-expect-error no server creates component statuses
    never(() => clientset.coreV1.componentStatuses().create({}))
    // @ts-expect-error reviews are created, and that is all
    never(() => clientset.authorizationV1.selfSubjectAccessReviews().list())
    // @ts-expect-error evictions of policy are no resource
    never(() => clientset.policyV1.evictions('a').create({}))
  })

  it('is most of them where there is no namespace', () => {
    expectTypeOf<keyof ReturnType<typeof everywhere>>().toEqualTypeOf<
      'list' | 'watch' | 'each' | 'listPages' | 'descriptor' | 'namespace'
    >()
    // @ts-expect-error needs a namespace
    never(() => clientset.coreV1.pods().create(pod))
    // @ts-expect-error may need a namespace
    never(() => clientset.coreV1.pods(namespace).get('web'))
    never(() => clientset.coreV1.pods(namespace).list())
    // @ts-expect-error is not in one
    never(() => clientset.coreV1.nodes('a'))
    never(() => clientset.coreV1.events().createWithEventNamespace)
  })
})

const everywhere = () => clientset.coreV1.pods()

describe('an argument', () => {
  it('is checked', () => {
    // @ts-expect-error no such option
    never(() => pods.get('web', { labelSelector: 'x' }))
    // @ts-expect-error no such option
    never(() => pods.list({ labelSelectr: 'x' }))
    // @ts-expect-error no such option
    never(() => pods.create(pod, { fieldManger: 'x' }))
    // @ts-expect-error no such policy
    never(() => pods.delete('web', { propagationPolicy: 'Sideways' }))
    // @ts-expect-error no such field
    never(() => pods.create({ metadata: { name: 'web' }, spec: { containers: [], nodName: 'x' } }))
    // @ts-expect-error a field manager is needed
    never(() => pods.apply(pod))
    // @ts-expect-error a name is needed
    never(() => pods.apply({ metadata: {} }, { fieldManager: 'me' }))
    // @ts-expect-error a name is needed
    never(() => pods.get())
  })

  it('may be undefined where it is optional, and read-only', () => {
    const options: { readonly labelSelector: string | undefined; signal: AbortSignal | undefined } = {
      labelSelector: undefined,
      signal: undefined,
    }
    never(() => pods.list(options))
    never(() => pods.list({ ...options, timeoutMs: undefined, limit: undefined }))
    never(() => pods.deleteCollection(undefined, { labelSelector: undefined }))
    never(() => pods.deleteCollection({ signal: undefined }, { ...options, timeoutMs: 5 }))
  })
})

describe('a patch', () => {
  it('has a body of its type', () => {
    never(() => pods.patch('web', { type: 'merge', body: { metadata: { labels: { a: null } }, spec: null } }))
    never(() => pods.patch('web', { type: 'strategic', body: { spec: { containers: [{ name: 'a', image: 'b' }] } } }))
    never(() => pods.patch('web', { type: 'strategic', body: { spec: { $patch: 'replace', containers: [] } } }))
    never(() =>
      pods.patch('web', {
        type: 'strategic',
        body: {
          metadata: { '$deleteFromPrimitiveList/finalizers': ['a'] },
          spec: { '$setElementOrder/containers': [{ name: 'a' }], containers: [{ name: 'a', $patch: 'delete' }] },
        },
      }),
    )
    never(() => pods.patch('web', { type: 'apply', body: pod }, { fieldManager: 'me', force: true }))
    // @ts-expect-error a list of operations
    never(() => pods.patch('web', { type: 'json', body: { spec } }))
    // @ts-expect-error no such operation
    never(() => pods.patch('web', { type: 'json', body: [{ op: 'change', path: '/spec', value: 1 }] }))
    // @ts-expect-error a value is needed
    never(() => pods.patch('web', { type: 'json', body: [{ op: 'add', path: '/spec' }] }))
    // @ts-expect-error not this type
    never(() => pods.patch('web', { type: 'merge', body: { spec: { nodeName: 5 } } }))
    // @ts-expect-error no type
    never(() => pods.patch('web', { body: {} }))
  })
})

describe('methods of single resources', () => {
  it('have their types', () => {
    never(async () => {
      expectTypeOf(pods.getLogs('web', { follow: true })).toEqualTypeOf<RawAnswer>()
      expectTypeOf(await pods.evict('web')).toEqualTypeOf<Status>()
      expectTypeOf(await pods.bind('web', { target: { name: 'n1' } })).toEqualTypeOf<Status>()
      expectTypeOf(await clientset.appsV1.deployments('a').getScale('web')).toEqualTypeOf<ScaleResponse>()
      const { status } = await clientset.coreV1.serviceAccounts('a').createToken('x')
      expectTypeOf(status.token).toExtend<string | undefined>()
      expectTypeOf(clientset.coreV1.events('a').getFieldSelector({ name: 'x' })).toEqualTypeOf<string>()
      expectTypeOf((await clientset.coreV1.events('a').search(await pods.get('web'))).items).toExtend<unknown[]>()
      const review = await clientset.authorizationV1.selfSubjectAccessReviews().create({ spec: {} })
      expectTypeOf(review.status.allowed).toEqualTypeOf<boolean>()
    })
    // @ts-expect-error a target is needed
    never(() => pods.bind('web', {}))
  })
})

describe('a custom resource', () => {
  interface Widget extends KubernetesObject {
    spec: { size: number }
    status?: { ready: boolean }
  }
  const widgets = {
    group: 'example.com',
    version: 'v1',
    resource: 'widgets',
    kind: 'Widget',
    namespaced: true,
  } as const

  it('has the same client', () => {
    const client = clientset.resource<Widget>(widgets, 'default')
    never(async () => {
      const created = await client.create({ metadata: { name: 'a' }, spec: { size: 1 } })
      expectTypeOf(created.metadata.name).toEqualTypeOf<string>()
      expectTypeOf(created.spec.size).toEqualTypeOf<number>()
      await client.update(created)
      await client.apply({ metadata: { name: 'a' }, spec: { size: 2 } }, { fieldManager: 'me' })
      await client.patch('a', { type: 'merge', body: { status: null } })
      for await (const each of clientset.resource<Widget>(widgets).each()) expectTypeOf(each.spec.size).toBeNumber()
    })
    // @ts-expect-error no such field
    never(() => client.create({ metadata: { name: 'a' }, spec: { length: 1 } }))
    // @ts-expect-error needs a namespace
    never(() => clientset.resource<Widget>(widgets).get('a'))
  })
})

it('fits what lists and then watches, in one namespace or in all', () => {
  interface Source<T> {
    list(options?: { limit?: number; resourceVersion?: string; signal?: AbortSignal }): Promise<{
      metadata: { resourceVersion?: string }
      items: T[]
    }>
    watch(options?: { resourceVersion?: string; allowWatchBookmarks?: boolean; signal?: AbortSignal }): Watch<T>
  }
  expectTypeOf(pods).toExtend<Source<Pod>>()
  expectTypeOf(everywhere()).toExtend<Source<Pod>>()
  expectTypeOf(clientset.coreV1.nodes()).toExtend<Source<KubernetesObject>>()
})

it('has a group for each table', () => {
  expectTypeOf<GroupVersionAccessor>().toExtend<keyof Clientset>()
})

it('extracts what the caller says', () => {
  interface Mine {
    metadata: { name: string }
  }
  never(async () => expectTypeOf(extract<Mine>(await pods.get('web'), 'me')).toEqualTypeOf<Mine>())
})
