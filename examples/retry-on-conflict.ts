// Changes an object that others change, too: after a conflict it is read again and changed again.
import { Clientset, loadConfig, retryOnConflict } from 'kubeclient'

const clientset = new Clientset(await loadConfig())
const configMaps = clientset.coreV1.configMaps('default')
await configMaps.create({ metadata: { name: 'visits' }, data: { count: '0' } })

async function countVisit() {
  const visits = await configMaps.get('visits')
  const count = Number(visits.data?.['count']) + 1
  return configMaps.update({ ...visits, data: { count: `${count}` } })
}

// One of the three writes first; the others find that what they have read is old.
await Promise.all([1, 2, 3].map(() => retryOnConflict(countVisit)))
console.log((await configMaps.get('visits')).data?.['count'], 'visits')

await configMaps.delete('visits')
await clientset.close()
