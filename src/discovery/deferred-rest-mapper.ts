import type { GroupVersionKind, GroupVersionResource } from '../meta/index.ts'
import type { CallOptions } from '../rest/index.ts'
import { type CachedDiscoveryInterface, type DiscoveryInterface, isCached } from './discovery-interface.ts'
import type { GroupKind, GroupResource, PartialResource, RESTMapping } from './group-resource.ts'
import { RESTMapper, type RESTMapperOptions } from './rest-mapper.ts'
import { SharedCalls } from './shared-calls.ts'

/**
 * A {@link RESTMapper} that looks at the server when it is first asked. When something is not found, and the discovery
 * is a cache that is not fresh, the cache is invalidated and the server looked at again, once.
 *
 * All methods throw what those of {@link RESTMapper} do, and what the discovery throws. The resources of a group/version
 * that cannot be read are unknown.
 *
 * Source: `DeferredDiscoveryRESTMapper` in k8s.io/client-go/restmapper.
 */
export class DeferredRESTMapper {
  readonly #discovery: CachedDiscoveryInterface | DiscoveryInterface
  readonly #options: RESTMapperOptions
  readonly #loads = new SharedCalls<RESTMapper>('/apis')
  #mapper: RESTMapper | undefined
  /** Keeps what was asked for before the last {@link reset} from being kept. */
  #generation = 0

  /** @param discovery should be a cache; any other is looked at once, until {@link reset} */
  constructor(discovery: CachedDiscoveryInterface | DiscoveryInterface, options: RESTMapperOptions = {}) {
    this.#discovery = discovery
    this.#options = options
  }

  kindsFor(resource: PartialResource, options: CallOptions = {}): Promise<GroupVersionKind[]> {
    return this.#ask(options, (mapper) => mapper.kindsFor(resource), isEmpty)
  }

  kindFor(resource: PartialResource, options: CallOptions = {}): Promise<GroupVersionKind> {
    return this.#ask(options, (mapper) => mapper.kindFor(resource))
  }

  resourcesFor(resource: PartialResource, options: CallOptions = {}): Promise<GroupVersionResource[]> {
    return this.#ask(options, (mapper) => mapper.resourcesFor(resource), isEmpty)
  }

  resourceFor(resource: PartialResource, options: CallOptions = {}): Promise<GroupVersionResource> {
    return this.#ask(options, (mapper) => mapper.resourceFor(resource))
  }

  mappingFor(resource: PartialResource, options: CallOptions = {}): Promise<RESTMapping> {
    return this.#ask(options, (mapper) => mapper.mappingFor(resource))
  }

  restMappings(kind: GroupKind, versions: readonly string[] = [], options: CallOptions = {}): Promise<RESTMapping[]> {
    return this.#ask(options, (mapper) => mapper.restMappings(kind, ...versions), isEmpty)
  }

  restMapping(kind: GroupKind, versions: readonly string[] = [], options: CallOptions = {}): Promise<RESTMapping> {
    return this.#ask(options, (mapper) => mapper.restMapping(kind, ...versions))
  }

  resourceSingularizer(resource: string, options: CallOptions = {}): Promise<string> {
    return this.#ask(options, (mapper) => mapper.resourceSingularizer(resource))
  }

  resourcesInCategory(category: string, options: CallOptions = {}): Promise<GroupResource[]> {
    return this.#ask(options, (mapper) => mapper.resourcesInCategory(category))
  }

  /** Looks at the server anew with the next question. */
  reset(): void {
    if (isCached(this.#discovery)) this.#discovery.invalidate()
    this.#generation += 1
    this.#mapper = undefined
    this.#loads.forget()
  }

  async #ask<T>(
    options: CallOptions,
    question: (mapper: RESTMapper) => T,
    isMiss: (answer: T) => boolean = () => false,
  ): Promise<T> {
    const mapper = await this.#load(options)
    try {
      const answer = question(mapper)
      if (!isMiss(answer) || !this.#mayBeOutdated()) return answer
    } catch (error) {
      if (!this.#mayBeOutdated()) throw error
    }
    // Of several who miss something at the same time, the first one resets.
    if (this.#mapper === mapper) this.reset()
    return question(await this.#load(options))
  }

  #mayBeOutdated(): boolean {
    return isCached(this.#discovery) && !this.#discovery.fresh()
  }

  async #load(options: CallOptions): Promise<RESTMapper> {
    options.signal?.throwIfAborted()
    return (
      this.#mapper ??
      this.#loads.run('', options, async (signal) => {
        const generation = this.#generation
        const mapper = new RESTMapper(await this.#discovery.serverGroupsAndResources({ signal }), this.#options)
        if (generation === this.#generation) this.#mapper = mapper
        return mapper
      })
    )
  }
}

function isEmpty(list: readonly unknown[]): boolean {
  return list.length === 0
}
