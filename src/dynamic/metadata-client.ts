import type { Status } from '../errors/index.ts'
import type { GroupVersionResource, KubernetesObject, ListMeta, StoredObjectMeta } from '../meta/index.ts'
import type { RESTClient, RestConfig, Watch, WatchEvent } from '../rest/index.ts'
import { sortOptions } from '../verbs/arguments.ts'
import { ClientRoot } from '../verbs/client-root.ts'
import type {
  DeleteCollectionListOptions,
  DeleteOptions,
  GetOptions,
  ListOptions,
  PageOptions,
  PatchOptions,
  Subresource,
  WatchOptions,
} from '../verbs/options.ts'
import { eachItem, listPages } from '../verbs/pages.ts'
import type { UntypedPatch } from '../verbs/patches.ts'
import { requirePatch, sendDelete, sendDeleteCollection, sendList, sendWatch } from '../verbs/send-verbs.ts'
import { ObjectEndpoint, requireResource } from './object-endpoint.ts'

/** An object's metadata, whatever its kind is. */
export interface PartialObjectMetadata {
  apiVersion: 'meta.k8s.io/v1'
  kind: 'PartialObjectMetadata'
  metadata: StoredObjectMeta
}

export interface PartialObjectMetadataList {
  apiVersion: 'meta.k8s.io/v1'
  kind: 'PartialObjectMetadataList'
  metadata: ListMeta
  items: PartialObjectMetadata[]
}

type At<Options> = Options & { readonly subresource?: Subresource | undefined }

const acceptObject = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json'
const acceptList = 'application/json;as=PartialObjectMetadataList;g=meta.k8s.io;v=v1,application/json'

/**
 * Reads and deletes objects of any resource without their content: only the metadata is sent. A server that cannot do
 * so sends whole objects, of which the metadata is kept.
 *
 * Arguments, checks and errors are those of {@link DynamicResourceClient}.
 *
 * Source: `ResourceInterface` in k8s.io/client-go/metadata.
 */
export class MetadataResourceClient {
  protected readonly endpoint: ObjectEndpoint

  /** @internal made by `MetadataClient` */
  constructor(endpoint: ObjectEndpoint) {
    this.endpoint = endpoint
  }

  /** What the client is for. The namespace is empty for all of them, and for a resource that is in none. */
  get location(): GroupVersionResource & { readonly namespace: string } {
    return { ...this.endpoint.resource, namespace: this.endpoint.namespace }
  }

  async get(name: string, options?: At<GetOptions>): Promise<PartialObjectMetadata> {
    const { call, wire, subresource } = sortOptions('options', options)
    const request = this.endpoint.object(this.endpoint.rest.get(), name, subresource, acceptObject)
    return metadataOf(await request.versionedParams(wire).into<KubernetesObject>(call))
  }

  async list(options?: ListOptions): Promise<PartialObjectMetadataList> {
    const sorted = sortOptions('options', options)
    const request = this.endpoint.collection(this.endpoint.rest.get(), acceptList)
    return listOf(await sendList(request, sorted))
  }

  /** Watches: one iteration is one connection, `break` closes it, and it ends when the server ends it. */
  watch(options?: WatchOptions): Watch<PartialObjectMetadata> {
    const sorted = sortOptions('options', options)
    const request = this.endpoint.collection(this.endpoint.rest.get(), acceptObject)
    return watchOf(sendWatch(request, sorted))
  }

  /** Reads a list page by page, 500 items at a time unless `limit` says otherwise. */
  listPages(options?: PageOptions): AsyncIterable<PartialObjectMetadataList> {
    return listPages((page) => this.list(page), options) as AsyncIterable<PartialObjectMetadataList>
  }

  /** Gives all items one by one, reading them page by page, and no object twice. */
  each(options?: PageOptions): AsyncIterable<PartialObjectMetadata> {
    return eachItem(this.listPages(options)) as AsyncIterable<PartialObjectMetadata>
  }

