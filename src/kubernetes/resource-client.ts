import type { Status } from '../errors/index.ts'
import type { KubernetesObject } from '../meta/index.ts'
import type { ResourceDescriptor, ResourceMethod } from '../resources/index.ts'
import type { Request, Watch } from '../rest/index.ts'
import { withType } from '../rest/item-type.ts'
import { asSent, type Body, requireNameOf, requireObject, type SortedOptions, sortOptions } from '../verbs/arguments.ts'
import { eachItem, listPages } from '../verbs/pages.ts'
import type { Patch, UntypedPatch } from '../verbs/patches.ts'
import {
  type List,
  limitedBy,
  refuseManagedFields,
  requirePatch,
  sendDelete,
  sendDeleteCollection,
  sendList,
  sendWatch,
  withoutFalseForce,
} from '../verbs/send-verbs.ts'
import { type Endpoint, holdsOwnKind } from './endpoint.ts'

/**
 * The client of one resource: does what a descriptor says. Its methods are those of {@link BaseMethods} and its kin,
 * where they have their types; the ones that a resource lacks refuse with a `RequestError`.
 */
export class ResourceClient {
  protected readonly endpoint: Endpoint

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint
  }

  get descriptor(): ResourceDescriptor {
    return this.endpoint.descriptor
  }

  /** The namespace that the client acts in; empty for all of them, and for a resource that is in none. */
  get namespace(): string {
    return this.endpoint.namespace
  }

  async create(body: Body, options?: object): Promise<KubernetesObject> {
    const sorted = sortOptions('options', options)
    const { subresource } = sorted
    requireObject('body', body)
    const request =
      subresource.length === 0
        ? this.endpoint.scopedCollection('create', 'post')
        : this.endpoint.object('create', this.endpoint.rest.post(), requireNameOf('body', body), subresource)
    return this.#write(request, body, sorted)
  }

  update(body: Body, options?: object): Promise<KubernetesObject> {
    return this.#update('update', body, options)
  }

  updateStatus(body: Body, options?: object): Promise<KubernetesObject> {
    return this.#update('updateStatus', body, options, ['status'])
  }

  async delete(name: string, options?: object): Promise<Status | KubernetesObject> {
    const sorted = sortOptions('options', options)
    const request = this.endpoint.object('delete', this.endpoint.rest.delete(), name, sorted.subresource)
    const answer = await sendDelete(request, sorted)
    return holdsOwnKind(sorted.subresource) ? withType(answer, this.endpoint.type) : answer
  }

  async deleteCollection(deleteOptions?: object, listOptions?: object): Promise<Status | List> {
    const start = (wire: SortedOptions['wire']) =>
      limitedBy(this.endpoint.scopedCollection('deleteCollection', 'delete'), wire).itemType(this.endpoint.type)
    const answer = await sendDeleteCollection(start, deleteOptions, listOptions)
    return 'items' in answer ? withType(answer, this.endpoint.listType) : answer
  }

  async get(name: string, options?: object): Promise<KubernetesObject> {
    const sorted = sortOptions('options', options)
    const request = this.endpoint.object('get', this.endpoint.rest.get(), name, sorted.subresource)
    return this.endpoint.into(request.versionedParams(sorted.wire), sorted)
  }

  async list(options?: object): Promise<List> {
    const sorted = sortOptions('options', options)
    const request = limitedBy(this.endpoint.collection('list', 'get'), sorted.wire).itemType(this.endpoint.type)
    return withType(await sendList(request, sorted), this.endpoint.listType)
  }

  watch(options?: object): Watch<KubernetesObject> {
    const sorted = sortOptions('options', options)
    const request = limitedBy(this.endpoint.collection('watch', 'get'), sorted.wire)
    return sendWatch(request.itemType(this.endpoint.type), sorted)
  }

  listPages(options?: object): AsyncIterable<List> {
    return listPages((page) => this.list(page), options)
  }

  each(options?: object): AsyncIterable<KubernetesObject> {
    return eachItem(this.listPages(options))
  }

  async patch(name: string, patch: Patch, options?: object): Promise<KubernetesObject> {
    const sorted = sortOptions('options', options)
    const { type, body } = requirePatch(patch as UntypedPatch)
    const request = this.endpoint.object('patch', this.endpoint.rest.patch(type), name, sorted.subresource)
    const isApply = type === 'apply' && holdsOwnKind(sorted.subresource)
    const sent = isApply ? asSent(body, this.endpoint.type) : body
    // A patch has a content type of its own, which the builder keeps.
    return this.endpoint.into(request.body(sent).versionedParams(sorted.wire), sorted)
  }

  apply(body: Body, options: object): Promise<KubernetesObject> {
    return this.#apply('apply', body, options)
  }

  applyStatus(body: Body, options: object): Promise<KubernetesObject> {
    return this.#apply('applyStatus', body, options, ['status'])
  }

  /** Replaces what a subresource of the same kind holds. */
  protected async replaceAt(
    method: ResourceMethod,
    name: string,
    subresource: string,
    body: Body,
    options: object | undefined,
  ): Promise<KubernetesObject> {
    const sorted = { ...sortOptions('options', options), subresource: [subresource] }
    requireObject('body', body)
    return this.#write(this.endpoint.object(method, this.endpoint.rest.put(), name, [subresource]), body, sorted)
  }

  async #update(
    method: ResourceMethod,
    body: Body,
    options: object | undefined,
    subresource?: readonly string[],
  ): Promise<KubernetesObject> {
    const sorted = { ...sortOptions('options', options), ...(subresource && { subresource }) }
    const name = requireNameOf('body', body)
    const request = this.endpoint.object(method, this.endpoint.rest.put(), name, sorted.subresource)
    return this.#write(request, body, sorted)
  }

  async #apply(
    method: ResourceMethod,
    body: Body,
    options: object,
    subresource?: readonly string[],
  ): Promise<KubernetesObject> {
    const sorted = { ...sortOptions('options', options), ...(subresource && { subresource }) }
    const name = requireNameOf('body', body)
    refuseManagedFields(body)
    const request = this.endpoint.object(method, this.endpoint.rest.patch('apply'), name, sorted.subresource)
    return this.#write(request, body, { ...sorted, wire: withoutFalseForce(sorted.wire) })
  }

  #write(request: Request, body: object, sorted: SortedOptions): Promise<KubernetesObject> {
    request.body(asSent(body, this.endpoint.type)).versionedParams(sorted.wire)
    return this.endpoint.into(request, sorted)
  }
}
