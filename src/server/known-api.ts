/**
 * What a real server of version 1.37 serves and this one does not. A request for it is answered with a 501 that says
 * so; a 404 would say that there is no such thing.
 */
const coreResources = new Set([
  'bindings',
  'componentstatuses',
  'endpoints',
  'events',
  'limitranges',
  'nodes',
  'persistentvolumeclaims',
  'persistentvolumes',
  'podtemplates',
  'replicationcontrollers',
  'resourcequotas',
  'secrets',
  'serviceaccounts',
  'services',
])

const groups = new Set([
  'admissionregistration.k8s.io',
  'apiextensions.k8s.io',
  'apiregistration.k8s.io',
  'apps',
  'authentication.k8s.io',
  'authorization.k8s.io',
  'autoscaling',
  'batch',
  'certificates.k8s.io',
  'coordination.k8s.io',
  'discovery.k8s.io',
  'events.k8s.io',
  'flowcontrol.apiserver.k8s.io',
  'internal.apiserver.k8s.io',
  'networking.k8s.io',
  'node.k8s.io',
  'policy',
  'rbac.authorization.k8s.io',
  'resource.k8s.io',
  'scheduling.k8s.io',
  'storage.k8s.io',
  'storagemigration.k8s.io',
])

const paths = ['/metrics', '/.well-known/openid-configuration', '/openid/v1/jwks']

export function isKnownCoreResource(resource: string): boolean {
  return coreResources.has(resource)
}

export function isKnownGroup(group: string): boolean {
  return groups.has(group)
}

export function isKnownPath(path: string): boolean {
  return paths.includes(path)
}
