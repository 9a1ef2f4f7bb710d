import { setTimeout as sleep } from 'node:timers/promises'
import { DynamicClient } from '../../src/dynamic/index.ts'
import { isNotFound } from '../../src/errors/index.ts'
import type { GroupVersionResource } from '../../src/meta/index.ts'
import { type Case, type CaseOptions, conformance } from './conformance.ts'

export const configMaps: GroupVersionResource = { group: '', version: 'v1', resource: 'configmaps' }
export const pods: GroupVersionResource = { group: '', version: 'v1', resource: 'pods' }
export const definitions: GroupVersionResource = {
  group: 'apiextensions.k8s.io',
  version: 'v1',
  resource: 'customresourcedefinitions',
}

export const needsDefinitions: CaseOptions = { embedded: { notYet: 'apiextensions.k8s.io/v1 is not served' } }
export const needsPatch: CaseOptions = { embedded: { notYet: 'patches are not served' } }

/** Runs a case with a dynamic client of its target. */
export function withDynamic(
  name: string,
  options: CaseOptions,
  run: (dynamic: DynamicClient, context: Case) => Promise<void>,
): void {
  conformance(name, options, async (context) => {
    const dynamic = new DynamicClient({
      ...context.target.config,
      warningHandler: { handleWarningHeader: () => undefined },
    })
    try {
      await run(dynamic, context)
    } finally {
      await dynamic.close()
    }
  })
}

/** The definition of widgets, which have a schema, a status and a scale. */
export function widgetDefinition(group: string) {
  const integer = { type: 'integer' }
  const spec = { type: 'object', properties: { size: integer, color: { type: 'string' } } }
  const status = {
    type: 'object',
    properties: { ready: { type: 'boolean' }, replicas: integer, conditions: { type: 'array', items: condition } },
  }
  return {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: `widgets.${group}` },
    spec: {
      group,
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget', singular: 'widget', listKind: 'WidgetList', shortNames: ['wdg'] },
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
  }
}

const condition = { type: 'object', properties: { type: { type: 'string' }, status: { type: 'string' } } }

/** Defines widgets in a group of the case's own, and waits until they are served. */
export async function defineWidgets(dynamic: DynamicClient, { namespace }: Case): Promise<GroupVersionResource> {
  const group = `${namespace}.example.com`
  await dynamic.resource(definitions).create(widgetDefinition(group))
  const widgets = { group, version: 'v1', resource: 'widgets' }
  for (;;) {
    try {
      await dynamic.resource(widgets).list()
      return widgets
    } catch (error) {
      if (!isNotFound(error)) throw error
      await sleep(50)
    }
  }
}

/** A widget of a group. */
export function widget(group: string, name: string, size = 1) {
  return { apiVersion: `${group}/v1`, kind: 'Widget', metadata: { name }, spec: { size } }
}
