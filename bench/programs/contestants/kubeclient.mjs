import { buildConfigFromFlags, CachedDiscoveryClient, Clientset, DiscoveryClient } from 'kubeclient'

/** As its users would write it: the Clientset, and a REST client where a list is read item by item. */
export async function connect({ kubeconfig }) {
  const config = await buildConfigFromFlags('', kubeconfig)
  const clientset = new Clientset(config)
  const pods = (namespace) => clientset.coreV1.pods(namespace)
  return {
    getPod: (namespace, name) => pods(namespace).get(name),
    createConfigMap: (namespace, body) => clientset.coreV1.configMaps(namespace).create(body),
    async listWhole(namespace) {
      return (await pods(namespace).list()).items
    },
    async listPaged(namespace, limit) {
      const items = []
      for await (const page of pods(namespace).listPages({ limit })) items.push(...page.items)
      return items
    },
    async listEach(namespace, limit, onItem) {
      for await (const pod of pods(namespace).each({ limit })) onItem(pod)
    },
    async listItems(namespace, onItem) {
      const request = clientset.coreV1.restClient.get().namespace(namespace).resource('pods')
      for await (const pod of request.items()) onItem(pod)
    },
    watch(resource, namespace, onEvent, onError) {
      const abort = new AbortController()
      const client = resource === 'pods' ? pods(namespace) : clientset.coreV1.configMaps(namespace)
      const read = async () => {
        for await (const event of client.watch({ signal: abort.signal })) onEvent(event.object)
      }
      read().catch((error) => {
        if (!abort.signal.aborted) onError(error)
      })
      return () => abort.abort()
    },
    discovery: () => new DiscoveryClient(config),
    discoveryOnDisk: (folders) => CachedDiscoveryClient.forConfig(config, folders),
    discover: async (discovery) => (await discovery.serverGroupsAndResources()).resources.length,
  }
}

export async function loadKubeconfig(path) {
  return (await buildConfigFromFlags('', path)).host
}
