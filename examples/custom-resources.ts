// Defines a kind of its own, then creates, patches, applies, watches and deletes an object of it.
import { applyAll, conditions, DynamicClient, deleteAll, loadConfig, parseManifest, waitFor } from 'kubeclient'

const manifest = `
apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: crontabs.example.kubeclient.dev
spec:
  group: example.kubeclient.dev
  scope: Namespaced
  names: { plural: crontabs, singular: crontab, kind: CronTab }
  versions:
  - name: v1
    served: true
    storage: true
    schema:
      openAPIV3Schema:
        type: object
        properties:
          spec: { type: object, properties: { schedule: { type: string }, replicas: { type: integer } } }
`
const dynamic = new DynamicClient(await loadConfig())
const { objects } = await parseManifest(manifest)

// Comes back when the server serves the kind.
for (const result of await applyAll(dynamic, objects, { fieldManager: 'example' })) {
  if (result.outcome === 'failed') throw result.error
  console.log('defined', result.object.metadata?.name)
}

const kind = { group: 'example.kubeclient.dev', version: 'v1', kind: 'CronTab' }
const cronTabs = (await dynamic.forKind(kind)).namespace('default')
const object = { apiVersion: 'example.kubeclient.dev/v1', kind: 'CronTab', metadata: { name: 'nightly' } }

const created = await cronTabs.create({ ...object, spec: { schedule: '0 3 * * *' } })
const { uid, resourceVersion } = created.metadata
await cronTabs.patch('nightly', { type: 'merge', body: { spec: { replicas: 2 } } })
await cronTabs.apply('nightly', { ...object, spec: { replicas: 3 } }, { fieldManager: 'example', force: true })
await cronTabs.delete('nightly')

for await (const { type, object: changed } of cronTabs.watch({ resourceVersion })) {
  if (type === 'BOOKMARK') continue
  console.log(type, changed.metadata.name, JSON.stringify(changed['spec']))
  if (type === 'DELETED') break
}
await waitFor({ resource: cronTabs, name: 'nightly' }, conditions.deleted(uid), { timeoutMs: 10_000 })

await deleteAll(dynamic, objects, { wait: true })
await dynamic.close()
