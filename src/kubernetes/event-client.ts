import { RequestError } from '../errors/index.ts'
import { formatFieldSelector, type KubernetesList, type KubernetesObject } from '../meta/index.ts'
import type { ResourceMethod } from '../resources/index.ts'
import { type Body, requireObject } from '../verbs/arguments.ts'
import type { Patch } from '../verbs/patches.ts'
import { Endpoint } from './endpoint.ts'
import { ResourceClient } from './resource-client.ts'
import type { EventSubject, InvolvedObject } from './special-methods.ts'

/** Events can be written from a client of all namespaces: each names its own. */
export class EventClient extends ResourceClient {
  async createWithEventNamespace(body: Body, options?: object): Promise<KubernetesObject> {
    return this.#inNamespaceOf('body', body, 'createWithEventNamespace').create(body, options)
  }

  async updateWithEventNamespace(body: Body, options?: object): Promise<KubernetesObject> {
    return this.#inNamespaceOf('body', body, 'updateWithEventNamespace').update(body, options)
  }

  async patchWithEventNamespace(event: Body, patch: Patch, options?: object): Promise<KubernetesObject> {
    const client = this.#inNamespaceOf('event', event, 'patchWithEventNamespace')
    return client.patch(event.metadata?.name ?? '', patch, options)
  }

  async search(object: EventSubject, options?: object): Promise<KubernetesList<KubernetesObject>> {
    this.endpoint.requireMethod('search')
    const about = referenceTo(requireObject('object', object))
    const { namespace = '' } = about
    if (this.namespace !== '' && namespace !== this.namespace) {
      throw new RequestError(`events about an object in namespace "${namespace}" are not in "${this.namespace}"`)
    }
    return this.list({ ...options, fieldSelector: this.getFieldSelector(about) })
  }

  getFieldSelector(about: InvolvedObject): string {
    this.endpoint.requireMethod('getFieldSelector')
    const fields = (['kind', 'name', 'namespace', 'uid'] as const).flatMap((field) => {
      const value = about[field]
      return value === undefined ? [] : [{ field: `involvedObject.${field}`, operator: '=' as const, value }]
    })
    return formatFieldSelector(fields)
  }

  #inNamespaceOf(argument: string, event: Body, method: ResourceMethod): ResourceClient {
    this.endpoint.requireMethod(method)
    const namespace = requireObject(argument, event).metadata?.namespace ?? ''
    if (namespace === '') throw new RequestError(`invalid ${argument}: metadata.namespace may not be empty`)
    if (this.namespace !== '' && namespace !== this.namespace) {
      throw new RequestError(
        `invalid ${argument}: it is in namespace "${namespace}", and this client in "${this.namespace}"`,
      )
    }
    const { rest, descriptor } = this.endpoint
    return new ResourceClient(new Endpoint(rest, descriptor, namespace))
  }
}

/** A reference is taken as it is; of an object, what identifies it. */
function referenceTo(object: EventSubject): InvolvedObject {
  if (!('metadata' in object) || object.metadata === undefined) return object as InvolvedObject
  const { name, namespace, uid } = object.metadata
  return { kind: object.kind, name, namespace, uid }
}
