import { RequestError } from '../errors/index.ts'
import type { GroupVersionResource } from '../meta/index.ts'
import type { RESTClient, Request } from '../rest/index.ts'
import { pathSegmentProblems } from '../rest/path.ts'
import { requireName } from '../verbs/arguments.ts'

/**
 * Where the requests for objects of any resource go. Nothing is known of the resource but its name: whether it is in
 * namespaces, the caller says by naming one, and its kind only the server knows.
 */
export class ObjectEndpoint {
  readonly rest: RESTClient
  readonly resource: GroupVersionResource
  /** Empty: all namespaces, or none because the resource has none. */
  readonly namespace: string

  /** @throws {RequestError} for a namespace that is no string */
  constructor(rest: RESTClient, resource: GroupVersionResource, namespace: string) {
    if (typeof namespace !== 'string') {
      throw new RequestError(
        `invalid namespace of ${resource.resource}: expected a string, found ${namespace === null ? 'null' : typeof namespace}`,
      )
    }
    this.rest = rest
    this.resource = resource
    this.namespace = namespace
  }

  /** The same resource in another namespace. */
  inNamespace(namespace: string): ObjectEndpoint {
    return new ObjectEndpoint(this.rest, this.resource, namespace)
  }

  /** Leads a request to all objects, in the namespace or in all of them. */
  collection(request: Request, accept = 'application/json'): Request {
    // The namespace is looked at before the name, as in client-go.
    if (this.namespace !== '') request.namespace(this.namespace)
    return request.resource(this.resource.resource).setHeader('Accept', accept)
  }

  /** Leads a request to one object, or a subresource of it. */
  object(request: Request, name: unknown, subresource: readonly string[] = [], accept?: string): Request {
    const required = requireName('name', name)
    this.collection(request, accept).name(required)
    return subresource.length === 0 ? request : request.subresource(...subresource)
  }
}

/** @throws {RequestError} for what can be no part of a path, naming it */
export function requireResource(resource: GroupVersionResource): GroupVersionResource {
  if (typeof resource !== 'object' || resource === null) {
    throw new RequestError('invalid resource: expected { group, version, resource }')
  }
  requireSegment('resource', resource.resource)
  requireSegment('version', resource.version)
  if (resource.group !== '') requireSegment('group', resource.group)
  return { group: resource.group, version: resource.version, resource: resource.resource }
}

function requireSegment(what: string, value: unknown): void {
  if (typeof value !== 'string' || value === '') {
    throw new RequestError(`invalid ${what}: expected { group, version, resource }, found no ${what}`)
  }
  const problems = pathSegmentProblems(value)
  if (problems.length > 0) throw new RequestError(`invalid ${what} "${value}": ${problems.join(', ')}`)
}
