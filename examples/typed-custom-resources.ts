// Works with a custom resource through types that were written by
//   kubeclient generate --crd examples/crds/crontabs.yaml -o examples/crds
// The cluster has to have that definition: kubeclient apply -f examples/crds/crontabs.yaml
import { Clientset, loadConfig } from 'kubeclient'
import { cronTabs } from './crds/jobs.kubeclient.dev/v1.js'

const clientset = new Clientset(await loadConfig())
const client = clientset.resource(cronTabs, 'default')

const created = await client.create({ metadata: { name: 'nightly' }, spec: { schedule: '0 3 * * *' } })
// The server has filled in what has a default.
console.log(created.metadata.name, created.spec.concurrency, created.spec.replicas)

const mine = { fieldManager: 'example', force: true }
await client.apply({ metadata: { name: 'nightly' }, spec: { replicas: 3 } }, mine)
await client.applyStatus({ metadata: { name: 'nightly' }, status: { lastRun: '2026-01-01T03:00:00Z' } }, mine)

for await (const { metadata, spec, status } of clientset.resource(cronTabs).each()) {
  console.log(metadata.namespace, metadata.name, spec.replicas, status?.lastRun)
}
await client.delete('nightly')
await clientset.close()
