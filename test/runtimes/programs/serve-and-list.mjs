// Runs the embedded API server and a client of it in one process, on whichever runtime runs this.
import { restClientFor } from 'kubeclient'
import { ApiServer } from 'kubeclient/server'

const server = await ApiServer.start({ port: 0 })
const core = restClientFor({ ...server.config, apiPath: '/api', groupVersion: { group: '', version: 'v1' } })
await core
  .post()
  .namespace('default')
  .resource('pods')
  .body({ metadata: { name: 'web-1' }, spec: { containers: [{ name: 'main', image: 'app' }] } })
  .into()
const list = await core.get().namespace('default').resource('pods').into()
await core.close()
await server.close()
console.log(JSON.stringify({ scheme: new URL(server.url).protocol, pods: list.items.map((pod) => pod.metadata.name) }))
