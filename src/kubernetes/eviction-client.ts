import { RequestError, type Status } from '../errors/index.ts'
import type { ResourceDescriptor } from '../resources/index.ts'
import type { Request } from '../rest/index.ts'
import { asSent, type Body, requireNameOf, sortOptions } from '../verbs/arguments.ts'
import type { Endpoint } from './endpoint.ts'
import type { EvictionBody } from './special-types.ts'

/** Evictions of `policy`, which are no resource of that group: they are created at the pod. */
export class EvictionClient {
  readonly #endpoint: Endpoint

  constructor(endpoint: Endpoint) {
    this.#endpoint = endpoint
  }

  get descriptor(): ResourceDescriptor {
    return this.#endpoint.descriptor
  }

  get namespace(): string {
    return this.#endpoint.namespace
  }

  async evict(body: EvictionBody, options?: object): Promise<Status> {
    const name = requireNameOf('body', body)
    const namespace = body.metadata?.namespace || this.#endpoint.namespace
    if (namespace === '') throw new RequestError('invalid body: metadata.namespace may not be empty')
    const request = this.#endpoint.rest.post().absPath('/api/v1').namespace(namespace).resource('pods').name(name)
    const eviction = { ...body, metadata: { ...body.metadata, namespace } }
    return sendEviction(request.subresource('eviction'), eviction, this.#endpoint.type.apiVersion, options)
  }
}

/** Sends an eviction to a pod's subresource. `body.metadata` has its identity. */
export function sendEviction(
  request: Request,
  body: Body,
  apiVersion: string,
  options: object | undefined,
): Promise<Status> {
  const { call, wire } = sortOptions('options', options)
  return request
    .body(asSent(body, { kind: 'Eviction', apiVersion }))
    .versionedParams(wire)
    .into<Status>(call)
}
