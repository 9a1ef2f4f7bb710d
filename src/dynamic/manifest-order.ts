import { eachListItem, isList, type KubernetesObject, parseGroupVersion } from '../meta/index.ts'

/** What has to be there before other objects can be: what they are in, and what they are. */
export type Rank = 'namespace' | 'definition' | 'other'

const ranks: readonly Rank[] = ['namespace', 'definition', 'other']

export function rankOf(object: KubernetesObject): Rank {
  const { apiVersion, kind }: { apiVersion?: unknown; kind?: unknown } = object ?? {}
  if (apiVersion === 'v1' && kind === 'Namespace') return 'namespace'
  if (kind === 'CustomResourceDefinition' && String(apiVersion).startsWith('apiextensions.k8s.io/')) return 'definition'
  return 'other'
}

/** The objects, and whatever was given for one, with lists taken apart: namespaces first, then definitions of kinds, then all else in its order. */
export function inOrderOfCreation(objects: Iterable<object>): object[] {
  const all = [...objects].flatMap((object) => (isListKind(object) ? [...eachListItem(object)] : [object]))
  return ranks.flatMap((rank) => all.filter((object) => rankOf(object) === rank))
}

function isListKind(object: object): boolean {
  const { kind }: { kind?: unknown } = object ?? {}
  return typeof kind === 'string' && kind.endsWith('List') && (isList(object) || ('items' in object && !object.items))
}

/** How people name an object: `configmap/a`, `deployment.apps/web`. */
export function formatObject(object: object): string {
  const { apiVersion = '', kind = '', metadata } = object as KubernetesObject
  const group = apiVersion.includes('/') ? `.${parseGroupVersion(apiVersion).group}` : ''
  return `${kind.toLowerCase()}${group}/${metadata?.name ?? ''}`
}
