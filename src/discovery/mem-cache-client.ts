import { isTooManyRequests, StatusError, TransportError } from '../errors/index.ts'
import type { CallOptions, RESTInterface } from '../rest/index.ts'
import { type APIGroupList, groupVersionsOf } from './api-group.ts'
import type { APIResourceList } from './api-resource.ts'
import { CachedOpenAPIV3Client } from './cached-openapi-v3-client.ts'
import { withDeadline } from './call-deadline.ts'
import { EmptyGroupVersionError, GroupVersionNotCachedError } from './discovery-errors.ts'
import {
  type AggregatedDiscoveryInterface,
  type CachedDiscoveryInterface,
  type DiscoveredAPIs,
  type DiscoveredResources,
  type DiscoveryInterface,
  type GroupsAndMaybeResources,
  isCached,
} from './discovery-interface.ts'
import type { OpenAPIV2Document } from './openapi-document.ts'
import type { OpenAPIV3Interface } from './openapi-v3-interface.ts'
import { onlyNamespaced, serverPreferredResources } from './preferred-resources.ts'
import { fetchGroupVersions, readGroups, serverGroupsAndResources } from './server-resources.ts'
import { SharedCalls } from './shared-calls.ts'
import type { VersionInfo } from './version-info.ts'

/** What was found, at one moment. */
interface Cached {
  readonly groups: APIGroupList
  readonly isAggregated: boolean
  /** By group/version. */
  readonly resources: Map<string, APIResourceList>
  readonly failed: Map<string, Error>
}

/**
 * Keeps all that a discovery finds in memory. The first question reads everything; from then on nothing is asked until
 * {@link invalidate}. What it gives is shared by all callers, and not to be changed.
 *
 * A group/version that failed keeps its error; when somebody asks for it, it is tried again if the error was
 * transient: no answer, a status of 500 or more, or 429. Groups that cannot be read are never kept.
 *
 * Source: `memCacheClient` in k8s.io/client-go/discovery/cached/memory.
 */
export class MemCacheClient implements AggregatedDiscoveryInterface, CachedDiscoveryInterface {
  readonly #delegate: DiscoveryInterface
  readonly #loads = new SharedCalls<Cached>('/apis')
  readonly #retries = new SharedCalls<APIResourceList>('/apis')
  #cached: Cached | undefined
  /** Tells a load that began before the last {@link invalidate} from one that began after. */
  #generation = 0
  #openApiV3: CachedOpenAPIV3Client | undefined

  constructor(delegate: DiscoveryInterface) {
    this.#delegate = delegate
  }

  get restClient(): RESTInterface {
    return this.#delegate.restClient
  }

