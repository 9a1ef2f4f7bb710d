import { ConfigError } from '../errors/index.ts'
import type { CallOptions, RESTInterface, RestConfig, WarningHandler } from '../rest/index.ts'
import { getDefaultWarningHandler } from '../rest/index.ts'
import { requireConfig } from '../rest/require-config.ts'
import { type APIGroupList, groupVersionsOf } from './api-group.ts'
import { type APIResourceList, apiResourceList } from './api-resource.ts'
import { CacheWarning } from './cache-warning.ts'
import { CachedOpenAPIV3Client } from './cached-openapi-v3-client.ts'
import { withDeadline } from './call-deadline.ts'
import { DiscoveryClient } from './discovery-client.ts'
import { type CachedGroups, DiscoveryFiles } from './discovery-files.ts'
import {
  type AggregatedDiscoveryInterface,
  type CachedDiscoveryInterface,
  type DiscoveredAPIs,
  type DiscoveredResources,
  type DiscoveryInterface,
  type GroupsAndMaybeResources,
  isCached,
} from './discovery-interface.ts'
import { httpCachedConfig } from './http-cached-config.ts'
import { mapInParallel } from './in-parallel.ts'
import { MemCacheClient } from './mem-cache-client.ts'
import type { OpenAPIV2Document } from './openapi-document.ts'
import type { OpenAPIV3Interface } from './openapi-v3-interface.ts'
import { onlyNamespaced, serverPreferredResources } from './preferred-resources.ts'
import { fetchGroupVersions, readGroups, serverGroupsAndResources } from './server-resources.ts'
import type { VersionInfo } from './version-info.ts'

export interface CachedDiscoveryOptions {
  /** Where the files of this server are. Each server needs its own, or they would overwrite one another. */
  readonly directory: string
  /** How long a file counts, in milliseconds. Default: 10 minutes. kubectl takes 6 hours. */
  readonly ttlMs?: number | undefined
  /** Is told, once, that files cannot be written. Default: {@link setDefaultWarningHandler}'s. */
  readonly warningHandler?: WarningHandler | undefined
}

export interface CachedDiscoveryConfigOptions {
  /** Where the files of this server are; see {@link CachedDiscoveryOptions.directory}. */
  readonly discoveryCacheDir: string
  /** Where answers are kept with their ETags. Servers may share it. Default: they are not kept. */
  readonly httpCacheDir?: string | undefined
  readonly ttlMs?: number | undefined
  readonly warningHandler?: WarningHandler | undefined
}

const defaultTtlMs = 600_000
/** The file system has four threads by default; more in flight only cost memory. */
const filesAtOnce = 16

/**
 * Keeps what a discovery finds in files, in the layout of kubectl, so that both can share a folder. Disk first, then
 * whatever stands below: usually a {@link MemCacheClient}.
 *
 * A file counts for `ttlMs`. After {@link invalidate}, only files count that this instance wrote. What cannot be read
 * is looked up; where nothing can be written there is one warning, and no cache. Errors and empty answers are not
 * written, but versions that the server calls stale stay known, in a file of their own.
 */
export class CachedDiscoveryClient implements AggregatedDiscoveryInterface, CachedDiscoveryInterface {
  readonly #delegate: DiscoveryInterface
  readonly #directory: string
  #warning: CacheWarning
  readonly #ours = new Set<string>()
  #close: () => Promise<void> = nothing
  readonly #files: DiscoveryFiles
  #generation = 0
  /** No file was used that somebody else wrote. */
  #fresh = true
  #openApiV3: CachedOpenAPIV3Client | undefined

