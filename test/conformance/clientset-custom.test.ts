import { setTimeout as sleep } from 'node:timers/promises'
import { expect } from 'vitest'
import { isNotFound } from '../../src/errors/index.ts'
import type { Clientset } from '../../src/kubernetes/index.ts'
import type { KubernetesObject } from '../../src/meta/index.ts'
import { EventCollector } from './collect.ts'
import { withClientset } from './with-clientset.ts'

interface Widget extends KubernetesObject {
  spec: { size: number; color?: string }
  status?: { ready?: boolean }
}

/** Defines widgets in a group of the case's own, and waits until they are served. */
async function defineWidgets(clientset: Clientset, group: string) {
  const integer = { type: 'integer' }
  const spec = { type: 'object', properties: { size: integer, color: { type: 'string' } } }
  const status = { type: 'object', properties: { ready: { type: 'boolean' }, replicas: integer } }
  await clientset.apiextensionsV1.customResourceDefinitions().create({
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget', singular: 'widget', listKind: 'WidgetList' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec, status } } },
          subresources: {
            status: {},
            scale: { specReplicasPath: '.spec.size', statusReplicasPath: '.status.replicas' },
          },
        },
      ],
    },
  })
  const subresources = ['scale', 'status']
  const widgets = { group, version: 'v1', resource: 'widgets', kind: 'Widget', namespaced: true, subresources } as const
  for (;;) {
    try {
      await clientset.resource<Widget>(widgets).list()
      return widgets
    } catch (error) {
      if (!isNotFound(error)) throw error
      await sleep(50)
    }
  }
}

withClientset(
  'a custom resource has the client that the built-in ones have',
  { embedded: { notYet: 'apiextensions.k8s.io/v1 is not served' } },
  async (clientset, { namespace, signal }) => {
    const group = `${namespace}.example.com`
    const descriptor = await defineWidgets(clientset, group)
    const widgets = clientset.resource<Widget>(descriptor, namespace)
    const watching = new EventCollector(widgets.watch({ signal }))

    const created = await widgets.create({ metadata: { name: 'a' }, spec: { size: 1 } })
    expect(created).toMatchObject({ kind: 'Widget', apiVersion: `${group}/v1`, spec: { size: 1 } })
    await expect(widgets.get('a')).resolves.toEqual(created)
    const updated = await widgets.update({ ...created, spec: { size: 2, color: 'red' } })
    const status = await widgets.updateStatus({ ...updated, status: { ready: true } })
    expect(status.status).toEqual({ ready: true })
    const patched = await widgets.patch('a', { type: 'merge', body: { spec: { color: null } } })
    expect(patched.spec).toEqual({ size: 2 })
    const applied = await widgets.apply(
      { metadata: { name: 'a' }, spec: { size: 3 } },
      { fieldManager: 'me', force: true },
    )
    expect(applied.spec).toEqual({ size: 3 })
    await expect(widgets.getScale('a')).resolves.toMatchObject({ kind: 'Scale', spec: { replicas: 3 } })
    await widgets.updateScale('a', { spec: { replicas: 4 } })

    const list = await clientset.resource<Widget>(descriptor).list()
    expect(list.items).toMatchObject([{ kind: 'Widget', apiVersion: `${group}/v1`, spec: { size: 4 } }])
    await widgets.deleteCollection()
    const events = await watching.take(7)
    expect(events.map((event) => event.type)).toEqual(['ADDED', ...Array<string>(5).fill('MODIFIED'), 'DELETED'])
    await clientset.apiextensionsV1.customResourceDefinitions().delete(`widgets.${group}`)
  },
)
