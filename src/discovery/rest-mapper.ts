import {
  type GroupVersion,
  type GroupVersionKind,
  type GroupVersionResource,
  parseGroupVersion,
} from '../meta/index.ts'
import type { APIGroup } from './api-group.ts'
import { type APIResource, type APIResourceList, isSubresource } from './api-resource.ts'
import type { GroupKind, GroupResource, PartialResource, RESTMapping } from './group-resource.ts'
import { ambiguous, noSuchKind, noSuchResource } from './mapper-errors.ts'
import { ShortNames } from './short-names.ts'

/** One resource of one group/version. */
interface Entry extends RESTMapping {
  readonly singular: string
  readonly categories: readonly string[]
}

export interface RESTMapperOptions {
  /** Is told that a short name stands for several resources, and which were passed over. Default: nobody. */
  readonly warn?: ((text: string) => void) | undefined
}

/**
 * Translates between kinds and resources, for one state of a server. Where several match, the core group comes first,
 * then the groups in the server's order; of each, the preferred version, then the others in order.
 *
 * Resources may be named by plural, singular or short name, in any case; a name that is somebody's plural or singular
 * is not taken for a short one.
 *
 * Source: `NewDiscoveryRESTMapper` and `NewShortcutExpander` in k8s.io/client-go/restmapper. The kinds of lists are left
 * out: they are no resources.
 */
export class RESTMapper {
  /** In the order of preference. */
  readonly #entries: readonly Entry[]
  readonly #shortNames: ShortNames

  /** @param discovered what `serverGroupsAndResources()` gives; the resources of failed group/versions are unknown */
  constructor(
    discovered: { readonly groups: readonly APIGroup[]; readonly resources: readonly APIResourceList[] },
    options: RESTMapperOptions = {},
  ) {
    const ordered = inOrderOfPreference(discovered.groups, discovered.resources)
    this.#entries = ordered.flatMap(entriesOf)
    this.#shortNames = new ShortNames(discovered.resources, options.warn ?? (() => undefined))
  }

  /** Every kind that a resource may mean, the best first. Empty if there is none. */
  kindsFor(resource: PartialResource): GroupVersionKind[] {
    return this.#find(resource).map(({ kind }) => kind)
  }

  /**
   * The kind that a resource means.
   *
   * @throws {NoMatchError} if there is none
   * @throws {AmbiguousMatchError} if one group/version has several
   */
  kindFor(resource: PartialResource): GroupVersionKind {
    return this.#findOne(resource).kind
  }

  /** Every resource that a name may mean, the best first. Empty if there is none. */
  resourcesFor(resource: PartialResource): GroupVersionResource[] {
    return this.#find(resource).map((entry) => entry.resource)
  }

  /** The resource that a name means. Throws as {@link kindFor} does. */
  resourceFor(resource: PartialResource): GroupVersionResource {
    return this.#findOne(resource).resource
  }

  /** The resource that a name means, with kind and scope. Throws as {@link kindFor} does. */
  mappingFor(resource: PartialResource): RESTMapping {
    return mappingOf(this.#findOne(resource))
  }

  /**
   * Every way in which a kind is served, the best first. Empty if there is none.
   *
   * @param versions only these; none means all
   */
  restMappings(kind: GroupKind, ...versions: readonly string[]): RESTMapping[] {
    return this.#findKind(kind, versions).map(mappingOf)
  }

  /**
   * How a kind is served: in the first of the versions that there is, or else the preferred one.
   *
   * @throws {NoMatchError} if it is not served
   */
  restMapping(kind: GroupKind, ...versions: readonly string[]): RESTMapping {
    const found = this.#findKind(kind, versions)
    const [best] = versions.length === 0 ? found : byVersion(found, versions)
    if (best === undefined) throw noSuchKind(kind, versions)
    return mappingOf(best)
  }

  /** The singular name of a resource. The name itself if there is no such resource. */
  resourceSingularizer(resource: string): string {
    return this.#find({ resource })[0]?.singular ?? resource
  }

  /** The resources of a category, such as `all`, each once. Empty if there is no such category. */
  resourcesInCategory(category: string): GroupResource[] {
    const found = new Map<string, GroupResource>()
    for (const { categories, resource } of this.#entries) {
      const { group, resource: name } = resource
      if (categories.includes(category)) found.set(`${group}/${name}`, { group, resource: name })
    }
    return [...found.values()]
  }

  #findOne(wanted: PartialResource): Entry {
    const [best, ...rest] = this.#find(wanted)
    if (best === undefined) throw noSuchResource(wanted)
    const { group, version } = best.resource
    const rivals = rest.filter(({ resource }) => resource.group === group && resource.version === version)
    if (rivals.length > 0) throw ambiguous(wanted.resource, [best, ...rivals])
    return best
  }

  #find(wanted: PartialResource): Entry[] {
    const { resource, group, version } = this.#shortNames.expand({ ...wanted, resource: wanted.resource.toLowerCase() })
    const named = this.#entries.filter((entry) => entry.resource.resource === resource || entry.singular === resource)
    const ofVersion = version ? named.filter((entry) => entry.resource.version === version) : named
    if (!group) return ofVersion
    const exact = ofVersion.filter((entry) => entry.resource.group === group)
    // With a version, the group is meant to be whole; without, its beginning will do: `deployments.ap`.
    if (exact.length > 0 || version) return exact
    return ofVersion.filter((entry) => entry.resource.group.startsWith(group))
  }

  #findKind({ group, kind }: GroupKind, versions: readonly string[]): Entry[] {
    return this.#entries.filter((entry) => {
      const isKind = entry.kind.kind === kind || entry.kind.kind.toLowerCase() === kind
      return isKind && entry.kind.group === group && (versions.length === 0 || versions.includes(entry.kind.version))
    })
  }
}

function byVersion(entries: readonly Entry[], versions: readonly string[]): Entry[] {
  return versions.flatMap((version) => entries.filter(({ kind }) => kind.version === version))
}

interface VersionResources {
  readonly groupVersion: GroupVersion
  readonly resources: readonly APIResource[]
}

/** The lists of resources: core v1, then group by group, each group's preferred version before its others. */
function inOrderOfPreference(
  groups: readonly APIGroup[],
  resources: readonly APIResourceList[],
): readonly VersionResources[] {
  const lists = new Map(resources.map((list) => [list.groupVersion, list]))
  const names = groups.flatMap(({ preferredVersion, versions }) => {
    const all = versions.map(({ groupVersion }) => groupVersion)
    return preferredVersion === undefined ? all : [preferredVersion.groupVersion, ...all]
  })
  return [...new Set(['v1', ...names])].flatMap((name) => {
    const list = lists.get(name)
    return list === undefined ? [] : [{ groupVersion: parseGroupVersion(name), resources: list.resources }]
  })
}

function entriesOf({ groupVersion, resources }: VersionResources): Entry[] {
  return resources
    .filter((each) => !isSubresource(each))
    .map(({ name, singularName, kind, namespaced, categories }) => ({
      resource: { ...groupVersion, resource: name },
      kind: { ...groupVersion, kind },
      namespaced,
      // Servers before 1.10 leave singular names out.
      singular: singularName || kind.toLowerCase(),
      categories: categories ?? [],
    }))
}

function mappingOf({ resource, kind, namespaced }: Entry): RESTMapping {
  return { resource, kind, namespaced }
}
