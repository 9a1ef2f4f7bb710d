import type { KindRegistry } from '../kinds/kind-registry.ts'
import type { KindStrategy } from '../kinds/kind-strategy.ts'

/** What /version says: the newest Kubernetes whose behaviour this server follows. */
export const serverVersion: Readonly<Record<string, string>> = {
  major: '1',
  minor: '37',
  emulationMajor: '1',
  emulationMinor: '37',
  minCompatibilityMajor: '1',
  minCompatibilityMinor: '36',
  gitVersion: 'v1.37.2+kubeclient',
  gitCommit: '',
  gitTreeState: '',
  buildDate: '1970-01-01T00:00:00Z',
  goVersion: '',
  compiler: '',
  platform: `${process.platform}/${process.arch}`,
}

/** @param host the host and port that the client asked for */
export function coreVersions(host: string): unknown {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: host }],
  }
}

/** There are no groups beside the core group yet. */
export const groupList: unknown = { kind: 'APIGroupList', apiVersion: 'v1', groups: [] }

/** The resources of one group and version, their subresources after them. */
export function resourceList(registry: KindRegistry, groupVersion: string, group: string, version: string): unknown {
  const kinds = registry.all().filter((kind) => kind.group === group && kind.version === version)
  return { kind: 'APIResourceList', groupVersion, resources: kinds.flatMap(resourcesOf) }
}

function resourcesOf(kind: KindStrategy): unknown[] {
  const main = {
    name: kind.plural,
    singularName: kind.singular,
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs: kind.verbs,
    ...(kind.shortNames.length === 0 ? {} : { shortNames: kind.shortNames }),
    ...(kind.categories.length === 0 ? {} : { categories: kind.categories }),
    ...(kind.storageVersionHash === undefined ? {} : { storageVersionHash: kind.storageVersionHash }),
  }
  const parts = kind.subresources.map((part) => ({
    name: `${kind.plural}/${part.name}`,
    singularName: '',
    namespaced: kind.namespaced,
    kind: kind.kind,
    verbs: part.verbs,
  }))
  return [main, ...parts]
}