  /** @throws {ConfigError} if the options cannot be meant */
  constructor(delegate: DiscoveryInterface, options: CachedDiscoveryOptions) {
    this.#delegate = delegate
    this.#directory = checkDirectory('directory', options.directory)
    this.#files = new DiscoveryFiles(this.#directory, {
      ttlMs: checkTtl(options.ttlMs ?? defaultTtlMs),
      mayUse: (file) => this.#generation === 0 || this.#ours.has(file),
      onUse: (file) => {
        this.#fresh &&= this.#ours.has(file)
      },
    })
    this.#warning = new CacheWarning(() => options.warningHandler ?? getDefaultWarningHandler())
  }

  /**
   * A client of a server, cached in memory and on disk. It is to be closed.
   *
   * @throws {ConfigError} if the config or the options cannot be meant
   */
  static forConfig(config: RestConfig, options: CachedDiscoveryConfigOptions): CachedDiscoveryClient {
    const { httpCacheDir, ttlMs } = options
    // Before anything is opened.
    requireConfig(config)
    const directory = checkDirectory('discoveryCacheDir', options.discoveryCacheDir)
    checkTtl(ttlMs ?? defaultTtlMs)
    const warningHandler = options.warningHandler ?? config.warningHandler
    const warning = new CacheWarning(() => warningHandler ?? getDefaultWarningHandler())
    const http = httpCacheDir ? httpCachedConfig(config, httpCacheDir, warning) : { config, close: nothing }
    const discovery = new DiscoveryClient(http.config)
    const client = new CachedDiscoveryClient(new MemCacheClient(discovery), { directory, ttlMs, warningHandler })
    // One warning for both folders.
    client.#warning = warning
    client.#close = async () => {
      await discovery.close()
      await http.close()
    }
    return client
  }

  get restClient(): RESTInterface {
    return this.#delegate.restClient
  }

  async serverGroups(options: CallOptions = {}): Promise<APIGroupList> {
    return withDeadline(options, '/apis', async (merged) => {
      const cached = await this.#files.readGroups()
      return cached?.groups ?? (await this.#readLiveGroups(merged)).groups
    })
  }

  /** Everything: from the files as far as they go, and otherwise from the server. Resources are always given. */
  async groupsAndMaybeResources(options: CallOptions = {}): Promise<GroupsAndMaybeResources> {
    return withDeadline(options, '/apis', async (merged) => {
      const cached = await this.#files.readGroups()
      if (cached !== undefined) return this.#complete(cached, merged)
      const generation = this.#generation
      const live = await this.#readLiveGroups(merged)
      if (live.resources !== undefined) {
        await this.#keep(generation, (files, onWritten) => writeAll(files, live, onWritten))
        return live
      }
      const fetched = await fetchGroupVersions(this, groupVersionsOf(live.groups.groups), merged)
      return { groups: live.groups, ...fetched }
    })
  }

  async serverResourcesForGroupVersion(groupVersion: string, options: CallOptions = {}): Promise<APIResourceList> {
    options.signal?.throwIfAborted()
    const cached = await this.#files.readResources(groupVersion)
    if (cached !== undefined) return cached
    const generation = this.#generation
    const live = await this.#delegate.serverResourcesForGroupVersion(groupVersion, options)
    await this.#keep(generation, (files, onWritten) => files.writeResources(groupVersion, live, onWritten))
    return live
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

  /** Not cached, but for the answers that an HTTP cache keeps. */
  openApiSchema(options: CallOptions = {}): Promise<OpenAPIV2Document> {
    return this.#delegate.openApiSchema(options)
  }

  /** Cached in memory, and on disk by the HTTP cache. */
  openApiV3(): OpenAPIV3Interface {
    this.#openApiV3 ??= new CachedOpenAPIV3Client(this.#delegate.openApiV3())
    return this.#openApiV3
  }

  /** Itself: the files have one form only. */
  withLegacy(): this {
    return this
  }

  /** False once a file was used that this instance did not write. */
  fresh(): boolean {
    return this.#fresh
  }

  /** Uses no file from now on but those that it writes itself, and empties the cache below it. */
  invalidate(): void {
    this.#generation += 1
    this.#ours.clear()
    this.#fresh = true
    this.#openApiV3 = undefined
    if (isCached(this.#delegate)) this.#delegate.invalidate()
  }

  /** Lets go of the connections, if it was made by {@link forConfig}. */
  close(): Promise<void> {
    return this.#close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  /** Adds to cached groups the resources of each version, from files where there are any. */
  async #complete({ groups, facts }: CachedGroups, options: CallOptions): Promise<GroupsAndMaybeResources> {
    const { failed, empty } = await facts()
    const resources = new Map<string, APIResourceList>()
    const missing: string[] = []
    await mapInParallel(groupVersionsOf(groups.groups), filesAtOnce, async (groupVersion) => {
      const list = empty.has(groupVersion)
        ? apiResourceList(groupVersion, [])
        : await this.#files.readResources(groupVersion)
      if (list === undefined) missing.push(groupVersion)
      else resources.set(groupVersion, list)
    })
    if (missing.length === 0) return { groups, resources, failed }
    const fetched = await fetchGroupVersions(this, missing, options)
    return {
      groups,
      resources: new Map([...resources, ...fetched.resources]),
      failed: new Map<string, Error>([...failed, ...fetched.failed]),
    }
  }

  async #readLiveGroups(options: CallOptions): Promise<GroupsAndMaybeResources> {
    const generation = this.#generation
    const live = await readGroups(this.#delegate, options)
    await this.#keep(generation, (files, onWritten) => files.writeGroups(live, onWritten))
    return live
  }

  /** Writes, unless the answer was asked for before the last {@link invalidate}. */
  async #keep(generation: number, write: Write): Promise<void> {
    if (generation !== this.#generation || this.#warning.hasGivenUp(this.#directory)) return
    try {
      await write(this.#files, (file) => {
        if (generation === this.#generation) this.#ours.add(file)
      })
    } catch (error) {
      this.#warning.give(this.#directory, error)
    }
  }
}

/** An empty name would put the files wherever the program was started. */
function checkDirectory(field: string, directory: unknown): string {
  if (typeof directory === 'string' && directory !== '') return directory
  const found = typeof directory === 'string' ? 'an empty one' : typeof directory
  throw new ConfigError(`expected the path of a folder, found ${found}`, { field })
}

function checkTtl(ttlMs: unknown): number {
  if (typeof ttlMs === 'number' && !Number.isNaN(ttlMs)) return ttlMs
  const found = typeof ttlMs === 'number' ? ttlMs : typeof ttlMs
  throw new ConfigError(`expected milliseconds, found ${found}`, { field: 'ttlMs' })
}

async function nothing(): Promise<void> {
  // What was not opened here is not closed here.
}

type Write = (files: DiscoveryFiles, onWritten: (file: string) => void) => Promise<void>

async function writeAll(
  files: DiscoveryFiles,
  { resources }: GroupsAndMaybeResources,
  onWritten: (file: string) => void,
): Promise<void> {
  await mapInParallel([...(resources ?? [])], filesAtOnce, ([groupVersion, list]) => {
    return files.writeResources(groupVersion, list, onWritten)
  })
}
