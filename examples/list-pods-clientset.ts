// Lists the pods of a namespace, with the name and phase of each.
import { Clientset, loadConfig } from 'kubeclient'

const clientset = new Clientset(await loadConfig())

const { items } = await clientset.coreV1.pods('default').list()
for (const pod of items) console.log(`${pod.metadata.name} ${pod.status?.phase}`)

await clientset.close()
