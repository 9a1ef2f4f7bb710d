// Starts an API server inside this process, writes to it and reads it back. Nothing else is needed.
import { type KubernetesList, type KubernetesObject, restClientFor } from 'kubeclient'
import { ApiServer } from 'kubeclient/server'

const server = await ApiServer.start({ port: 0 })
const client = restClientFor({ ...server.config, apiPath: '/api', groupVersion: { group: '', version: 'v1' } })

const settings = { metadata: { name: 'settings' }, data: { color: 'blue' } }
await client.post().namespace('default').resource('configmaps').body(settings).into()

const list = await client.get().namespace('default').resource('configmaps').into<KubernetesList<KubernetesObject>>()
console.log(list.items.map((item) => item.metadata?.name).join())

await client.close()
await server.close()
