import { DecodeError, isNotFound, RequestError } from '../errors/index.ts'
import { type CallOptions, type RESTInterface, type RestConfig, unversionedRestClientFor } from '../rest/index.ts'
import { requireConfig } from '../rest/require-config.ts'
import type { APIGroupList } from './api-group.ts'
import { type APIResource, type APIResourceList, apiResourceList, readResources } from './api-resource.ts'
import { withDeadline } from './call-deadline.ts'
import type {
  AggregatedDiscoveryInterface,
  DiscoveredAPIs,
  DiscoveredResources,
  FailedGroupVersions,
  GroupsAndMaybeResources,
} from './discovery-interface.ts'
import { GroupsReader } from './fetch-groups.ts'
import { isJsonObject } from './json-object.ts'
import type { OpenAPIV2Document } from './openapi-document.ts'
import { readOpenAPIV2, readOpenAPIV2Protobuf } from './openapi-v2.ts'
import { OpenAPIV3Client } from './openapi-v3-client.ts'
import { onlyNamespaced, serverPreferredResources } from './preferred-resources.ts'
import { serverGroupsAndResources } from './server-resources.ts'
import type { VersionInfo } from './version-info.ts'

export interface DiscoveryClientOptions {
  /** Below which path the resources of `v1` are. Empty: below /apis, as all others. Default: `/api`. */
  readonly legacyPrefix?: string | undefined
  /** Never asks for aggregated answers, but for one list a group/version. Default: false. */
  readonly useLegacyDiscovery?: boolean | undefined
  /** Asks for what the one server at the other end has itself, without its peers' resources. Default: false. */
  readonly noPeerDiscovery?: boolean | undefined
}

interface ResolvedOptions {
  readonly legacyPrefix: string
  readonly useLegacyDiscovery: boolean
  readonly noPeerDiscovery: boolean
}

/** How long one request may take, unless the config says otherwise. Source: `defaultTimeout` in k8s.io/client-go/discovery. */
const defaultTimeoutMs = 32_000
/** Requests at once, if the config limits them and does not say how many. Source: `defaultBurst`, ibid. */
const defaultBurst = 300
/** A resource may vanish between the list of groups and its own: a partial result is tried for once more. */
const tries = 2

/**
 * Finds out what a server has: always by asking, but an answer that has not changed is not sent and parsed again.
 *
 * Two requests tell everything where the server aggregates its answers (1.26 and later); with others, it is one more
 * for each group/version, 32 at a time.
 */
export class DiscoveryClient implements AggregatedDiscoveryInterface {
  readonly restClient: RESTInterface
  readonly #options: ResolvedOptions
  readonly #groups: GroupsReader
  readonly #close: () => Promise<void>

