import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { ConfigError, RequestError } from '../errors/index.ts'
import type { KubernetesObject } from '../meta/index.ts'
import { resourceTables } from '../resources/index.ts'
import { RESTClient, restClientFor } from '../rest/index.ts'
import { ScriptedTransport } from '../rest/scripted-transport.test-support.ts'
import { bodyOf, json, lineOf, scripted } from './clientset.test-support.ts'
import { Clientset } from './clientset.ts'

const pod = json({ kind: 'Pod', apiVersion: 'v1', metadata: { name: 'web' } })

describe('a clientset', () => {
  it('has a group for each table, made once', () => {
    const { clientset } = scripted(pod)
    const groups = clientset as unknown as Record<string, { restClient: RESTClient }>
    for (const [name, table] of Object.entries(resourceTables)) {
      const group = groups[name]
      expect(group, name).toBe(groups[name])
      const { group: api, version } = group?.restClient.apiVersion() ?? {}
      expect(`${api}/${version}`).toBe(table.slice(0, table.indexOf('\n')))
    }
  })

  it('is made from a config with a transport, which stays open', async () => {
    let closed = 0
    const transport = Object.assign(new ScriptedTransport(pod), { close: async () => void closed++ })
    const clientset = new Clientset({ host: 'https://server.test/base', transport, bearerToken: 't' })
    await clientset.coreV1.pods('a').get('web')
    await clientset.appsV1.deployments('a').get('web')
    await clientset.close()
    await clientset.close()
    expect(transport.requests.map(lineOf)).toEqual([
      'GET /base/api/v1/namespaces/a/pods/web',
      'GET /base/apis/apps/v1/namespaces/a/deployments/web',
    ])
    expect(transport.requests[1]?.headers).toMatchObject({ Authorization: 'Bearer t' })
    expect(closed).toBe(0)
  })

  it('does not care for the version that a config names', async () => {
    const transport = new ScriptedTransport(pod)
    const groupVersion = { group: 'apps', version: 'v1' }
    const clientset = new Clientset({ host: 'server.test', transport, apiPath: '/apis', groupVersion })
    await clientset.coreV1.pods('a').get('web')
    expect(lineOf(transport.requests[0])).toBe('GET /api/v1/namespaces/a/pods/web')
  })

  it('is made from a REST client, with its settings, and leaves it open', async () => {
    let closed = 0
    const transport = new ScriptedTransport(pod)
    const rest = new RESTClient('http://server.test/base/', '/api/v1', {}, undefined, transport, {
      timeoutMs: 5000,
      onClose: async () => void closed++,
    })
    const clientset = new Clientset(rest)
    await clientset.batchV1.jobs('a').get('x')
    await clientset.close()
    expect(lineOf(transport.requests[0])).toBe('GET /base/apis/batch/v1/namespaces/a/jobs/x?timeout=5s')
    expect(closed).toBe(0)
  })

  it.each([undefined, 0, -1])('has to be told how many requests may come at once with a limit: not %s', (burst) => {
    const config = { host: 'server.test', transport: new ScriptedTransport(pod), qps: 5, burst }
    expect(() => new Clientset(config)).toThrow(ConfigError)
    expect(() => new Clientset({ ...config, qps: 0 })).not.toThrow()
  })

  it.each([
    ['a config', (rest: ConstructorParameters<typeof Clientset>[0]) => rest],
    ['a REST client', () => new RESTClient('http://server.test', '/', {}, undefined, new ScriptedTransport(pod))],
  ])('made from %s refuses requests once it is closed', async (_what, make) => {
    const clientset = new Clientset(make({ host: 'server.test', transport: new ScriptedTransport(pod) }))
    const pods = clientset.coreV1.pods('a')
    await pods.get('web')
    await clientset.close()
    await expect(pods.get('web')).rejects.toThrow(RequestError)
    await expect(clientset.appsV1.deployments('a').get('web')).rejects.toThrow(RequestError)
    await expect(clientset.discovery.serverGroups()).rejects.toThrow(RequestError)
  })

  it('shares one limiter between its groups', () => {
    const clientset = new Clientset({ host: 'server.test', transport: new ScriptedTransport(pod), qps: 5, burst: 10 })
    const limiter = clientset.coreV1.restClient.getRateLimiter()
    expect(limiter).toBeDefined()
    expect(clientset.appsV1.restClient.getRateLimiter()).toBe(limiter)
  })

  it('refuses a config that cannot be meant', () => {
    expect(() => new Clientset({ host: 'a/b' })).toThrow(ConfigError)
  })

  it('gives its REST clients, and discovery', async () => {
    const { clientset, requests } = scripted(pod)
    await clientset.coreV1.restClient.get().namespace('a').resource('pods').name('web').into()
    expect(lineOf(requests[0])).toBe('GET /api/v1/namespaces/a/pods/web')
    expect(clientset.discovery).toBe(clientset.discovery)
    const version = scripted(json({ gitVersion: 'v1.37.2' }))
    await expect(version.clientset.discovery.serverVersion()).resolves.toMatchObject({ gitVersion: 'v1.37.2' })
  })

  it('has one connection for all of its groups, and for discovery', async () => {
    let connections = 0
    const server = createServer((_request, response) => {
      response.setHeader('content-type', 'application/json').end('{"kind":"X","apiVersion":"v1","items":[]}')
    })
    server.on('connection', () => {
      connections += 1
    })
    await new Promise<void>((resolve) => {
      server.listen(0, '127.0.0.1', resolve)
    })
    const { port } = server.address() as AddressInfo
    const clientset = new Clientset({ host: `http://127.0.0.1:${port}` })
    await clientset.coreV1.pods().list()
    await clientset.appsV1.deployments('a').get('x')
    await clientset.rbacV1.clusterRoles().list()
    await clientset.discovery.serverVersion()
    expect(connections).toBe(1)
    await clientset.close()
    await new Promise((resolve) => {
      server.close(resolve)
    })
  })

  it('closes what it opened, and discovery with it', async () => {
    const clientset = new Clientset({ host: 'http://127.0.0.1:1' })
    const other = restClientFor({
      host: 'http://127.0.0.1:1',
      apiPath: '/api',
      groupVersion: { group: '', version: 'v1' },
    })
    expect(clientset.discovery).toBeDefined()
    await clientset[Symbol.asyncDispose]()
    await other.close()
  })
})

