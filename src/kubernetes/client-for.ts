import type { ResourceMethod } from '../resources/index.ts'
import type { Endpoint } from './endpoint.ts'
import { EventClient } from './event-client.ts'
import { EvictionClient } from './eviction-client.ts'
import { PodClient } from './pod-client.ts'
import { ProxyClient } from './proxy-client.ts'
import { ResourceClient } from './resource-client.ts'
import { RollbackClient, ScaleClient } from './scale-client.ts'
import {
  CertificateSigningRequestClient,
  NamespaceClient,
  NodeClient,
  ServiceAccountClient,
} from './subresource-clients.ts'

/** The class that has a method beyond the base ones. Of several that fit, the first is meant. */
const specialClients: readonly (readonly [ResourceMethod, new (endpoint: Endpoint) => ResourceClient])[] = [
  ['getLogs', PodClient],
  ['patchStatus', NodeClient],
  ['proxyGet', ProxyClient],
  ['finalize', NamespaceClient],
  ['createToken', ServiceAccountClient],
  ['createWithEventNamespace', EventClient],
  ['updateApproval', CertificateSigningRequestClient],
  ['rollback', RollbackClient],
  ['getScale', ScaleClient],
]

/** The client of a resource: the generic one, or the one that has the resource's own methods besides. */
export function clientFor(endpoint: Endpoint): ResourceClient | EvictionClient {
  if (endpoint.has('evict') && !endpoint.has('get')) return new EvictionClient(endpoint)
  const Client = specialClients.find(([method]) => endpoint.has(method))?.[1] ?? ResourceClient
  return new Client(endpoint)
}
