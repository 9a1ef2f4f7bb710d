import { describe, expectTypeOf, it } from 'vitest'
import type { ApplyMetadata, KubernetesObject, ListMeta, NamespacedObjectMeta, Stored } from '../../src/api/meta/v1.ts'
import {
  type BaseMethod,
  Clientset,
  type ResourceDescriptor,
  type StatusMethod,
  type TypedDescriptor,
} from '../../src/kubernetes/index.ts'

// What `kubeclient generate` writes, in short; test/package/generate.test.ts compiles what it really writes.
interface Widget extends KubernetesObject {
  kind?: 'Widget' | undefined
  spec: { size: number }
}
interface StoredWidget extends Widget {
  apiVersion: 'example.com/v1'
  kind: 'Widget'
  metadata: NamespacedObjectMeta
}
interface WidgetResource {
  object: Widget
  stored: StoredWidget
  list: { metadata: ListMeta; items: StoredWidget[] }
  apply: { metadata: ApplyMetadata; spec?: { size?: number | undefined } | undefined }
  namespaced: true
  methods: BaseMethod | StatusMethod
}
interface GlobalWidgetResource extends Omit<WidgetResource, 'namespaced' | 'methods'> {
  namespaced: false
  methods: 'get' | 'list'
}

const names = { group: 'example.com', version: 'v1', resource: 'widgets', kind: 'Widget' } as const
const widgets: TypedDescriptor<WidgetResource> = { ...names, namespaced: true, subresources: ['status'] }
const globals: TypedDescriptor<GlobalWidgetResource> = { ...names, namespaced: false }
const plain = { ...names, namespaced: true } as const
const clientset = new Clientset({ host: 'server.test' })
/** Code that is compiled and not run. */
const never = (_code: () => unknown): void => undefined

describe('a descriptor with types', () => {
  it('makes a client of them', () => {
    never(async () => {
      const client = clientset.resource(widgets, 'default')
      expectTypeOf(await client.get('a')).toEqualTypeOf<StoredWidget>()
      expectTypeOf((await client.list()).items).toEqualTypeOf<StoredWidget[]>()
      expectTypeOf(
        await client.applyStatus({ metadata: { name: 'a' } }, { fieldManager: 'me' }),
      ).toEqualTypeOf<StoredWidget>()
      // @ts-expect-error it has no scale
      await client.getScale('a')
      // @ts-expect-error a spec is needed
      await client.create({ metadata: { name: 'a' } })
    })
  })

  it('makes one for all namespaces, which lists and watches', () => {
    never(async () => {
      expectTypeOf((await clientset.resource(widgets).list()).items).toEqualTypeOf<StoredWidget[]>()
      // @ts-expect-error it needs a namespace
      await clientset.resource(widgets).get('a')
    })
  })

  it('makes one for what is in no namespace', () => {
    never(async () => {
      expectTypeOf(await clientset.resource(globals).get('a')).toEqualTypeOf<StoredWidget>()
      // @ts-expect-error it has only the methods that it says
      await clientset.resource(globals).delete('a')
    })
  })

  it('fits its resource only', () => {
    // @ts-expect-error it is in namespaces
    const wrong: TypedDescriptor<WidgetResource> = { ...names, namespaced: false }
    expectTypeOf(wrong).toExtend<ResourceDescriptor>()
  })
})

describe('a type argument', () => {
  it('says what a resource holds, whatever the descriptor knows', () => {
    never(async () => {
      expectTypeOf(await clientset.resource<Widget>(plain, 'default').get('a')).toEqualTypeOf<Stored<Widget>>()
      expectTypeOf(await clientset.resource<Widget>(widgets, 'default').get('a')).toEqualTypeOf<Stored<Widget>>()
      expectTypeOf(await clientset.resource(plain, 'default').get('a')).toEqualTypeOf<Stored<KubernetesObject>>()
      expectTypeOf((await clientset.resource(plain).list()).items).toEqualTypeOf<Stored<KubernetesObject>[]>()
      // @ts-expect-error it needs a namespace
      await clientset.resource<Widget>(plain).get('a')
    })
  })
})
