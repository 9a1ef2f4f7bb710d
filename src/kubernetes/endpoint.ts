import { RequestError } from '../errors/index.ts'
import { formatGroupVersion } from '../meta/index.ts'
import { baseMethods, type ResourceDescriptor, type ResourceMethod } from '../resources/index.ts'
import type { ObjectType, RESTClient, Request } from '../rest/index.ts'
import { withType } from '../rest/item-type.ts'
import { requireName, type SortedOptions } from '../verbs/arguments.ts'
import type { OwnSubresource } from '../verbs/options.ts'

const ownSubresources: ReadonlySet<string> = new Set<OwnSubresource>([
  'status',
  'approval',
  'ephemeralcontainers',
  'finalize',
  'resize',
])

/** Whether a subresource, or the resource itself, holds the resource's kind. What others hold is not known here. */
export function holdsOwnKind([first, second]: readonly string[]): boolean {
  return first === undefined || (second === undefined && ownSubresources.has(first))
}

/** The HTTP methods that a client sends, by the names of a REST client's shorthands. */
type Send = 'get' | 'post' | 'put' | 'delete'

/**
 * Where the requests of a resource's client go: the resource, and the namespace it acts in. What all methods check is
 * checked here.
 */
export class Endpoint {
  readonly rest: RESTClient
  readonly descriptor: ResourceDescriptor
  /** Empty: all namespaces, or none because the resource has none. */
  readonly namespace: string
  /** What the objects are. */
  readonly type: ObjectType
  /** What a list of them is. */
  readonly listType: ObjectType
  readonly #methods: ReadonlySet<ResourceMethod>

  /** @throws {RequestError} for a namespace that is no string, or where the resource is not in one */
  constructor(rest: RESTClient, descriptor: ResourceDescriptor, namespace: string | undefined) {
    const { resource, kind, listKind = `${kind}List`, namespaced } = descriptor
    if (namespace !== undefined && typeof namespace !== 'string') {
      throw new RequestError(`invalid namespace of ${resource}: expected a string, found ${typeof namespace}`)
    }
    if (namespace !== undefined && !namespaced) {
      throw new RequestError(`invalid namespace "${namespace}": ${resource} are not in namespaces`)
    }
    this.rest = rest
    this.descriptor = descriptor
    this.namespace = namespace ?? ''
    const apiVersion = formatGroupVersion(descriptor)
    this.type = { kind, apiVersion }
    this.listType = { kind: listKind, apiVersion }
    this.#methods = methodsOf(descriptor)
  }

  /** Whether the resource has a method. */
  has(method: ResourceMethod): boolean {
    return this.#methods.has(method)
  }

  /** A request for all objects, in the namespace or in all of them. */
  collection(method: ResourceMethod, send: Send): Request {
    this.requireMethod(method)
    const request = this.rest[send]().resource(this.descriptor.resource)
    return this.namespace === '' ? request : request.namespace(this.namespace)
  }

  /** A request for all objects of one namespace, or of a resource that is not in namespaces. */
  scopedCollection(method: ResourceMethod, send: Send): Request {
    this.requireNamespace(method)
    return this.collection(method, send)
  }

  /** A request for one object, or a subresource of it. */
  object(method: ResourceMethod, request: Request, name: unknown, subresource: readonly string[] = []): Request {
    this.requireMethod(method)
    this.requireNamespace(method)
    request.resource(this.descriptor.resource).name(requireName('name', name))
    if (this.namespace !== '') request.namespace(this.namespace)
    return subresource.length === 0 ? request : request.subresource(...subresource)
  }

  /** Sends a request whose answer is one object. */
  async into<T>(request: Request, { call, subresource }: Pick<SortedOptions, 'call' | 'subresource'>): Promise<T> {
    const answer = await request.into<T>(call)
    return holdsOwnKind(subresource) ? withType(answer, this.type) : answer
  }

  /** @throws {RequestError} if the resource has no such method */
  requireMethod(method: ResourceMethod): void {
    if (this.has(method)) return
    throw new RequestError(`${this.descriptor.resource} (${this.type.apiVersion}) have no method ${method}`)
  }

  /** @throws {RequestError} if the client is one for all namespaces */
  requireNamespace(method: string): void {
    if (!this.descriptor.namespaced || this.namespace !== '') return
    throw new RequestError(`${method} of ${this.descriptor.resource} needs a namespace`)
  }
}

const knownMethods = new WeakMap<ResourceDescriptor, ReadonlySet<ResourceMethod>>()

/** The methods of a resource's client. One that does not list them has the base ones, and those of its subresources. */
function methodsOf(descriptor: ResourceDescriptor): ReadonlySet<ResourceMethod> {
  const known = knownMethods.get(descriptor)
  if (known !== undefined) return known
  const methods = new Set<ResourceMethod>(descriptor.methods ?? defaultMethods(descriptor))
  knownMethods.set(descriptor, methods)
  return methods
}

function defaultMethods({ subresources = [] }: ResourceDescriptor): readonly ResourceMethod[] {
  return [
    ...baseMethods,
    ...(subresources.includes('status') ? (['updateStatus', 'applyStatus'] as const) : []),
    ...(subresources.includes('scale') ? (['getScale', 'updateScale', 'applyScale'] as const) : []),
  ]
}
