import { DecodeError, RequestError, type Status } from '../errors/index.ts'
import type { GroupVersionResource, KubernetesObject, Stored, Unstructured, UnstructuredList } from '../meta/index.ts'
import type { ObjectType, Request, Watch } from '../rest/index.ts'
import { withItemTypes } from '../rest/item-type.ts'
import { requireNameOf, requireObject, type SortedOptions, sortOptions } from '../verbs/arguments.ts'
import type {
  ApplyOptions,
  CreateOptions,
  DeleteCollectionListOptions,
  DeleteOptions,
  GetOptions,
  ListOptions,
  PageOptions,
  PatchOptions,
  Subresource,
  UpdateOptions,
  WatchOptions,
} from '../verbs/options.ts'
import { eachItem, listPages } from '../verbs/pages.ts'
import type { UntypedPatch } from '../verbs/patches.ts'
import {
  refuseManagedFields,
  requirePatch,
  sendDelete,
  sendDeleteCollection,
  sendList,
  sendWatch,
  withoutFalseForce,
} from '../verbs/send-verbs.ts'
import type { ObjectEndpoint } from './object-endpoint.ts'

/** Options of a call that can be led to a subresource. */
type At<Options> = Options & { readonly subresource?: Subresource | undefined }
type Plain<Options> = Omit<Options, 'subresource'>

/**
 * The client of any resource: of one namespace, of all of them, or of a resource that is in none. `T` is not checked.
 *
 * All methods reject with a `RequestError` if an argument is refused (nothing was sent then), with a `StatusError` if
 * the server refuses, with a `TransportError` if there is no answer, with a `DecodeError` if the answer has no kind,
 * and with the reason of a `signal` that fires. Arguments are never changed; names are sent as they are. An object is
 * sent as it is: servers want `apiVersion` and `kind` in those of custom resources.
 *
 * Source: `ResourceInterface` in k8s.io/client-go/dynamic.
 */
export class DynamicResourceClient<T extends KubernetesObject = Unstructured> {
  protected readonly endpoint: ObjectEndpoint

  /** @internal made by `DynamicClient` */
  constructor(endpoint: ObjectEndpoint) {
    this.endpoint = endpoint
  }

  /** What the client is for. The namespace is empty for all of them, and for a resource that is in none. */
  get location(): GroupVersionResource & { readonly namespace: string } {
    return { ...this.endpoint.resource, namespace: this.endpoint.namespace }
  }

  /** Creates an object. With a subresource, `metadata.name` says of which object. */
  async create(object: T | KubernetesObject, options?: At<CreateOptions>): Promise<Stored<T>> {
    const sorted = sortOptions('options', options)
    requireObject('object', object)
    const request = this.endpoint.rest.post()
    if (sorted.subresource.length === 0) this.endpoint.collection(request)
    else this.endpoint.object(request, requireNameOf('object', object), sorted.subresource)
    return this.#write(request, object, sorted)
  }

  /**
   * Replaces the object that `object.metadata.name` names. If it has a `resourceVersion`, the server refuses with a
   * conflict (`isConflict`) when the object has changed since.
   */
  async update(object: T | KubernetesObject, options?: At<UpdateOptions>): Promise<Stored<T>> {
    const sorted = sortOptions('options', options)
    return this.#update(object, sorted)
  }

  /** Replaces the status of the object that `object.metadata.name` names. Its spec stays as it is. */
  async updateStatus(object: T | KubernetesObject, options?: Plain<UpdateOptions>): Promise<Stored<T>> {
    return this.#update(object, { ...sortOptions('options', options), subresource: ['status'] })
  }

  /**
   * Deletes an object.
   *
   * @returns the object if it stays for a while, because of a grace period or a finalizer; a Status of success if not
   */
  async delete(name: string, options?: At<DeleteOptions>): Promise<Status | Stored<T>> {
    const sorted = sortOptions('options', options)
    const request = this.endpoint.object(this.endpoint.rest.delete(), name, sorted.subresource)
    return (await sendDelete(request, sorted)) as Status | Stored<T>
  }

  /**
   * Deletes all objects that are selected; none left out if nothing is selected.
   *
   * @param deleteOptions how, and `signal` and `timeoutMs`
   * @param listOptions which
   * @returns the list of what was deleted, or a Status of success
   */
  async deleteCollection(
    deleteOptions?: DeleteOptions,
    listOptions?: DeleteCollectionListOptions,
  ): Promise<Status | UnstructuredList<T>> {
    const start = () => this.endpoint.collection(this.endpoint.rest.delete())
    const answer = await sendDeleteCollection(start, deleteOptions, listOptions)
    return 'items' in answer ? typed<T>(answer) : answer
  }

  async get(name: string, options?: At<GetOptions>): Promise<Stored<T>> {
    const sorted = sortOptions('options', options)
    const request = this.endpoint.object(this.endpoint.rest.get(), name, sorted.subresource)
    return into<Stored<T>>(request.versionedParams(sorted.wire), sorted)
  }

