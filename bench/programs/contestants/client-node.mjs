import { CoreV1Api, KubeConfig, Watch } from '@kubernetes/client-node'

/** As its documentation has it: one API object, pages by hand, a watch with callbacks. */
export async function connect({ kubeconfig }) {
  const config = new KubeConfig()
  config.loadFromFile(kubeconfig)
  const core = config.makeApiClient(CoreV1Api)
  async function* pages(namespace, limit) {
    let token
    do {
      const page = await core.listNamespacedPod({ namespace, limit, _continue: token })
      yield page.items
      token = page.metadata?._continue
    } while (token)
  }
  return {
    getPod: (namespace, name) => core.readNamespacedPod({ namespace, name }),
    createConfigMap: (namespace, body) => core.createNamespacedConfigMap({ namespace, body }),
    async listWhole(namespace) {
      return (await core.listNamespacedPod({ namespace })).items
    },
    async listPaged(namespace, limit) {
      const items = []
      for await (const page of pages(namespace, limit)) items.push(...page)
      return items
    },
    async listEach(namespace, limit, onItem) {
      for await (const page of pages(namespace, limit)) for (const pod of page) onItem(pod)
    },
    watch(resource, namespace, onEvent, onError) {
      let isClosed = false
      const started = new Watch(config).watch(
        `/api/v1/namespaces/${namespace}/${resource}`,
        {},
        (_type, object) => onEvent(object),
        (error) => {
          if (!isClosed && error) onError(error)
        },
      )
      started.catch((error) => onError(error))
      return () => {
        isClosed = true
        started.then((controller) => controller.abort()).catch(() => {})
      }
    },
  }
}

export async function loadKubeconfig(path) {
  const config = new KubeConfig()
  config.loadFromFile(path)
  return config.getCurrentCluster()?.server
}
