// Lists pods with the installed package, on whichever runtime runs this, and prints what it saw as JSON.
//   argument 1: path of a kubeconfig; argument 2: a namespace
import { buildConfigFromFlags, isNotFound, restClientFor } from 'kubeclient'

const [kubeconfig, namespace] = process.argv.slice(2)
const config = await buildConfigFromFlags('', kubeconfig)
const core = restClientFor({ ...config, apiPath: '/api', groupVersion: { group: '', version: 'v1' } })
const pods = () => core.get().namespace(namespace).resource('pods')

const list = await pods().into()
const missing = await pods()
  .name('not-there')
  .into()
  .catch((error) => isNotFound(error))

const events = []
const watch = pods().versionedParams({ resourceVersion: list.metadata.resourceVersion }).watch()
const created = core
  .post()
  .namespace(namespace)
  .resource('pods')
  .body({ metadata: { generateName: 'from-runtime-' }, spec: { containers: [{ name: 'main', image: 'app' }] } })
  .into()
for await (const event of watch) {
  events.push(event.type)
  break
}
const { metadata } = await created
await core.delete().namespace(namespace).resource('pods').name(metadata.name).into()
await core.close()
console.log(JSON.stringify({ pods: list.items.map((pod) => pod.metadata.name), missing, events }))
