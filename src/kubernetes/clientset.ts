/* oxlint-disable typescript/no-unsafe-declaration-merging -- see the class */
import type { KubernetesObject } from '../api/meta/v1.ts'
import type { DiscoveryClient } from '../discovery/index.ts'
import { ConfigError } from '../errors/index.ts'
import {
  type ResourceDescriptor,
  type ResourceTable,
  resourceTables,
  type TypedDescriptor,
  type TypedResource,
} from '../resources/index.ts'
import type { TypedResources } from '../resources/typed-resources.ts'
import { RESTClient, type RestConfig } from '../rest/index.ts'
import { requireConfig } from '../rest/require-config.ts'
import { ClientRoot } from '../verbs/client-root.ts'
import { clientFor } from './client-for.ts'
import type { CustomResource, ObjectApplyConfiguration } from './custom-resource.ts'
import { Endpoint } from './endpoint.ts'
import { createGroupClient, type UntypedGroup } from './group-client.ts'
import type { AcrossNamespaces, GroupClient, TypedClient } from './typed-client.ts'

/** The built-in groups and versions, by client-go's names: `coreV1`, `appsV1`, `rbacV1`. */
type GroupClients = { readonly [Name in keyof TypedResources]: GroupClient<TypedResources[Name]> }

/** The groups: the class has a getter for each. */
export interface Clientset extends GroupClients {}

/**
 * A typed client for every group and version that Kubernetes has: `clientset.coreV1.pods('default').list()`.
 *
 * Groups are made when they are first used, and share connections, credentials and limits. `close()` lets go of the
 * connections; a clientset that is not closed keeps no process alive.
 *
 * Source: `Clientset` in k8s.io/client-go/kubernetes.
 */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the getters are made from a table, which a class cannot declare.
export class Clientset {
  /**
   * The table of each group. That the groups get their getters with it, and not in a static block, is for bundlers:
   * they keep a class with such a block, and all that it leads to, in programs that never use it.
   */
  static readonly #tables: Readonly<Record<string, ResourceTable>> = /* @__PURE__ */ defineGroups(
    Clientset,
    (clientset, name) => clientset.#group(name),
  )

  readonly #root: ClientRoot
  readonly #groups = new Map<string, UntypedGroup>()

  /**
   * @param from a config, perhaps with a `transport` of its own; or a REST client, which stays its maker's to close
   * @throws {ConfigError} if the config cannot be meant
   */
  constructor(from: RestConfig | RESTClient) {
    if (!(from instanceof RESTClient)) checkLimit(from)
    this.#root = new ClientRoot(from)
  }

  /** Finds out what the server has. */
  get discovery(): DiscoveryClient {
    return this.#root.discovery
  }

  /**
   * The client of any resource, such as a custom one. Without a namespace, that of a namespaced resource lists and
   * watches in all of them.
   *
   * @param descriptor what there is to know of the resource; `kubeclient generate` writes them with the types that go
   *   with them
   */
  resource<R extends TypedResource = never>(
    descriptor: TypedDescriptor<R>,
    namespace: R['namespaced'] extends true ? string : never,
  ): TypedClient<R>
  resource<R extends TypedResource = never>(
    descriptor: TypedDescriptor<R>,
    namespace?: R['namespaced'] extends true ? string : undefined,
  ): R['namespaced'] extends true ? AcrossNamespaces<R> : TypedClient<R>
  resource<T extends KubernetesObject, Apply extends object = ObjectApplyConfiguration<T>>(
    descriptor: ResourceDescriptor & { readonly namespaced: true },
    namespace?: undefined,
  ): AcrossNamespaces<CustomResource<T, Apply>>
  resource<T extends KubernetesObject, Apply extends object = ObjectApplyConfiguration<T>>(
    descriptor: ResourceDescriptor & { readonly namespaced: false },
  ): TypedClient<CustomResource<T, Apply>>
  resource<T extends KubernetesObject, Apply extends object = ObjectApplyConfiguration<T>>(
    descriptor: ResourceDescriptor,
    namespace?: string,
  ): TypedClient<CustomResource<T, Apply>>
  resource(descriptor: ResourceDescriptor, namespace?: string): unknown {
    return clientFor(new Endpoint(this.#root.restClient(descriptor), descriptor, namespace))
  }

  /** Lets go of the connections; the last client of a config closes them. A REST client that was given stays open. */
  close(): Promise<void> {
    return this.#root.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }

  #group(name: string): UntypedGroup {
    const known = this.#groups.get(name)
    if (known !== undefined) return known
    const group = createGroupClient(Clientset.#tables[name] ?? '', (groupVersion) =>
      this.#root.restClient(groupVersion),
    )
    this.#groups.set(name, group)
    return group
  }
}

/**
 * Gives the class a getter for each group.
 *
 * @returns the tables of the groups
 */
function defineGroups(
  type: typeof Clientset,
  groupOf: (clientset: Clientset, name: string) => UntypedGroup,
): Readonly<Record<string, ResourceTable>> {
  for (const name of Object.keys(resourceTables)) {
    const get = function (this: Clientset): UntypedGroup {
      return groupOf(this, name)
    }
    Object.defineProperty(type.prototype, name, { get, configurable: true, enumerable: true })
  }
  return resourceTables
}

/**
 * Wants to be told how many requests may come at once where all groups share one limit.
 *
 * Source: `NewForConfig` in k8s.io/client-go/kubernetes.
 */
function checkLimit(config: RestConfig): void {
  requireConfig(config)
  const { qps, burst, rateLimiter } = config
  if (rateLimiter !== undefined || !(Number(qps) > 0) || Number(burst) > 0) return
  throw new ConfigError('needs to be positive when qps is set and no rateLimiter is given', { field: 'burst' })
}
