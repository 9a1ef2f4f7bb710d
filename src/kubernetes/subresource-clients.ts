import type { TokenRequest, TokenRequestResponse } from '../api/authentication/v1.ts'
import type { KubernetesObject } from '../meta/index.ts'
import { withType } from '../rest/item-type.ts'
import { asSent, type Body, requireNameOf, requireObject, sortOptions } from '../verbs/arguments.ts'
import { ProxyClient } from './proxy-client.ts'
import { ResourceClient } from './resource-client.ts'

// Clients of resources that have one method of their own, which writes to a subresource. They share a file because
// each file costs time at the import of the clientset.

export class NodeClient extends ProxyClient {
  async patchStatus(name: string, body: object, options?: object): Promise<KubernetesObject> {
    const sorted = { ...sortOptions('options', options), subresource: ['status'] }
    const request = this.endpoint.object('patchStatus', this.endpoint.rest.patch('strategic'), name, ['status'])
    request.body(requireObject('body', body)).versionedParams(sorted.wire)
    return this.endpoint.into(request, sorted)
  }
}

export class NamespaceClient extends ResourceClient {
  async finalize(body: Body, options?: object): Promise<KubernetesObject> {
    return this.replaceAt('finalize', requireNameOf('body', body), 'finalize', body, options)
  }
}

const tokenRequestType = { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1' }

export class ServiceAccountClient extends ResourceClient {
  async createToken(name: string, body?: TokenRequest, options?: object): Promise<TokenRequestResponse> {
    const { call, wire } = sortOptions('options', options)
    const request = this.endpoint.object('createToken', this.endpoint.rest.post(), name, ['token'])
    // The spec is not optional to a server, though everything in it is.
    const sent = asSent({ spec: {}, ...requireObject('body', body ?? {}) }, tokenRequestType)
    return withType(await request.body(sent).versionedParams(wire).into<TokenRequestResponse>(call), tokenRequestType)
  }
}

export class CertificateSigningRequestClient extends ResourceClient {
  updateApproval(name: string, body: Body, options?: object): Promise<KubernetesObject> {
    return this.replaceAt('updateApproval', name, 'approval', body, options)
  }
}