  /**
   * @param from a config, or a client of no particular version. The config's deadline for a request is 32 s unless it
   *   has its own; API path and version do not matter.
   * @throws {ConfigError} if the config cannot be meant
   */
  constructor(from: RestConfig | RESTInterface, options: DiscoveryClientOptions = {}) {
    if (isRestClient(from)) {
      this.restClient = from
      // It belongs to whoever made it.
      this.#close = async () => undefined
    } else {
      const client = unversionedRestClientFor(discoveryConfig(from))
      this.restClient = client
      this.#close = () => client.close()
    }
    this.#options = {
      legacyPrefix: options.legacyPrefix ?? '/api',
      useLegacyDiscovery: options.useLegacyDiscovery ?? false,
      noPeerDiscovery: options.noPeerDiscovery ?? false,
    }
    const { useLegacyDiscovery: useLegacy, noPeerDiscovery: noPeers } = this.#options
    this.#groups = new GroupsReader(this.restClient, { useLegacy, noPeers })
  }

  /** The groups, the core group first. Two requests. */
  async serverGroups(options: CallOptions = {}): Promise<APIGroupList> {
    return (await this.groupsAndMaybeResources(options)).groups
  }

  /** The groups, and in the same two requests their resources if the server aggregates its answers. */
  async groupsAndMaybeResources(options: CallOptions = {}): Promise<GroupsAndMaybeResources> {
    return withDeadline(options, '/apis', async (merged) => this.#groups.read(merged))
  }

  /**
   * The resources of one group/version. One request, never aggregated.
   *
   * @param groupVersion `v1`, or GROUP/VERSION. A server without `v1` has an empty list of it.
   * @throws {RequestError} if it is empty
   */
  async serverResourcesForGroupVersion(groupVersion: string, options: CallOptions = {}): Promise<APIResourceList> {
    if (groupVersion === '') throw new RequestError('the group/version must not be empty')
    const { legacyPrefix } = this.#options
    const isCore = groupVersion === 'v1' && legacyPrefix !== ''
    const request = this.restClient.get().absPath(isCore ? legacyPrefix : '/apis', groupVersion)
    try {
      const answer = await request.setHeader('Accept', 'application/json').into<unknown>(options)
      return apiResourceList(groupVersion, resourcesOf(answer, request.url().pathname))
    } catch (error) {
      if (groupVersion === 'v1' && isNotFound(error)) return apiResourceList(groupVersion, [])
      throw error
    }
  }

  /**
   * Groups and resources; group/versions that could not be read are in `failed`, after a second try.
   *
   * Throws only if the groups themselves cannot be read.
   */
  async serverGroupsAndResources(options: CallOptions = {}): Promise<DiscoveredAPIs> {
    return withDeadline(options, '/apis', (merged) => untilComplete(() => serverGroupsAndResources(this, merged)))
  }

  /** Each resource in the version that its group prefers. Failures as in {@link serverGroupsAndResources}. */
  async serverPreferredResources(options: CallOptions = {}): Promise<DiscoveredResources> {
    return withDeadline(options, '/apis', (merged) => untilComplete(() => serverPreferredResources(this, merged)))
  }

  /** {@link serverPreferredResources} that live in namespaces. Lists that have none are left out. */
  async serverPreferredNamespacedResources(options: CallOptions = {}): Promise<DiscoveredResources> {
    return onlyNamespaced(await this.serverPreferredResources(options))
  }

  async serverVersion(options: CallOptions = {}): Promise<VersionInfo> {
    return this.restClient.get().absPath('/version').into<VersionInfo>(options)
  }

  /** The OpenAPI v2 document as JSON. */
  async openApiSchema(options: CallOptions = {}): Promise<OpenAPIV2Document> {
    return readOpenAPIV2(this.restClient, options)
  }

  /** The OpenAPI v2 document as protobuf (`openapi.v2.Document` of gnostic), for callers that can read it. */
  async openApiSchemaProtobuf(options: CallOptions = {}): Promise<Uint8Array> {
    return readOpenAPIV2Protobuf(this.restClient, options)
  }

  /** A client of the OpenAPI v3 documents: one for each group/version. */
  openApiV3(): OpenAPIV3Client {
    return new OpenAPIV3Client(this.restClient)
  }

  /** The same client without aggregated answers. It shares the connections; closing this one closes them. */
  withLegacy(): DiscoveryClient {
    return new DiscoveryClient(this.restClient, { ...this.#options, useLegacyDiscovery: true })
  }

  /** Lets go of the connections, if it was made from a config. */
  close(): Promise<void> {
    return this.#close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/**
 * The resources of an answer. Which group/version they belong to is what was asked for, whatever the answer says: one
 * aggregated API must not speak for another.
 */
function resourcesOf(answer: unknown, path: string): readonly APIResource[] {
  const list = isJsonObject(answer) ? answer : undefined
  const kind = list?.['kind'] ?? 'APIResourceList'
  const resources = kind === 'APIResourceList' ? readResources(list?.['resources'] ?? []) : undefined
  if (list !== undefined && resources !== undefined) return resources
  throw new DecodeError('the answer is not an APIResourceList', { method: 'GET', path })
}

/** A config as discovery uses it. */
function discoveryConfig(config: RestConfig): RestConfig {
  requireConfig(config)
  const isLimited = config.qps !== undefined && config.qps > 0
  return {
    ...config,
    apiPath: undefined,
    groupVersion: undefined,
    timeoutMs: config.timeoutMs || defaultTimeoutMs,
    ...(isLimited && !config.burst ? { burst: defaultBurst } : {}),
  }
}

function isRestClient(from: RestConfig | RESTInterface): from is RESTInterface {
  // What is nothing at all is a config's trouble.
  return typeof from === 'object' && from !== null && 'verb' in from && typeof from.verb === 'function'
}

async function untilComplete<T extends { readonly failed: FailedGroupVersions }>(read: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    const result = await read()
    if (result.failed.size === 0 || attempt === tries) return result
  }
}
