import { describe, expect, it } from 'vitest'
import { RequestError } from '../errors/index.ts'
import { chunks } from '../rest/scripted-transport.test-support.ts'
import { bodyOf, deepFreeze, json, lineOf, scripted } from './clientset.test-support.ts'

const success = json({ kind: 'Status', apiVersion: 'v1', status: 'Success' })

describe('pods', () => {
  it('are evicted with what identifies them', async () => {
    const { clientset, requests } = scripted(success)
    const pods = clientset.coreV1.pods('a')
    await expect(pods.evict('web')).resolves.toMatchObject({ status: 'Success' })
    await pods.evict('web', deepFreeze({ deleteOptions: { gracePeriodSeconds: 5 } }), { dryRun: ['All'] })
    await pods.evict('web', { apiVersion: 'policy/v1beta1' })
    expect(requests.map(lineOf)).toEqual([
      'POST /api/v1/namespaces/a/pods/web/eviction',
      'POST /api/v1/namespaces/a/pods/web/eviction?dryRun=All',
      'POST /api/v1/namespaces/a/pods/web/eviction',
    ])
    const metadata = { name: 'web', namespace: 'a' }
    expect(requests.map(bodyOf)).toEqual([
      { kind: 'Eviction', apiVersion: 'policy/v1', metadata },
      { kind: 'Eviction', apiVersion: 'policy/v1', metadata, deleteOptions: { gracePeriodSeconds: 5 } },
      { kind: 'Eviction', apiVersion: 'policy/v1beta1', metadata },
    ])
  })

  it('are bound to a node', async () => {
    const { clientset, requests } = scripted(success)
    await clientset.coreV1.pods('a').bind('web', { target: { kind: 'Node', name: 'n1' } })
    expect(lineOf(requests[0])).toBe('POST /api/v1/namespaces/a/pods/web/binding')
    expect(bodyOf(requests[0])).toEqual({
      kind: 'Binding',
      apiVersion: 'v1',
      metadata: { name: 'web', namespace: 'a' },
      target: { kind: 'Node', name: 'n1' },
    })
  })

  it('have logs: as text, as bytes, as they come, and line by line', async () => {
    const pieces = ['first\nsec', 'ond\n\n', 'la', 'st ü']
    const { clientset, requests } = scripted(() => ({
      headers: { 'content-type': 'text/plain' },
      body: chunks(...pieces),
    }))
    const logs = clientset.coreV1.pods('a').getLogs('web', { container: 'c', follow: true, tailLines: 5 })
    expect(requests).toHaveLength(0)
    expect(await logs.text()).toBe(pieces.join(''))
    expect(new TextDecoder().decode(await logs.bytes())).toBe(pieces.join(''))
    const lines: string[] = []
    for await (const line of logs.lines()) lines.push(line)
    expect(lines).toEqual(['first', 'second', '', 'last ü'])
    let streamed = 0
    for await (const chunk of (await logs.stream()) as unknown as AsyncIterable<Uint8Array>)
      streamed += chunk.byteLength
    expect(streamed).toBe(Buffer.byteLength(pieces.join('')))
    expect(new Set(requests.map(lineOf))).toEqual(
      new Set(['GET /api/v1/namespaces/a/pods/web/log?container=c&follow=true&tailLines=5']),
    )
    // A text is an ordinary request, the others have sockets of their own.
    expect(requests.map((request) => request.stream)).toEqual([false, false, true, true])
  })

  it('have logs that say why there are none', async () => {
    const { clientset } = scripted({ status: 404, body: '{"kind":"Status","status":"Failure","reason":"NotFound"}' })
    const logs = clientset.coreV1.pods('a').getLogs('web')
    await expect(logs.text()).rejects.toMatchObject({ reason: 'NotFound' })
    await expect(logs.stream()).rejects.toMatchObject({ reason: 'NotFound' })
    await expect(logs.lines()[Symbol.asyncIterator]().next()).rejects.toMatchObject({ reason: 'NotFound' })
  })
})

describe('proxyGet', () => {
  it.each([
    [{}, 'web/proxy/'],
    [{ path: '' }, 'web/proxy/'],
    [{ path: '/' }, 'web/proxy/'],
    [{ path: './' }, 'web/proxy/'],
    [{ path: 'ui/' }, 'web/proxy/ui/'],
    [{ path: '/ui//a/', params: { q: '1' } }, 'web/proxy/ui/a/?q=1'],
    [{ path: 'ui' }, 'web/proxy/ui'],
    [{ port: 8080 }, 'web:8080/proxy/'],
    [{ scheme: 'https', port: 'tls', path: '/healthz/ready' }, 'https:web:tls/proxy/healthz/ready'],
    [{ scheme: 'https' }, 'https:web:/proxy/'],
    [{ path: 'a b', params: { q: ['1', '2'], x: '&' } }, 'web/proxy/a%20b?q=1&q=2&x=%26'],
  ] as const)('with %j goes to %s', async (options, expected) => {
    const { clientset, requests } = scripted({ headers: { 'content-type': 'text/plain' }, body: 'ok' })
    expect(await clientset.coreV1.services('a').proxyGet('web', options).text()).toBe('ok')
    await clientset.coreV1.nodes().proxyGet('web', options).text()
    expect(requests.map(lineOf)).toEqual([
      `GET /api/v1/namespaces/a/services/${expected}`,
      `GET /api/v1/nodes/${expected}`,
    ])
  })

  it('does not leave what it goes through', async () => {
    const { clientset, requests } = scripted(success)
    const answer = clientset.coreV1.pods('a').proxyGet('web', { path: 'x/../../../secrets' })
    await expect(answer.text()).rejects.toThrow(RequestError)
    expect(requests).toEqual([])
  })
})

