import type { ScaleResponse } from '../api/autoscaling/v1.ts'
import type { GroupResource, PartialResource } from '../discovery/index.ts'
import type { GroupVersionResource } from '../meta/index.ts'
import type { CallOptions, RESTClient, RestConfig } from '../rest/index.ts'
import { withType } from '../rest/item-type.ts'
import { requireName, requireNameOf, requireObject, type SortedOptions, sortOptions } from '../verbs/arguments.ts'
import { ClientRoot } from '../verbs/client-root.ts'
import type { GetOptions, PatchOptions, UpdateOptions } from '../verbs/options.ts'
import type { UntypedPatch } from '../verbs/patches.ts'
import { requirePatch } from '../verbs/send-verbs.ts'
import { ObjectEndpoint, requireResource } from './object-endpoint.ts'

/** What finds the version of a resource: a `RESTMapper`, or one that asks the server. */
export interface ResourceFinder {
  resourceFor(resource: PartialResource, options?: CallOptions): GroupVersionResource | Promise<GroupVersionResource>
}

/** The scale of an object, as far as a write needs it. */
export interface ScaleUpdate {
  readonly metadata: { readonly name: string; readonly resourceVersion?: string | undefined }
  readonly spec: { readonly replicas: number }
}

type Own<Options> = Omit<Options, 'subresource'>

/** Scales of one namespace. */
export class NamespacedScaleClient {
  readonly #endpointOf: (resource: GroupVersionResource) => ObjectEndpoint
  readonly #finder: ResourceFinder

  /** @internal made by `ScaleClient.scales` */
  constructor(endpointOf: (resource: GroupVersionResource) => ObjectEndpoint, finder: ResourceFinder) {
    this.#endpointOf = endpointOf
    this.#finder = finder
  }

  /** Reads the scale of an object: `get({ group: 'apps', resource: 'deployments' }, 'web')`. */
  async get(resource: GroupResource, name: string, options?: Own<GetOptions>): Promise<ScaleResponse> {
    const sorted = sortOptions('options', options)
    requireName('name', name)
    const endpoint = await this.#find(resource, sorted)
    return send(endpoint.object(endpoint.rest.get(), name, ['scale']), sorted)
  }

  /**
   * Sets `spec.replicas` of the object that `scale.metadata.name` names. With a `resourceVersion`, a conflict is
   * noticed.
   */
  async update(
    resource: GroupResource,
    scale: ScaleUpdate | ScaleResponse,
    options?: Own<UpdateOptions>,
  ): Promise<ScaleResponse> {
    const sorted = sortOptions('options', options)
    const name = requireNameOf('scale', requireObject('scale', scale))
    const endpoint = await this.#find(resource, sorted)
    const { namespace } = endpoint
    const sent = { ...scale, metadata: { ...(namespace === '' ? {} : { namespace }), ...scale.metadata } }
    return send(endpoint.object(endpoint.rest.put(), name, ['scale']).body(withType(sent, scaleType)), sorted)
  }

  /** Changes the scale of an object: `patch(resource, 'web', { type: 'merge', body: { spec: { replicas: 3 } } })`. */
  async patch(
    resource: GroupResource | GroupVersionResource,
    name: string,
    patch: UntypedPatch,
    options?: Own<PatchOptions>,
  ): Promise<ScaleResponse> {
    const sorted = sortOptions('options', options)
    requireName('name', name)
    const { type, body } = requirePatch(patch)
    const endpoint = await this.#find(resource, sorted)
    return send(endpoint.object(endpoint.rest.patch(type), name, ['scale']).body(body), sorted)
  }

  async #find(resource: GroupResource | GroupVersionResource, { call }: SortedOptions): Promise<ObjectEndpoint> {
    requireObject('resource', resource)
    if ('version' in resource) return this.#endpointOf(requireResource(resource))
    const { group, resource: name } = requireResource({ version: 'any', ...resource })
    return this.#endpointOf(await this.#finder.resourceFor({ group, resource: name }, call))
  }
}

/**
 * A client for the scale of whatever has one, custom resources included.
 *
 * All methods reject as those of {@link DynamicResourceClient} do, and with what the finder throws.
 *
 * Source: `ScalesGetter` in k8s.io/client-go/scale.
 */
export class ScaleClient {
  readonly #root: ClientRoot
  readonly #finder: ResourceFinder

  /**
   * @param from a config, or a REST client, which stays its maker's to close
   * @param finder says which version of a resource to use: `dynamic.mapper`, or any other `RESTMapper`
   * @throws {ConfigError} if the config cannot be meant
   */
  constructor(from: RestConfig | RESTClient, finder: ResourceFinder) {
    this.#root = new ClientRoot(from)
    this.#finder = finder
  }

  /** The scales of a namespace; of resources that are in none, with an empty string. */
  scales(namespace: string): NamespacedScaleClient {
    const endpointOf = (gvr: GroupVersionResource) => new ObjectEndpoint(this.#root.restClient(gvr), gvr, namespace)
    return new NamespacedScaleClient(endpointOf, this.#finder)
  }

  /** Lets go of the connections; the last client of a config closes them. */
  close(): Promise<void> {
    return this.#root.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

const scaleType = { kind: 'Scale', apiVersion: 'autoscaling/v1' }

async function send(
  request: ReturnType<ObjectEndpoint['object']>,
  { call, wire }: SortedOptions,
): Promise<ScaleResponse> {
  return withType(await request.versionedParams(wire).into<ScaleResponse>(call), scaleType)
}
