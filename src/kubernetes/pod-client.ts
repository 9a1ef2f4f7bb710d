import type { Binding } from '../api/core/v1.ts'
import type { Status } from '../errors/index.ts'
import type { KubernetesObject } from '../meta/index.ts'
import type { StreamOptions } from '../rest/index.ts'
import { asSent, type Body, requireObject, sortOptions } from '../verbs/arguments.ts'
import { sendEviction } from './eviction-client.ts'
import { ProxyClient } from './proxy-client.ts'
import { type RawAnswer, rawAnswer } from './raw-answer.ts'
import type { EvictionBody, PodLogOptions } from './special-types.ts'

export class PodClient extends ProxyClient {
  async evict(name: string, body: EvictionBody = {}, options?: object): Promise<Status> {
    const request = this.endpoint.object('evict', this.endpoint.rest.post(), name, ['eviction'])
    return sendEviction(request, this.#identified(name, requireObject('body', body)), 'policy/v1', options)
  }

  async bind(name: string, body: Binding, options?: object): Promise<Status> {
    const { call, wire } = sortOptions('options', options)
    const binding = asSent(this.#identified(name, requireObject('body', body)), { kind: 'Binding', apiVersion: 'v1' })
    const request = this.endpoint.object('bind', this.endpoint.rest.post(), name, ['binding'])
    return request.body(binding).versionedParams(wire).into<Status>(call)
  }

  getLogs(name: string, options?: PodLogOptions & StreamOptions): RawAnswer {
    const { call, wire } = sortOptions('options', options)
    return rawAnswer(
      () => this.endpoint.object('getLogs', this.endpoint.rest.get(), name, ['log']).versionedParams(wire),
      call,
    )
  }

  updateEphemeralContainers(name: string, body: Body, options?: object): Promise<KubernetesObject> {
    return this.replaceAt('updateEphemeralContainers', name, 'ephemeralcontainers', body, options)
  }

  updateResize(name: string, body: Body, options?: object): Promise<KubernetesObject> {
    return this.replaceAt('updateResize', name, 'resize', body, options)
  }

  #identified(name: string, body: Body): Body {
    return { ...body, metadata: { name, namespace: this.namespace, ...body.metadata } }
  }
}
