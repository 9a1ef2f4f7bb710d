import type { KindStrategy, SubresourceStrategy } from '../kinds/kind-strategy.ts'

/** Versions of aggregated discovery, which say the same. */
export type DiscoveryVersion = 'v2' | 'v2beta1'

/** Everything about some groups in one list: their versions, resources and subresources. */
export function groupDiscoveryList(kinds: readonly KindStrategy[], version: DiscoveryVersion): object {
  const groups = new Map<string, KindStrategy[]>()
  for (const kind of kinds) groups.set(kind.group, [...(groups.get(kind.group) ?? []), kind])
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: `apidiscovery.k8s.io/${version}`,
    metadata: {},
    items: [...groups].map(([name, own]) => ({
      metadata: name === '' ? {} : { name },
      versions: [...new Set(own.map((kind) => kind.version))].map((groupVersion) => ({
        version: groupVersion,
        resources: own.filter((kind) => kind.version === groupVersion).map(resourceOf),
        freshness: 'Current',
      })),
    })),
  }
}

function resourceOf(kind: KindStrategy): object {
  const { plural, singular, namespaced, verbs, shortNames, categories, subresources } = kind
  return {
    resource: plural,
    responseKind: responseKind(kind),
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: singular,
    verbs,
    ...(shortNames.length === 0 ? {} : { shortNames }),
    ...(categories.length === 0 ? {} : { categories }),
    ...(subresources.length === 0 ? {} : { subresources: subresources.map((part) => subresourceOf(kind, part)) }),
  }
}

function subresourceOf(kind: KindStrategy, { name, verbs }: SubresourceStrategy): object {
  return { subresource: name, responseKind: responseKind(kind), verbs }
}

/** The real server leaves group and version empty where they are those of the list. */
function responseKind({ kind }: KindStrategy): object {
  return { group: '', version: '', kind }
}
