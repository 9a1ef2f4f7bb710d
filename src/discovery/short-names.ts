import { parseGroupVersion } from '../meta/index.ts'
import type { APIResourceList } from './api-resource.ts'
import { formatGroupResource, type GroupResource, type PartialResource } from './group-resource.ts'

/**
 * Replaces short names by what they stand for. A name that is a plural or a singular stays, and so does one that
 * nobody knows.
 *
 * Source: `shortcutExpander` in k8s.io/client-go/restmapper.
 */
export class ShortNames {
  /** Plurals and singulars, each with the groups that have it. */
  readonly #full = new Map<string, Set<string>>()
  /** By short name, in the server's order, each resource once. */
  readonly #short = new Map<string, GroupResource[]>()
  readonly #warn: (text: string) => void

  constructor(lists: readonly APIResourceList[], warn: (text: string) => void) {
    this.#warn = warn
    for (const { groupVersion, resources } of lists) {
      const { group } = parseGroupVersion(groupVersion)
      for (const { name, singularName, shortNames } of resources) {
        this.#addFull(name, group)
        this.#addFull(singularName, group)
        for (const shortName of shortNames ?? []) this.#addShort(shortName, { group, resource: name })
      }
    }
  }

  expand(wanted: PartialResource): PartialResource {
    const { resource, group } = wanted
    if (this.#isFull(resource, group)) return wanted
    const candidates = this.#short.get(resource) ?? []
    const inGroup = candidates.filter((each) => !group || each.group === group)
    const [best, ...passedOver] =
      inGroup.length > 0 || !group ? inGroup : candidates.filter((each) => each.group.startsWith(group))
    if (best === undefined) return wanted
    for (const other of passedOver) {
      this.#warn(`short name "${resource}" could also match lower priority resource ${formatGroupResource(other)}`)
    }
    // The core group cannot be asked for by its name, which is empty: its plural finds it.
    return { resource: best.resource, group: best.group, version: wanted.version }
  }

  #isFull(name: string, group: string | undefined): boolean {
    const groups = this.#full.get(name)
    return groups !== undefined && (!group || groups.has(group))
  }

  #addFull(name: string, group: string): void {
    const groups = this.#full.get(name)
    if (groups === undefined) this.#full.set(name, new Set([group]))
    else groups.add(group)
  }

  /** A resource has the same short name in each of its versions, which makes it no rival of itself. */
  #addShort(shortName: string, resource: GroupResource): void {
    const known = this.#short.get(shortName) ?? []
    const isKnown = known.some((each) => each.group === resource.group && each.resource === resource.resource)
    if (!isKnown) this.#short.set(shortName, [...known, resource])
  }
}
