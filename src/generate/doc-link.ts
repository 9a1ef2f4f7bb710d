import type { ApiModel } from './model.ts'

const modules: Readonly<Record<string, string>> = {
  apiextensions: 'k8s.io/apiextensions-apiserver@VERSION/pkg/apis',
  apiregistration: 'k8s.io/kube-aggregator@VERSION/pkg/apis',
  meta: 'k8s.io/apimachinery@VERSION/pkg/apis',
}

/** The links of each type of Kubernetes' own API. */
export function docLinks(newest: string): (model: ApiModel, type: string) => string {
  return (model, type) => docLink(model, type, model.kinds.get(type)?.newest ?? model.newest, newest)
}

/**
 * Where a type is described: in the API's reference if a server of the newest version serves its group, else beside
 * its Go source.
 *
 * @param from the Kubernetes version that the type is from: `1.37.2`
 * @param newest the newest Kubernetes version of all
 */
export function docLink(model: ApiModel, type: string, from: string, newest: string): string {
  const isServed = model.folder === 'meta' || model.served.includes(newest)
  if (isServed && from === newest) {
    const group = model.folder === 'meta' ? 'meta' : model.group === '' ? 'core' : model.group.replaceAll('.', '-')
    const [major, minor] = newest.split('.')
    return `https://kubernetes.io/docs/reference/generated/kubernetes-api/v${major}.${minor}/#${type.toLowerCase()}-${model.version}-${group}`
  }
  const root = (modules[model.folder] ?? 'k8s.io/api@VERSION').replace('VERSION', from.replace(/^1\./, 'v0.'))
  return `https://pkg.go.dev/${root}/${model.folder}/${model.version}#${type}`
}
