import { parseGroupVersion } from '../meta/group-version.ts'
import { factsLoaders } from './facts/loaders.ts'
import type { GroupVersionFacts } from './facts.ts'

/**
 * Loads what is known about one group and version of Kubernetes' own API.
 *
 * @param apiVersion `v1`, or GROUP/VERSION; `meta.k8s.io/v1` for the machinery's types
 * @returns undefined if Kubernetes has no such API
 */
export async function loadFacts(apiVersion: string): Promise<GroupVersionFacts | undefined> {
  return Object.hasOwn(factsLoaders, apiVersion) ? factsLoaders[apiVersion]?.() : undefined
}

/** The `apiVersion` of everything that is known. */
export function knownApiVersions(): string[] {
  return Object.keys(factsLoaders)
}

/** The `apiVersion` of a folder: `rbac.authorization.k8s.io/v1` of `rbac/v1`. Undefined if there is no such folder. */
export function apiVersionOfFolder(folderAndVersion: string): string | undefined {
  const [folder = '', version = ''] = folderAndVersion.split('/')
  const wanted = folder === 'apiserverinternal' ? 'internal' : folder
  return knownApiVersions().find((apiVersion) => {
    const { group, version: itsVersion } = parseGroupVersion(apiVersion)
    return version === itsVersion && wanted === (group === '' ? 'core' : group.split('.')[0])
  })
}