  /** Changes some of an object, such as its labels. */
  async patch(name: string, patch: UntypedPatch, options?: At<PatchOptions>): Promise<PartialObjectMetadata> {
    const { call, wire, subresource } = sortOptions('options', options)
    const { type, body } = requirePatch(patch)
    const request = this.endpoint.object(this.endpoint.rest.patch(type), name, subresource, acceptObject)
    return metadataOf(await request.body(body).versionedParams(wire).into<KubernetesObject>(call))
  }

  /** Deletes an object. Gives its metadata if it stays for a while; a Status of success if not. */
  async delete(name: string, options?: At<DeleteOptions>): Promise<Status | PartialObjectMetadata> {
    const sorted = sortOptions('options', options)
    const request = this.endpoint.object(this.endpoint.rest.delete(), name, sorted.subresource, acceptObject)
    const answer = await sendDelete(request, sorted)
    return isStatus(answer) ? answer : metadataOf(answer)
  }

  /** Deletes all objects that are selected; none left out if nothing is selected. */
  async deleteCollection(
    deleteOptions?: DeleteOptions,
    listOptions?: DeleteCollectionListOptions,
  ): Promise<Status | PartialObjectMetadataList> {
    const start = () => this.endpoint.collection(this.endpoint.rest.delete(), acceptList)
    const answer = await sendDeleteCollection(start, deleteOptions, listOptions)
    return 'items' in answer ? listOf(answer) : answer
  }
}

/** The client of a resource in all namespaces, or of one that is in none. */
export class NamespaceableMetadataClient extends MetadataResourceClient {
  /** The same in one namespace; empty for all of them. */
  namespace(namespace: string): MetadataResourceClient {
    return new MetadataResourceClient(this.endpoint.inNamespace(namespace))
  }
}

/**
 * A client for the metadata of objects of any kind, which costs a fraction of what the whole objects cost:
 * `metadata.resource({ group: '', version: 'v1', resource: 'pods' }).namespace('default').list()`.
 *
 * Source: `Interface` in k8s.io/client-go/metadata.
 */
export class MetadataClient {
  readonly #root: ClientRoot

  /**
   * @param from a config, or a REST client, which stays its maker's to close
   * @throws {ConfigError} if the config cannot be meant
   */
  constructor(from: RestConfig | RESTClient) {
    this.#root = new ClientRoot(from)
  }

  /** The client of a resource. Nothing is asked for it. Throws as `DynamicClient.resource` does. */
  resource(resource: GroupVersionResource): NamespaceableMetadataClient {
    const required = requireResource(resource)
    return new NamespaceableMetadataClient(new ObjectEndpoint(this.#root.restClient(required), required, ''))
  }

  /** Lets go of the connections; the last client of a config closes them. */
  close(): Promise<void> {
    return this.#root.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/** Servers leave out of the items of a list what they are; others send whole objects. */
function metadataOf({ metadata }: KubernetesObject): PartialObjectMetadata {
  return {
    kind: 'PartialObjectMetadata',
    apiVersion: 'meta.k8s.io/v1',
    metadata: metadata as StoredObjectMeta,
  }
}

function listOf(list: { metadata: ListMeta; items: KubernetesObject[] }): PartialObjectMetadataList {
  const { metadata, items } = list
  return { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata, items: items.map(metadataOf) }
}

function isStatus(answer: Status | KubernetesObject): answer is Status {
  return answer.kind === 'Status'
}

function watchOf(watch: Watch<KubernetesObject>): Watch<PartialObjectMetadata> {
  return {
    [Symbol.asyncIterator]() {
      const events = watch[Symbol.asyncIterator]()
      return {
        async next() {
          const result = await events.next()
          return result.done ? { done: true, value: undefined } : { done: false, value: eventOf(result.value) }
        },
        return: () => events.return(),
      }
    },
  }
}

function eventOf(event: WatchEvent<KubernetesObject>): WatchEvent<PartialObjectMetadata> {
  return event.type === 'BOOKMARK' ? event : { type: event.type, object: metadataOf(event.object) }
}
