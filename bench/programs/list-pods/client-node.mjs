import { CoreV1Api, KubeConfig } from '@kubernetes/client-node'

const config = new KubeConfig()
config.loadFromFile(process.argv[2])
const pods = await config.makeApiClient(CoreV1Api).listNamespacedPod({ namespace: process.argv[3] })
console.log(pods.items.length)
