/** Names of the contestants, as they stand in tables. */
export const kubeclient = 'kubeclient'
export const kubeclientOnInstalledNode = 'kubeclient, installed Node'
export const clientNode = 'client-node'
export const clientGo = 'client-go'
export const clientGoJson = 'client-go, JSON'
export const bare = 'bare node:https'
export const bareOnInstalledNode = 'bare node:https, installed Node'
export const emptyNode = 'empty Node'
export const emptyInstalledNode = 'empty Node, installed Node'
export const embedded = 'embedded server'
export const kubeApiserver = 'kube-apiserver and etcd'
export const kubectl = 'kubectl'

/** A client that runs the operations of `bench/programs` or of `bench/client-go`. */
export type Client =
  | {
      readonly language: 'javascript'
      /** Module below `programs/contestants/`. */
      readonly module: 'kubeclient' | 'client-node' | 'bare'
      readonly node: 'bench' | 'installed'
    }
  | { readonly language: 'go'; readonly json: boolean }

export const clients: Readonly<Record<string, Client>> = {
  [bare]: { language: 'javascript', module: 'bare', node: 'bench' },
  [kubeclient]: { language: 'javascript', module: 'kubeclient', node: 'bench' },
  [clientNode]: { language: 'javascript', module: 'client-node', node: 'bench' },
  [clientGo]: { language: 'go', json: false },
  [clientGoJson]: { language: 'go', json: true },
  [bareOnInstalledNode]: { language: 'javascript', module: 'bare', node: 'installed' },
  [kubeclientOnInstalledNode]: { language: 'javascript', module: 'kubeclient', node: 'installed' },
}

/** @throws {RangeError} if there is no such client */
export function clientNamed(name: string): Client {
  const client = clients[name]
  if (client === undefined) throw new RangeError(`no client is called "${name}"`)
  return client
}
