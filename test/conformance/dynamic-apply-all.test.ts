import { expect } from 'vitest'
import { applyAll, deleteAll } from '../../src/dynamic/index.ts'
import { isNotFound } from '../../src/errors/index.ts'
import { parseManifest } from '../../src/meta/index.ts'
import { inFolder } from './discovery-support.ts'
import { configMaps, needsPatch, widget, widgetDefinition, withDynamic } from './dynamic-support.ts'
import { Kubectl, kubectlVersion } from './kubectl.ts'

const manifest = (namespace: string) => `
apiVersion: v1
kind: ConfigMap
metadata: { name: b, namespace: ${namespace}-new }
data: { mode: "0644" }
---
apiVersion: v1
kind: List
items:
- ${JSON.stringify({ ...widget(`${namespace}.example.com`, 'a'), metadata: { name: 'a', namespace: `${namespace}-new` } })}
- ${JSON.stringify(widgetDefinition(`${namespace}.example.com`))}
---
{"apiVersion": "v1", "kind": "Namespace", "metadata": {"name": "${namespace}-new"}}
---
apiVersion: v1
kind: ConfigMap
metadata: { name: Bad_Name }
---
apiVersion: example.test/v1
kind: Unheard
metadata: { name: x }
---
apiVersion: v1
kind: ConfigMap
metadata: { name: homed }
data: { x: one }
`

withDynamic('all objects of a manifest are applied and deleted', needsPatch, async (dynamic, { namespace }) => {
  const { objects } = await parseManifest(manifest(namespace))
  const steps: string[] = []
  const results = await applyAll(dynamic, objects, {
    fieldManager: 'me',
    namespace,
    onProgress: (event) => steps.push(`${event.step} ${event.done}/${event.total}`),
  })
  const summary = results.map(({ object, outcome }) => `${object.kind} ${object.metadata?.name} ${outcome}`)
  expect(summary).toEqual([
    `Namespace ${namespace}-new applied`,
    `CustomResourceDefinition widgets.${namespace}.example.com applied`,
    'ConfigMap b applied',
    'Widget a applied',
    'ConfigMap Bad_Name failed',
    'Unheard x failed',
    'ConfigMap homed applied',
  ])
  expect(steps.slice(0, 5)).toEqual(['started 0/7', 'finished 1/7', 'started 1/7', 'waiting 1/7', 'finished 2/7'])
  const homed = await dynamic.resource(configMaps).namespace(namespace).get('homed')
  expect(homed.metadata.managedFields).toMatchObject([{ manager: 'me', operation: 'Apply' }])

  const deleted = await deleteAll(dynamic, objects, { namespace })
  const outcomes = deleted.map(({ object, outcome }) => `${object.kind} ${outcome}`)
  expect(outcomes).toEqual([
    'ConfigMap deleted',
    'Unheard failed',
    'ConfigMap notFound',
    'Widget deleted',
    'ConfigMap deleted',
    'CustomResourceDefinition deleted',
    'Namespace deleted',
  ])
  await expect(dynamic.resource(configMaps).namespace(namespace).get('homed')).rejects.toSatisfy(isNotFound)
})

withDynamic('a deletion can be waited for', {}, async (dynamic, { namespace }) => {
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace } }
  await dynamic.resource(configMaps).namespace(namespace).create(object)
  await expect(deleteAll(dynamic, [object], { wait: true })).resolves.toEqual([{ object, outcome: 'deleted' }])
  await expect(deleteAll(dynamic, [object], { wait: true })).resolves.toEqual([{ object, outcome: 'notFound' }])
})

withDynamic(
  'kubectl reads back what was applied',
  { ...needsPatch, needs: { what: 'kubectl', isThere: () => kubectlVersion() !== undefined } },
  async (dynamic, { namespace, target }) => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace }, data: { x: '1' } }
    await applyAll(dynamic, [object], { fieldManager: 'me' })
    await inFolder(async (folder) => {
      const args = ['get', 'configmap', 'a', '-n', namespace, '-o', 'json', '--show-managed-fields']
      const { stdout } = await new Kubectl(target.kubeconfigPath, folder, args).end()
      expect(JSON.parse(stdout)).toMatchObject({
        data: { x: '1' },
        metadata: { managedFields: [{ manager: 'me', operation: 'Apply', fieldsV1: { 'f:data': { 'f:x': {} } } }] },
      })
    })
  },
)
