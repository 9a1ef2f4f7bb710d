// Lists pods with the client that knows no types, then makes typed ones of them: name and phase.
import { DynamicClient, fromUnstructured, loadConfig } from 'kubeclient'
import type { PodList } from 'kubeclient/api/core/v1'

const dynamic = new DynamicClient(await loadConfig())

const list = await dynamic.resource({ group: '', version: 'v1', resource: 'pods' }).namespace('default').list()
const pods = fromUnstructured<PodList>(list, { group: '', version: 'v1', kind: 'PodList' })
for (const pod of pods.items) console.log(pod.metadata.name, pod.status?.phase)

await dynamic.close()
