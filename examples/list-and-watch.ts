// Reads all configmaps one at a time, then follows their changes, through dropped connections too.
// Stops when a configmap named "stop" appears.
import { loadConfig, restClientFor, retryWatch } from 'kubeclient'

const config = await loadConfig()
const client = restClientFor({ ...config, apiPath: '/api', groupVersion: { group: '', version: 'v1' } })
const configMaps = () => client.get().namespace('default').resource('configmaps')

const existing = configMaps().items()
for await (const { metadata } of existing) console.log('there is', metadata?.name)

const { resourceVersion = '' } = await existing.metadata
const changes = retryWatch(({ signal, ...options }) => configMaps().versionedParams(options).watch({ signal }), {
  resourceVersion,
})
for await (const { type, object } of changes) {
  console.log(type, object.metadata?.name)
  if (object.metadata?.name === 'stop') break
}

await client.close()