  /** Reads the list, or one page of it if there is a `limit`. `items` is always an array, and each says what it is. */
  async list(options?: ListOptions): Promise<UnstructuredList<T>> {
    const sorted = sortOptions('options', options)
    const request = this.endpoint.collection(this.endpoint.rest.get())
    const list = await sendList(request, sorted)
    requireKind(list, request)
    return typed<T>(list)
  }

  /**
   * Watches: one iteration is one connection, `break` closes it, and it ends when the server ends it. With the
   * `metadata.resourceVersion` of a list, nothing is missed in between.
   *
   * The iteration throws an ERROR event as a `StatusError`.
   */
  watch(options?: WatchOptions): Watch<Stored<T>> {
    const sorted = sortOptions('options', options)
    return sendWatch(this.endpoint.collection(this.endpoint.rest.get()), sorted) as Watch<Stored<T>>
  }

  /** Reads a list page by page, 500 items at a time unless `limit` says otherwise. See `listPages` of the typed client. */
  listPages(options?: PageOptions): AsyncIterable<UnstructuredList<T>> {
    return listPages((page) => this.list(page), options) as AsyncIterable<UnstructuredList<T>>
  }

  /** Gives all items one by one, reading them page by page, and no object twice. */
  each(options?: PageOptions): AsyncIterable<Stored<T>> {
    return eachItem(this.listPages(options)) as AsyncIterable<Stored<T>>
  }

  /** Changes some of an object. */
  async patch(name: string, patch: UntypedPatch, options?: At<PatchOptions>): Promise<Stored<T>> {
    const sorted = sortOptions('options', options)
    const { type, body } = requirePatch(patch)
    const request = this.endpoint.object(this.endpoint.rest.patch(type), name, sorted.subresource)
    return into<Stored<T>>(request.body(body).versionedParams(sorted.wire), sorted)
  }

  /**
   * Makes the fields in `object` so, creates it if it is not there, and owns them from then on (server-side apply).
   * It needs `apiVersion` and `kind`, and no other name than `name`; `metadata.managedFields` is refused.
   */
  async apply(name: string, object: T | KubernetesObject, options: At<ApplyOptions>): Promise<Stored<T>> {
    return this.#apply(name, object, sortOptions('options', options))
  }

  /** {@link apply} of the status. */
  async applyStatus(name: string, object: T | KubernetesObject, options: Plain<ApplyOptions>): Promise<Stored<T>> {
    return this.#apply(name, object, { ...sortOptions('options', options), subresource: ['status'] })
  }

  #update(object: T | KubernetesObject, sorted: SortedOptions): Promise<Stored<T>> {
    const request = this.endpoint.object(this.endpoint.rest.put(), requireNameOf('object', object), sorted.subresource)
    return this.#write(request, object, sorted)
  }

  #apply(name: string, object: T | KubernetesObject, sorted: SortedOptions): Promise<Stored<T>> {
    const request = this.endpoint.object(this.endpoint.rest.patch('apply'), name, sorted.subresource)
    refuseManagedFields(requireObject('object', object))
    requireType(object)
    return this.#write(request, object, { ...sorted, wire: withoutFalseForce(sorted.wire) })
  }

  #write(request: Request, object: object, sorted: SortedOptions): Promise<Stored<T>> {
    return into<Stored<T>>(request.body(object).versionedParams(sorted.wire), sorted)
  }
}

/** @throws {RequestError} because a server's answer does not say what it misses: `invalid object type: /, Kind=` */
function requireType(object: KubernetesObject): void {
  for (const field of ['apiVersion', 'kind'] as const) {
    const value: unknown = object[field]
    if (typeof value === 'string' && value !== '') continue
    throw new RequestError(`invalid object: what is applied needs ${field}, a text`)
  }
}

/** Sends a request whose answer is one object. */
async function into<T>(request: Request, { call }: SortedOptions): Promise<T> {
  const answer = await request.into<T>(call)
  requireKind(answer, request)
  return answer
}

/** @throws {DecodeError} because an object that does not say what it is could be anything */
function requireKind(answer: unknown, request: Request): void {
  const kind: unknown = typeof answer === 'object' && answer !== null && 'kind' in answer ? answer.kind : undefined
  if (typeof kind === 'string' && kind !== '') return
  const { origin: host, pathname: path } = request.url()
  throw new DecodeError('the answer does not say what it is: it has no kind', { host, path })
}

/** A list whose items say what they are. Source: `UnstructuredList` in k8s.io/apimachinery, which takes it from the list. */
function typed<T extends KubernetesObject>(list: object): UnstructuredList<T> {
  const { kind = '', apiVersion = '' } = list as KubernetesObject
  const type: ObjectType = { kind: kind.replace(/List$/, ''), apiVersion }
  return (type.kind === '' ? list : withItemTypes(list, type)) as UnstructuredList<T>
}
