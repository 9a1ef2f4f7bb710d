import {
  DeferredRESTMapper,
  type DiscoveryClient,
  MemCacheClient,
  NoMatchError,
  type RESTMapping,
} from '../discovery/index.ts'
import { RequestError } from '../errors/index.ts'
import {
  type GroupVersionResource,
  type KubernetesObject,
  parseGroupVersion,
  toUnstructured,
  type Unstructured,
} from '../meta/index.ts'
import type { CallOptions, RESTClient, RestConfig } from '../rest/index.ts'
import { requireName, requireObject } from '../verbs/arguments.ts'
import { ClientRoot } from '../verbs/client-root.ts'
import { DynamicResourceClient } from './dynamic-resource-client.ts'
import { ObjectEndpoint, requireResource } from './object-endpoint.ts'

/**
 * The client of a resource in all namespaces, or of one that is in none.
 *
 * Source: `NamespaceableResourceInterface` in k8s.io/client-go/dynamic.
 */
export class NamespaceableResourceClient<T extends KubernetesObject = Unstructured> extends DynamicResourceClient<T> {
  /** The same in one namespace; empty for all of them. */
  namespace(namespace: string): DynamicResourceClient<T> {
    return new DynamicResourceClient<T>(this.endpoint.inNamespace(namespace))
  }
}

/** A kind, perhaps of no particular version. */
export interface KindReference {
  readonly group: string
  readonly version?: string | undefined
  readonly kind: string
}

/**
 * A client for objects of any kind, custom ones among them:
 * `dynamic.resource({ group: 'example.com', version: 'v1', resource: 'widgets' }).namespace('default').list()`.
 *
 * `close()` lets go of the connections; a client that is not closed keeps no process alive.
 *
 * Source: `DynamicClient` in k8s.io/client-go/dynamic.
 */
export class DynamicClient {
  readonly #root: ClientRoot
  #cache: MemCacheClient | undefined
  #mapper: DeferredRESTMapper | undefined
  /** Whether what the mapper knows may be old. */
  #hasAsked = false

  /**
   * @param from a config, perhaps with a `transport` of its own; or a REST client, which stays its maker's to close
   * @throws {ConfigError} if the config cannot be meant
   */
  constructor(from: RestConfig | RESTClient) {
    this.#root = new ClientRoot(from)
  }

  /** Finds out what the server has. */
  get discovery(): DiscoveryClient {
    return this.#root.discovery
  }

  /**
   * The client of a resource. Nothing is asked for it: a resource that no server has fails with the first call.
   *
   * @param resource by its plural, as in URLs: `pods`, not `pods/status`, which is an option of the calls
   * @throws {RequestError} if one of its parts can be no part of a path
   */
  resource<T extends KubernetesObject = Unstructured>(resource: GroupVersionResource): NamespaceableResourceClient<T> {
    const { group, version, resource: name } = requireResource(resource)
    const rest = this.#root.restClient({ group, version })
    return new NamespaceableResourceClient<T>(new ObjectEndpoint(rest, { group, version, resource: name }, ''))
  }

  /** Translates between kinds and resources. It asks the server once, until `reset()`. */
  get mapper(): DeferredRESTMapper {
    this.#mapper ??= new DeferredRESTMapper(this.#cached)
    return this.#mapper
  }

  /**
   * The client of the resource of a kind.
   *
   * @param kind without a version, the server's preferred one is meant
   * @throws {RequestError} if it is no kind
   * @throws {NoMatchError} if the server does not know the kind; the message names those that come near
   */
  async forKind<T extends KubernetesObject = Unstructured>(
    kind: KindReference,
    options: CallOptions = {},
  ): Promise<NamespaceableResourceClient<T>> {
    return this.resource<T>((await this.#mappingOf(requireKind(kind), options)).resource)
  }

  /**
   * The client of the resource that an object belongs to, in the object's own namespace.
   *
   * @param options `namespace` is for an object that is to be in one and does not say in which
   * @throws {RequestError} if the object does not say what it is, or is to be in a namespace and none is given
   * @throws {NoMatchError} as {@link forKind} does
   */
  async forObject<T extends KubernetesObject = Unstructured>(
    object: object,
    options: CallOptions & { readonly namespace?: string | undefined } = {},
  ): Promise<DynamicResourceClient<T>> {
    const { group, version, kind, namespace: own } = identityOf(object)
    const { resource, namespaced } = await this.#mappingOf({ group, version, kind }, options)
    if (!namespaced) return this.resource<T>(resource)
    const namespace = own || options.namespace
    if (namespace) return this.resource<T>(resource).namespace(namespace)
    throw new RequestError(`invalid object: a ${kind} needs a namespace, and metadata.namespace is not set`)
  }

  /**
   * The client of the resource that a name stands for: plural, singular, short name or kind, perhaps with version and
   * group behind it. `deploy`, `deployments.apps`, `deployments.v1.apps`.
   *
   * @throws {RequestError} if it is no name
   * @throws {NoMatchError} if nothing is called so; the message names what comes near
   * @throws {AmbiguousMatchError} if one group/version has several
   */
  async forName<T extends KubernetesObject = Unstructured>(
    name: string,
    options: CallOptions = {},
  ): Promise<NamespaceableResourceClient<T>> {
    requireName('name', name)
    const { findMapping } = await import('./find-mapping.ts')
    const [first = ''] = name.split('.')
    const mapping = await this.#ask(first, options, () => findMapping(name, this.mapper, this.#cached, options))
    return this.resource<T>(mapping.resource)
  }

  /** Lets go of the connections; the last client of a config closes them. A REST client that was given stays open. */
  close(): Promise<void> {
    return this.#root.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  get #cached(): MemCacheClient {
    this.#cache ??= new MemCacheClient(this.#root.discovery)
    return this.#cache
  }

  #mappingOf({ group, version, kind }: KindReference, options: CallOptions): Promise<RESTMapping> {
    const versions = version === undefined || version === '' ? [] : [version]
    return this.#ask(kind, options, () => this.mapper.restMapping({ group, kind }, versions, options))
  }

  /** What is not known may be a definition that was created since, so that the server is looked at once more. */
  async #ask(wanted: string, options: CallOptions, question: () => Promise<RESTMapping>): Promise<RESTMapping> {
    const mayBeOld = this.#hasAsked
    this.#hasAsked = true
    try {
      return await question()
    } catch (error) {
      if (!(error instanceof NoMatchError)) throw error
      const { withNearMatches } = await import('./near-matches.ts')
      return withNearMatches(wanted, this.#cached, options, () => {
        if (!mayBeOld) throw error
        this.mapper.reset()
        return question()
      })
    }
  }
}

/** @throws {RequestError} for what is no kind */
function requireKind(kind: KindReference): KindReference {
  const { group, kind: name } = requireObject('kind', kind)
  if (typeof group === 'string' && typeof name === 'string' && name !== '') return kind
  throw new RequestError(
    `invalid kind: expected { group, kind }, found no ${typeof group === 'string' ? 'kind' : 'group'}`,
  )
}

/** @throws {RequestError} if the object does not say what it is */
function identityOf(object: object) {
  try {
    const { apiVersion, kind, metadata } = toUnstructured(object)
    return { ...parseGroupVersion(apiVersion), kind, namespace: metadata?.namespace }
  } catch (error) {
    throw new RequestError(`invalid object: ${error instanceof Error ? error.message : String(error)}`)
  }
}