  async serverGroups(options: CallOptions = {}): Promise<APIGroupList> {
    return (await this.#load(options)).groups
  }

  /** The groups; the resources with them if the server aggregates its answers. */
  async groupsAndMaybeResources(options: CallOptions = {}): Promise<GroupsAndMaybeResources> {
    const { groups, isAggregated, resources, failed } = await this.#load(options)
    return isAggregated ? { groups, resources, failed } : { groups, resources: undefined, failed: new Map() }
  }

  /**
   * @throws {GroupVersionNotCachedError} if there was no such group/version when the cache was filled
   * @throws {StaleGroupVersionError} if the server itself could not reach who serves it
   * @throws {EmptyGroupVersionError} if it has no resources and the server does not aggregate its answers
   */
  async serverResourcesForGroupVersion(groupVersion: string, options: CallOptions = {}): Promise<APIResourceList> {
    return withDeadline(options, '/apis', async (merged) => {
      const cached = await this.#load(merged)
      const list = cached.resources.get(groupVersion)
      if (list !== undefined) return list
      const error = cached.failed.get(groupVersion)
      if (error === undefined) throw new GroupVersionNotCachedError(groupVersion)
      if (!isTransient(error)) throw error
      return this.#retries.run(groupVersion, merged, (signal) => this.#retry(cached, groupVersion, signal))
    })
  }

  async serverGroupsAndResources(options: CallOptions = {}): Promise<DiscoveredAPIs> {
    return withDeadline(options, '/apis', (merged) => serverGroupsAndResources(this, merged))
  }

  async serverPreferredResources(options: CallOptions = {}): Promise<DiscoveredResources> {
    return withDeadline(options, '/apis', (merged) => serverPreferredResources(this, merged))
  }

  async serverPreferredNamespacedResources(options: CallOptions = {}): Promise<DiscoveredResources> {
    return onlyNamespaced(await this.serverPreferredResources(options))
  }

  /** Not cached. */
  serverVersion(options: CallOptions = {}): Promise<VersionInfo> {
    return this.#delegate.serverVersion(options)
  }

  /** Not cached. */
  openApiSchema(options: CallOptions = {}): Promise<OpenAPIV2Document> {
    return this.#delegate.openApiSchema(options)
  }

  /** Cached, with the documents that were read. A client that was given out before {@link invalidate} stays as it is. */
  openApiV3(): OpenAPIV3Interface {
    this.#openApiV3 ??= new CachedOpenAPIV3Client(this.#delegate.openApiV3())
    return this.#openApiV3
  }

  /** Itself: what it holds has one form only. */
  withLegacy(): this {
    return this
  }

  /** Whether the cache is filled. */
  fresh(): boolean {
    return this.#cached !== undefined
  }

  /** Empties this cache, and the one below it if there is one. A load that has begun does not fill it. */
  invalidate(): void {
    this.#generation += 1
    this.#cached = undefined
    this.#openApiV3 = undefined
    this.#loads.forget()
    this.#retries.forget()
    if (isCached(this.#delegate)) this.#delegate.invalidate()
  }

  async #load(options: CallOptions): Promise<Cached> {
    options.signal?.throwIfAborted()
    return this.#cached ?? this.#loads.run('', options, (signal) => this.#fill({ signal }))
  }

  async #fill(options: CallOptions): Promise<Cached> {
    const generation = this.#generation
    const { groups, resources, failed } = await readGroups(this.#delegate, options)
    const cached: Cached =
      resources === undefined
        ? { groups, isAggregated: false, ...(await this.#fetchEach(groups, options)) }
        : { groups, isAggregated: true, resources: new Map(resources), failed: new Map(failed) }
    // A server that lists no groups at all is not worth to be remembered.
    const isWorthKeeping = cached.isAggregated || groups.groups.length > 0
    if (generation === this.#generation && isWorthKeeping) this.#cached = cached
    return cached
  }

  #fetchEach(groups: APIGroupList, options: CallOptions): Promise<Pick<Cached, 'resources' | 'failed'>> {
    const readOne = (groupVersion: string, each: CallOptions = {}) => this.#readOne(groupVersion, each)
    return fetchGroupVersions({ serverResourcesForGroupVersion: readOne }, groupVersionsOf(groups.groups), options)
  }

  async #retry(cached: Cached, groupVersion: string, signal: AbortSignal): Promise<APIResourceList> {
    try {
      const list = await this.#readOne(groupVersion, { signal })
      cached.resources.set(groupVersion, list)
      cached.failed.delete(groupVersion)
      return list
    } catch (error) {
      if (!signal.aborted && error instanceof Error) cached.failed.set(groupVersion, error)
      throw error
    }
  }

  async #readOne(groupVersion: string, options: CallOptions): Promise<APIResourceList> {
    const list = await this.#delegate.serverResourcesForGroupVersion(groupVersion, options)
    if (list.resources.length === 0) throw new EmptyGroupVersionError(groupVersion)
    return list
  }
}

/** Whether the same question may have a better answer in a moment. */
function isTransient(error: Error): boolean {
  if (error instanceof TransportError) return true
  return (error instanceof StatusError && error.code >= 500) || isTooManyRequests(error) || isConnectionError(error)
}

/** A discovery of another make may throw what its own connections do. */
function isConnectionError(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const code = 'code' in error ? error.code : undefined
  return code === 'ECONNREFUSED' || code === 'ECONNRESET' || isConnectionError(error.cause)
}
