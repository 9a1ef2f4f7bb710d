import {
  type APIResourceList,
  type CachedDiscoveryClient,
  DeferredRESTMapper,
  formatGroupResource,
  type RESTMapping,
} from '../discovery/index.ts'
import { findMapping } from '../dynamic/find-mapping.ts'
import { withNearMatches } from '../dynamic/near-matches.ts'
import { parseGroupVersion } from '../meta/index.ts'

/** Finds out what types stand for, as people write them. */
export class TypeResolver {
  readonly #discovery: CachedDiscoveryClient
  readonly #mapper: DeferredRESTMapper
  #preferred: readonly APIResourceList[] | undefined

  constructor(discovery: CachedDiscoveryClient) {
    this.#discovery = discovery
    this.#mapper = new DeferredRESTMapper(discovery, {
      warn: (text) => process.stderr.write(`Warning: ${text}\n`),
    })
  }

  /**
   * One type: plural, singular, short name or kind, perhaps with version and group behind it.
   *
   * @throws {NoMatchError} naming what comes near
   */
  async one(type: string): Promise<RESTMapping> {
    const ask = () => findMapping(type, this.#mapper, this.#discovery)
    return withNearMatches(type.split('.')[0] ?? '', this.#discovery, {}, ask)
  }

  /** Several types, each once: a category, such as `all`, stands for all that are in it. */
  async all(types: readonly string[]): Promise<RESTMapping[]> {
    const found = new Map<string, RESTMapping>()
    for (const type of types) {
      const members = await this.#membersOf(type)
      for (const member of members.length === 0 ? [type] : members) {
        const mapping = await this.one(member)
        found.set(formatGroupResource(mapping.resource), mapping)
      }
    }
    return [...found.values()]
  }

  /** Source: `NewDiscoveryCategoryExpander` in k8s.io/client-go/restmapper. */
  async #membersOf(category: string): Promise<string[]> {
    this.#preferred ??= (await this.#discovery.serverPreferredResources()).resources
    return this.#preferred.flatMap(({ groupVersion, resources: list }) => {
      const { group } = parseGroupVersion(groupVersion)
      return list
        .filter(({ categories, verbs }) => categories?.includes(category) && verbs.includes('list'))
        .map(({ name }) => formatGroupResource({ group, resource: name }))
    })
  }
}
