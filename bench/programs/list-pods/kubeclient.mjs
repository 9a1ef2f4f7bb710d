import { buildConfigFromFlags, Clientset } from 'kubeclient'

const clientset = new Clientset(await buildConfigFromFlags('', process.argv[2]))
const pods = await clientset.coreV1.pods(process.argv[3]).list()
console.log(pods.items.length)
await clientset.close()
