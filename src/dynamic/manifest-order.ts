import { eachListItem, isList, type KubernetesObject, parseGroupVersion } from '../meta/index.ts'

/** What has to be there before other objects can be: what they are in, and what they are. */
export type Rank = 'namespace' | 'definition' | 'other'

const ranks: readonly Rank[] = ['namespace', 'definition', 'other']

export function rankOf({ apiVersion = '', kind }: KubernetesObject): Rank {
  if (apiVersion === 'v1' && kind === 'Namespace') return 'namespace'
  if (kind === 'CustomResourceDefinition' && apiVersion.startsWith('apiextensions.k8s.io/')) return 'definition'
  return 'other'
}

/** The objects with lists taken apart: namespaces first, then definitions of kinds, then all else in its order. */
export function inOrderOfCreation(objects: Iterable<object>): object[] {
  const all = [...objects].flatMap((object) =>
    isList(object) && isListKind(object) ? [...eachListItem(object)] : [object],
  )
  return ranks.flatMap((rank) => all.filter((object) => rankOf(object) === rank))
}

function isListKind(object: object): boolean {
  return (object as KubernetesObject).kind?.endsWith('List') ?? false
}

/** How people name an object: `configmap/a`, `deployment.apps/web`. */
export function formatObject(object: object): string {
  const { apiVersion = '', kind = '', metadata } = object as KubernetesObject
  const group = apiVersion.includes('/') ? `.${parseGroupVersion(apiVersion).group}` : ''
  return `${kind.toLowerCase()}${group}/${metadata?.name ?? ''}`
}
