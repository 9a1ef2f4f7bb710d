// Lists the pods of the namespace "default" of the current context: name and phase.
import { loadConfig, restClientFor } from 'kubeclient'

interface PodList {
  items: { metadata: { name: string }; status: { phase: string } }[]
}

const config = await loadConfig()
const client = restClientFor({ ...config, apiPath: '/api', groupVersion: { group: '', version: 'v1' } })

const pods = await client.get().namespace('default').resource('pods').into<PodList>()
for (const pod of pods.items) console.log(pod.metadata.name, pod.status.phase)

await client.close()
