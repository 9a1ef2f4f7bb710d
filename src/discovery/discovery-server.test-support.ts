import { ScriptedTransport, type ScriptStep } from '../rest/scripted-transport.test-support.ts'
import type { TransportRequest } from '../transport/index.ts'
import type { APIGroupDiscoveryList, APIResourceDiscovery, APIVersionDiscovery } from './aggregated.ts'
import type { APIResource } from './api-resource.ts'
import { DiscoveryClient, type DiscoveryClientOptions } from './discovery-client.ts'

export type Route = ScriptStep | ((request: TransportRequest) => ScriptStep | Promise<ScriptStep>)
export type Routes = Record<string, Route>

/** Answers by path; what it has no route for is not found. Routes may be changed while it runs. */
export function serverOf(routes: Routes): ScriptedTransport {
  return new ScriptedTransport(
    (request: TransportRequest) => routes[request.url.pathname] ?? { status: 404, body: 'no' },
  )
}

export function discoveryOf(routes: Routes, options: DiscoveryClientOptions = {}) {
  const transport = serverOf(routes)
  return { transport, routes, discovery: new DiscoveryClient({ host: 'http://server.test', transport }, options) }
}

/** What a server was asked, in short: `GET /api`. */
export function asked(transport: ScriptedTransport): string[] {
  return transport.requests.map(({ method, url }) => `${method} ${url.pathname}`)
}

export function json(
  value: unknown,
  contentType = 'application/json',
  headers: Record<string, string> = {},
): ScriptStep {
  return { headers: { 'content-type': contentType, ...headers }, body: JSON.stringify(value) }
}

/** Answers with an ETag, and with 304 to whoever has it already. */
export function tagged(etag: string, value: unknown, contentType: string): Route {
  return (request) =>
    request.headers['If-None-Match'] === etag ? { status: 304, headers: { etag } } : json(value, contentType, { etag })
}

export const aggregatedV2 = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList'

export function aggregatedList(groups: Record<string, readonly APIVersionDiscovery[]>): APIGroupDiscoveryList {
  const items = Object.entries(groups).map(([name, versions]) => ({ metadata: name === '' ? {} : { name }, versions }))
  return { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2', metadata: {}, items }
}

export function discovered(
  resource: string,
  kind: string,
  more: Partial<APIResourceDiscovery> = {},
): APIResourceDiscovery {
  return {
    resource,
    responseKind: { group: '', version: '', kind },
    scope: 'Namespaced',
    singularResource: kind.toLowerCase(),
    verbs: ['get', 'list'],
    ...more,
  }
}

export function resource(name: string, kind: string, more: Partial<APIResource> = {}): APIResource {
  return { name, singularName: kind.toLowerCase(), namespaced: true, kind, verbs: ['get', 'list'], ...more }
}

export function groupOf(name: string, ...versions: string[]) {
  const all = versions.map((version) => ({ groupVersion: `${name}/${version}`, version }))
  return { name, versions: all, preferredVersion: all[0] }
}

export function resourceList(groupVersion: string, ...resources: APIResource[]): ScriptStep {
  return json({ kind: 'APIResourceList', apiVersion: 'v1', groupVersion, resources })
}

const pods = discovered('pods', 'Pod', {
  shortNames: ['po'],
  categories: ['all'],
  subresources: [{ subresource: 'log', responseKind: { group: '', version: '', kind: 'Pod' }, verbs: ['get'] }],
})
const deployments = discovered('deployments', 'Deployment', {
  shortNames: ['deploy'],
  subresources: [
    { subresource: 'scale', responseKind: { group: 'autoscaling', version: 'v1', kind: 'Scale' }, verbs: ['get'] },
  ],
})

/** A server that aggregates: v1 with pods and nodes, apps/v1 with deployments. */
export function aggregatedRoutes(more: Record<string, readonly APIVersionDiscovery[]> = {}): Routes {
  const nodes = discovered('nodes', 'Node', { scope: 'Cluster', shortNames: ['no'] })
  const core = aggregatedList({ '': [{ version: 'v1', resources: [pods, nodes], freshness: 'Current' }] })
  const others = aggregatedList({
    apps: [{ version: 'v1', resources: [deployments], freshness: 'Current' }],
    ...more,
  })
  return { '/api': json(core, aggregatedV2), '/apis': json(others, aggregatedV2) }
}

/** The same server without aggregation. */
export function legacyRoutes(...groups: ReturnType<typeof groupOf>[]): Routes {
  return {
    '/api': json({ kind: 'APIVersions', versions: ['v1'] }),
    '/apis': json({ kind: 'APIGroupList', apiVersion: 'v1', groups: [groupOf('apps', 'v1'), ...groups] }),
    '/api/v1': resourceList(
      'v1',
      resource('pods', 'Pod', { shortNames: ['po'], categories: ['all'] }),
      resource('pods/log', 'Pod', { verbs: ['get'] }),
      resource('nodes', 'Node', { namespaced: false, shortNames: ['no'] }),
    ),
    '/apis/apps/v1': resourceList(
      'apps/v1',
      resource('deployments', 'Deployment', { shortNames: ['deploy'] }),
      resource('deployments/scale', 'Scale', {
        singularName: 'deployment',
        group: 'autoscaling',
        version: 'v1',
        verbs: ['get'],
      }),
    ),
  }
}