describe('scales', () => {
  it('are read and written', async () => {
    const scale = { kind: 'Scale', apiVersion: 'autoscaling/v1', metadata: { name: 'web' }, spec: { replicas: 2 } }
    const { clientset, requests } = scripted(json(scale))
    const deployments = clientset.appsV1.deployments('a')
    const read = await deployments.getScale('web')
    await deployments.updateScale('web', deepFreeze({ ...read, spec: { replicas: 3 } }))
    await deployments.applyScale('web', { spec: { replicas: 4 } }, { fieldManager: 'me', force: true })
    expect(requests.map(lineOf)).toEqual([
      'GET /apis/apps/v1/namespaces/a/deployments/web/scale',
      'PUT /apis/apps/v1/namespaces/a/deployments/web/scale',
      'PATCH /apis/apps/v1/namespaces/a/deployments/web/scale?fieldManager=me&force=true',
    ])
    expect(requests.slice(1).map(bodyOf)).toEqual([
      { ...scale, metadata: { name: 'web', namespace: 'a' }, spec: { replicas: 3 } },
      { kind: 'Scale', apiVersion: 'autoscaling/v1', metadata: { name: 'web', namespace: 'a' }, spec: { replicas: 4 } },
    ])
  })
})

describe('events', () => {
  const event = deepFreeze({ metadata: { name: 'e', namespace: 'b' }, involvedObject: { kind: 'Pod' }, reason: 'Why' })

  it('are written in their own namespace, from a client of all of them', async () => {
    const { clientset, requests } = scripted(json({ kind: 'Event', apiVersion: 'v1' }))
    const events = clientset.coreV1.events()
    await events.createWithEventNamespace(event)
    await events.updateWithEventNamespace(event)
    await events.patchWithEventNamespace(event, { type: 'strategic', body: { reason: 'So' } })
    expect(requests.map(lineOf)).toEqual([
      'POST /api/v1/namespaces/b/events',
      'PUT /api/v1/namespaces/b/events/e',
      'PATCH /api/v1/namespaces/b/events/e',
    ])
  })

  it('are refused in another namespace, and without one', async () => {
    const { clientset } = scripted(success)
    await expect(clientset.coreV1.events('a').createWithEventNamespace(event)).rejects.toThrow(
      'it is in namespace "b", and this client in "a"',
    )
    await expect(
      clientset.coreV1.events().updateWithEventNamespace({ ...event, metadata: { name: 'e' } }),
    ).rejects.toThrow('metadata.namespace may not be empty')
    await expect(clientset.coreV1.events('a').search({ name: 'x', namespace: 'b' })).rejects.toThrow(RequestError)
  })

  it('are found by what they are about', async () => {
    const { clientset, requests } = scripted(json({ kind: 'EventList', apiVersion: 'v1', metadata: {}, items: [] }))
    const pod = { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'web', namespace: 'a', uid: 'u' } }
    await clientset.coreV1.events('a').search(pod, { limit: 5 })
    expect(requests[0]?.url.searchParams.get('fieldSelector')).toBe(
      'involvedObject.kind=Pod,involvedObject.name=web,involvedObject.namespace=a,involvedObject.uid=u',
    )
    expect(clientset.coreV1.events().getFieldSelector({ name: 'web', uid: 'u' })).toBe(
      'involvedObject.name=web,involvedObject.uid=u',
    )
  })
})

describe('others', () => {
  it('createToken sends a request for one', async () => {
    const { clientset, requests } = scripted(json({ kind: 'TokenRequest', status: { token: 't' } }))
    const accounts = clientset.coreV1.serviceAccounts('a')
    await expect(accounts.createToken('default')).resolves.toMatchObject({ status: { token: 't' } })
    await accounts.createToken('default', { spec: { expirationSeconds: 600 } })
    expect(requests.map(bodyOf)).toEqual([
      { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', spec: {} },
      { kind: 'TokenRequest', apiVersion: 'authentication.k8s.io/v1', spec: { expirationSeconds: 600 } },
    ])
  })

  it('patchStatus is a strategic merge patch', async () => {
    const { clientset, requests } = scripted(json({ kind: 'Node' }))
    await clientset.coreV1.nodes().patchStatus('n1', { status: { conditions: null } } as never)
    expect(lineOf(requests[0])).toBe('PATCH /api/v1/nodes/n1/status')
    expect(requests[0]?.headers['Content-Type']).toBe('application/strategic-merge-patch+json')
    expect(bodyOf(requests[0])).toEqual({ status: { conditions: null } })
  })

  it('evictions of policy go to the pod that they name', async () => {
    const { clientset, requests } = scripted(success)
    await clientset.policyV1.evictions('a').evict({ metadata: { name: 'web', namespace: 'b' } })
    await clientset.policyV1.evictions('a').evict({ metadata: { name: 'web' } })
    expect(requests.map(lineOf)).toEqual([
      'POST /api/v1/namespaces/b/pods/web/eviction',
      'POST /api/v1/namespaces/a/pods/web/eviction',
    ])
    expect(bodyOf(requests[0])).toMatchObject({ kind: 'Eviction', apiVersion: 'policy/v1' })
    await expect(clientset.policyV1.evictions().evict({ metadata: { name: 'x' } })).rejects.toThrow(RequestError)
  })

  it('are absent from clients that do not have them', () => {
    const { clientset } = scripted(success)
    expect('evict' in clientset.coreV1.configMaps('a')).toBe(false)
    expect('getScale' in clientset.coreV1.pods('a')).toBe(false)
    expect('create' in clientset.policyV1.evictions('a')).toBe(false)
  })
})