describe('resource', () => {
  type Widget = KubernetesObject & { spec: { size: number } }
  const widgets = {
    group: 'example.com',
    version: 'v1',
    resource: 'widgets',
    kind: 'Widget',
    namespaced: true,
  } as const

  it('is a client of what is not built in', async () => {
    const { clientset, requests } = scripted(pod)
    const client = clientset.resource<Widget>({ ...widgets, subresources: ['status', 'scale'] }, 'a')
    await client.create({ metadata: { name: 'x' }, spec: { size: 1 } })
    await client.applyStatus({ metadata: { name: 'x' } }, { fieldManager: 'me' })
    await client.getScale('x')
    expect(requests.map(lineOf)).toEqual([
      'POST /apis/example.com/v1/namespaces/a/widgets',
      'PATCH /apis/example.com/v1/namespaces/a/widgets/x/status?fieldManager=me',
      'GET /apis/example.com/v1/namespaces/a/widgets/x/scale',
    ])
    expect(bodyOf(requests[0])).toEqual({
      kind: 'Widget',
      apiVersion: 'example.com/v1',
      metadata: { name: 'x' },
      spec: { size: 1 },
    })
  })

  it('keeps to the methods and the scope of its descriptor', async () => {
    const { clientset, requests } = scripted(json({ metadata: {}, items: [{ spec: {} }] }))
    const everywhere = clientset.resource<Widget>(widgets)
    await expect(everywhere.list()).resolves.toMatchObject({
      items: [{ kind: 'Widget', apiVersion: 'example.com/v1' }],
    })
    const cluster = clientset.resource<Widget>({ ...widgets, namespaced: false, methods: ['get'] })
    await cluster.get('x')
    await expect(cluster.list()).rejects.toThrow('widgets (example.com/v1) have no method list')
    await expect(cluster.updateStatus({ metadata: { name: 'x' }, spec: { size: 1 } })).rejects.toThrow(RequestError)
    expect(requests.map(lineOf)).toEqual(['GET /apis/example.com/v1/widgets', 'GET /apis/example.com/v1/widgets/x'])
  })
})
