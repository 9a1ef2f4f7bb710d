import type { ScaleResponse } from '../api/autoscaling/v1.ts'
import type { DeploymentRollback } from '../api/extensions/v1beta1.ts'
import type { Status } from '../errors/index.ts'
import { formatGroupVersion } from '../meta/index.ts'
import type { ResourceMethod } from '../resources/index.ts'
import type { ObjectType, Request } from '../rest/index.ts'
import { withType } from '../rest/item-type.ts'
import { asSent, type Body, requireName, requireObject, sortOptions } from '../verbs/arguments.ts'
import { refuseManagedFields, withoutFalseForce } from '../verbs/send-verbs.ts'
import { ResourceClient } from './resource-client.ts'
import type { ScaleApplyBody, ScaleBody } from './special-types.ts'

/** Groups from the time before `autoscaling` had a scale for all. */
const ownScale: ReadonlySet<string> = new Set(['apps/v1beta1', 'apps/v1beta2', 'extensions/v1beta1'])

export class ScaleClient extends ResourceClient {
  async getScale(name: string, options?: object): Promise<ScaleResponse> {
    return this.#send('getScale', this.endpoint.rest.get(), name, undefined, options)
  }

  async updateScale(name: string, body: ScaleBody, options?: object): Promise<ScaleResponse> {
    return this.#send('updateScale', this.endpoint.rest.put(), name, this.#named(name, body), options)
  }

  async applyScale(name: string, body: ScaleApplyBody, options: object): Promise<ScaleResponse> {
    refuseManagedFields(requireObject('body', body))
    return this.#send('applyScale', this.endpoint.rest.patch('apply'), name, this.#named(name, body), options)
  }

  async #send(
    method: ResourceMethod,
    started: Request,
    name: string,
    body: object | undefined,
    options: object | undefined,
  ): Promise<ScaleResponse> {
    const { call, wire } = sortOptions('options', options)
    const request = this.endpoint.object(method, started, name, ['scale']).body(body)
    const scale = await request.versionedParams(withoutFalseForce(wire)).into<ScaleResponse>(call)
    return withType(scale, this.#scaleType())
  }

  /** A server wants to read the name in the body too. */
  #named(name: string, body: Body): object {
    const { metadata } = requireObject('body', body)
    return asSent({ ...body, metadata: { name, namespace: this.namespace, ...metadata } }, this.#scaleType())
  }

  #scaleType(): ObjectType {
    const groupVersion = formatGroupVersion(this.descriptor)
    return { kind: 'Scale', apiVersion: ownScale.has(groupVersion) ? groupVersion : 'autoscaling/v1' }
  }
}

/** Deployments of `extensions`. */
export class RollbackClient extends ScaleClient {
  async rollback(body: DeploymentRollback, options?: object): Promise<Status> {
    const { call, wire } = sortOptions('options', options)
    const name = requireName('body.name', requireObject('body', body).name)
    const request = this.endpoint.object('rollback', this.endpoint.rest.post(), name, ['rollback'])
    const { apiVersion } = this.endpoint.type
    return request
      .body(asSent(body, { kind: 'DeploymentRollback', apiVersion }))
      .versionedParams(wire)
      .into<Status>(call)
  }
}
