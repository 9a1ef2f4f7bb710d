import { describe, expect, it } from 'vitest'
import { DecodeError, RequestError, StatusError } from '../errors/index.ts'
import { chunks } from '../rest/scripted-transport.test-support.ts'
import { bodyOf, deepFreeze, json, lineOf, scripted } from './clientset.test-support.ts'

const stored = { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'web', uid: 'u', resourceVersion: '5' } }
const pod = deepFreeze({ metadata: { name: 'web' }, spec: { containers: [{ name: 'a', image: 'b' }] } })

describe('a body', () => {
  it('is sent with its kind in front, and the argument stays as it was', async () => {
    const { clientset, requests } = scripted(json(stored))
    const pods = clientset.coreV1.pods('a')
    await expect(pods.create(pod)).resolves.toEqual(stored)
    await pods.update(pod)
    await pods.updateStatus(pod)
    await pods.apply(pod, { fieldManager: 'me' })
    for (const request of requests) {
      expect(request.body).toBe(JSON.stringify({ kind: 'Pod', apiVersion: 'v1', ...pod }))
    }
    expect(requests.map((request) => request.headers['Content-Type'])).toEqual([
      'application/json',
      'application/json',
      'application/json',
      'application/apply-patch+yaml',
    ])
  })

  it('keeps the kind and version that it names', async () => {
    const { clientset, requests } = scripted(json(stored))
    await clientset.appsV1
      .deployments('a')
      .create({ apiVersion: 'apps/v2', kind: '', metadata: { name: 'x' } } as never)
    expect(bodyOf(requests[0])).toEqual({ kind: 'Deployment', apiVersion: 'apps/v2', metadata: { name: 'x' } })
  })
})

describe('options', () => {
  it('go to the server under their wire names, but for ours', async () => {
    const { clientset, requests } = scripted(json(stored))
    const { signal } = new AbortController()
    const options = deepFreeze({ dryRun: ['All'], fieldManager: 'me', fieldValidation: 'Strict' } as const)
    await clientset.coreV1.pods('a').create(pod, { ...options, signal, timeoutMs: 1000 })
    expect(lineOf(requests[0])).toBe('POST /api/v1/namespaces/a/pods?dryRun=All&fieldManager=me&fieldValidation=Strict')
    await clientset.coreV1.pods('a').get('web', { resourceVersion: '0', timeoutMs: 1000 })
    expect(lineOf(requests[1])).toBe('GET /api/v1/namespaces/a/pods/web?resourceVersion=0')
  })

  it('of a list limit the request as they limit the server', async () => {
    const { clientset, requests } = scripted(json({ kind: 'PodList', apiVersion: 'v1', metadata: {}, items: [] }))
    await clientset.coreV1.pods().list({ timeoutSeconds: 90, labelSelector: 'app=web' })
    await clientset.coreV1.pods('a').deleteCollection({}, { timeoutSeconds: 5 })
    expect(requests.map(lineOf)).toEqual([
      'GET /api/v1/pods?labelSelector=app%3Dweb&timeout=1m30s&timeoutSeconds=90',
      'DELETE /api/v1/namespaces/a/pods?timeout=5s&timeoutSeconds=5',
    ])
  })

  it('of a watch do so too', async () => {
    const { clientset, requests } = scripted({ body: chunks() })
    const options = { timeoutSeconds: 30, allowWatchBookmarks: true, resourceVersion: '7' }
    for await (const _event of clientset.coreV1.pods('a').watch(options)) expect.unreachable()
    expect(lineOf(requests[0])).toBe(
      'GET /api/v1/namespaces/a/pods?allowWatchBookmarks=true&resourceVersion=7&timeout=30s&timeoutSeconds=30&watch=true',
    )
  })

  it('of a deletion are its body', async () => {
    const { clientset, requests } = scripted(json({ kind: 'Status', apiVersion: 'v1', status: 'Success' }))
    const options = deepFreeze({
      gracePeriodSeconds: 0,
      propagationPolicy: 'Foreground',
      preconditions: { uid: 'u' },
    } as const)
    const answer = await clientset.coreV1.pods('a').delete('web', { ...options, timeoutMs: 1000 })
    expect(answer).toMatchObject({ kind: 'Status', status: 'Success' })
    await clientset.coreV1.pods('a').deleteCollection(options, { labelSelector: 'app=web' })
    expect(requests.map(lineOf)).toEqual([
      'DELETE /api/v1/namespaces/a/pods/web',
      'DELETE /api/v1/namespaces/a/pods?labelSelector=app%3Dweb',
    ])
    for (const request of requests) {
      expect(bodyOf(request)).toEqual({ kind: 'DeleteOptions', apiVersion: 'v1', ...options })
    }
  })

  it('of an apply have force only where it is meant', async () => {
    const { clientset, requests } = scripted(json(stored))
    const pods = clientset.coreV1.pods('a')
    await pods.apply(pod, { fieldManager: 'me', force: false })
    await pods.applyStatus(pod, { fieldManager: 'me', force: true })
    expect(requests.map(lineOf)).toEqual([
      'PATCH /api/v1/namespaces/a/pods/web?fieldManager=me',
      'PATCH /api/v1/namespaces/a/pods/web/status?fieldManager=me&force=true',
    ])
  })

  it('can name a subresource', async () => {
    const { clientset, requests } = scripted(json(stored))
    const pods = clientset.coreV1.pods('a')
    await pods.get('web', { subresource: 'status' })
    await pods.update(pod, { subresource: 'status' })
    await pods.create(pod, { subresource: 'status' })
    await pods.patch('web', { type: 'merge', body: {} }, { subresource: ['status'] })
    await pods.apply(pod, { fieldManager: 'me', subresource: 'status' })
    await clientset.coreV1.nodes().get('n1', { subresource: ['proxy', 'metrics'] })
    expect(requests.map(lineOf)).toEqual([
      'GET /api/v1/namespaces/a/pods/web/status',
      'PUT /api/v1/namespaces/a/pods/web/status',
      'POST /api/v1/namespaces/a/pods/web/status',
      'PATCH /api/v1/namespaces/a/pods/web/status',
      'PATCH /api/v1/namespaces/a/pods/web/status?fieldManager=me',
      'GET /api/v1/nodes/n1/proxy/metrics',
    ])
  })
})

describe('a patch', () => {
  it.each([
    [{ type: 'json', body: [{ op: 'remove', path: '/spec' }] }, 'application/json-patch+json'],
    [{ type: 'merge', body: { metadata: { labels: { a: null } }, spec: null } }, 'application/merge-patch+json'],
    [{ type: 'strategic', body: { spec: { $patch: 'replace' } } }, 'application/strategic-merge-patch+json'],
    [{ type: 'apply', body: { metadata: { name: 'web' } } }, 'application/apply-patch+yaml'],
  ] as const)('is sent as it is, with its content type: %j', async (patch, contentType) => {
    const { clientset, requests } = scripted(json(stored))
    await clientset.coreV1.pods('a').patch('web', deepFreeze(patch as never), { fieldManager: 'me' })
    expect(lineOf(requests[0])).toBe('PATCH /api/v1/namespaces/a/pods/web?fieldManager=me')
    expect(requests[0]?.headers['Content-Type']).toBe(contentType)
    const type = patch.type === 'apply' ? { kind: 'Pod', apiVersion: 'v1' } : {}
    expect(bodyOf(requests[0])).toEqual(patch.type === 'json' ? patch.body : { ...type, ...patch.body })
  })
})

describe('what comes back', () => {
  const list = (items: unknown, padding = '') => ({
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ kind: 'PodList', apiVersion: 'v1', metadata: { resourceVersion: '9', padding }, items }),
  })

  it('always has kind and apiVersion, in front of all else', async () => {
    const { clientset } = scripted(
      json({ metadata: { name: 'web' } }),
      list([{ metadata: { name: 'a' } }, {}, { kind: 'Pod', apiVersion: 'v1', metadata: { name: 'b' } }]),
    )
    const pods = clientset.coreV1.pods('a')
    expect(JSON.stringify(await pods.get('web'))).toBe('{"kind":"Pod","apiVersion":"v1","metadata":{"name":"web"}}')
    const { items } = await pods.list()
    expect(items.map((item) => JSON.stringify(item))).toEqual([
      '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"}}',
      '{"kind":"Pod","apiVersion":"v1"}',
      '{"kind":"Pod","apiVersion":"v1","metadata":{"name":"b"}}',
    ])
  })

  it('does so in a list of any size and in any pieces', async () => {
    const many = Array.from({ length: 2000 }, (_, i) => ({
      metadata: { name: `p${i}` },
      spec: { x: '},{"metadata":' },
    }))
    const text = JSON.stringify({
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: {},
      items: [...many, {}, { kind: 'Pod' }],
    })
    const pieces = text.match(/.{1,977}/gs) ?? []
    const { clientset } = scripted({ body: chunks(...pieces) })
    const { items } = await clientset.coreV1.pods().list()
    expect(items).toEqual([...many, {}, {}].map((item) => ({ kind: 'Pod', apiVersion: 'v1', ...item })))
    expect(new Set(items.map((item) => Object.keys(item).slice(0, 2).sort().join()))).toEqual(
      new Set(['apiVersion,kind']),
    )
  })

  it('has items in any case', async () => {
    const { clientset } = scripted(list(null))
    await expect(clientset.coreV1.pods().list()).resolves.toMatchObject({ items: [] })
    const { clientset: other } = scripted(json({ kind: 'PodList', metadata: {} }), json({ kind: 'Pod' }), json(null))
    await expect(other.coreV1.pods().list()).resolves.toEqual({
      kind: 'PodList',
      apiVersion: 'v1',
      metadata: {},
      items: [],
    })
    for (const _ of [1, 2]) await expect(other.coreV1.pods().list()).rejects.toBeInstanceOf(DecodeError)
  })

  it('is a watch event whose object says what it is', async () => {
    const { clientset } = scripted({
      body: chunks(
        '{"type":"ADDED","object":{"metadata":{"name":"a"}}}\n{"type":"BOOKMARK","object":{"kind":"Pod"}}\n',
      ),
    })
    const events: unknown[] = []
    for await (const event of clientset.coreV1.pods('a').watch()) events.push(event)
    expect(JSON.stringify(events)).toBe(
      '[{"type":"ADDED","object":{"kind":"Pod","apiVersion":"v1","metadata":{"name":"a"}}},' +
        '{"type":"BOOKMARK","object":{"kind":"Pod","apiVersion":"v1"}}]',
    )
  })

  it('says what it is where a server does not: lists, and what is being deleted', async () => {
    const { clientset } = scripted(json({ metadata: {}, items: [{}] }))
    const expected = '{"kind":"PodList","apiVersion":"v1","metadata":{},"items":[{"kind":"Pod","apiVersion":"v1"}]}'
    expect(JSON.stringify(await clientset.coreV1.pods().list())).toBe(expected)
    expect(JSON.stringify(await clientset.coreV1.pods('a').deleteCollection())).toBe(expected)
    const { clientset: other } = scripted(
      json({ metadata: { name: 'a' }, status: { phase: 'Running' } }),
      json({ status: 'Success' }),
    )
    const pods = other.coreV1.pods('a')
    await expect(pods.delete('a')).resolves.toMatchObject({ kind: 'Pod', apiVersion: 'v1', metadata: { name: 'a' } })
    await expect(pods.delete('a')).resolves.toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      status: 'Success',
    })
  })

  it('is a list of what was deleted, or a Status', async () => {
    const { clientset } = scripted(list([{ metadata: { name: 'a' } }]), json({ kind: 'Status', status: 'Success' }))
    const pods = clientset.coreV1.pods('a')
    await expect(pods.deleteCollection()).resolves.toMatchObject({ items: [{ kind: 'Pod', apiVersion: 'v1' }] })
    await expect(pods.deleteCollection()).resolves.toMatchObject({ kind: 'Status' })
  })

  it('is a failure of the server as what it is', async () => {
    const { clientset } = scripted({ status: 404, body: '{"kind":"Status","status":"Failure","reason":"NotFound"}' })
    await expect(clientset.coreV1.pods('a').get('web')).rejects.toBeInstanceOf(StatusError)
  })
})

describe('what is refused', () => {
  type Loose = Record<string, (...args: unknown[]) => unknown>
  const { clientset, requests } = scripted(json(stored))
  const pods = clientset.coreV1.pods('a') as unknown as Loose
  const everywhere = clientset.coreV1.pods() as unknown as Loose

  it.each<[string, () => unknown]>([
    ['name: resource name may not be empty', () => pods['get']?.('')],
    ['name: expected a name, found undefined', () => pods['delete']?.()],
    ['invalid resource name "a/b": may not contain \'/\'', () => pods['get']?.('a/b')],
    ['body: expected an object, found undefined', () => pods['create']?.()],
    ['body: expected an object, found an array', () => pods['update']?.([])],
    ['body: metadata.name may not be empty', () => pods['update']?.({ metadata: {} })],
    ['body: metadata.name may not be empty', () => pods['apply']?.({}, {})],
    [
      'body: metadata.managedFields has to be empty',
      () => pods['apply']?.({ metadata: { name: 'x', managedFields: [{}] } }, {}),
    ],
    ['patch: expected an object, found undefined', () => pods['patch']?.('x')],
    ['unknown patch type "yaml"', () => pods['patch']?.('x', { type: 'yaml', body: {} })],
    ['patch: expected { type, body }', () => pods['patch']?.('x', { type: 'merge', body: 'x' })],
    ['options: expected an object', () => pods['get']?.('x', 'status')],
    ['subresource: expected a string', () => pods['get']?.('x', { subresource: [] })],
    ['invalid subresource "..": may not be', () => pods['get']?.('x', { subresource: ['..'] })],
    ['invalid parameter "limit"', () => pods['list']?.({ limit: {} })],
    ['invalid timeoutMs', () => pods['list']?.({ timeoutMs: -1 })],
    ['invalid timeoutSeconds', () => pods['list']?.({ timeoutSeconds: -1 })],
    ['create of pods needs a namespace', () => everywhere['create']?.({})],
    ['get of pods needs a namespace', () => everywhere['get']?.('x')],
    ['deleteCollection of pods needs a namespace', () => everywhere['deleteCollection']?.()],
    ['update of pods needs a namespace', () => (clientset.coreV1.pods('') as unknown as Loose)['update']?.(pod)],
    ['evict of pods needs a namespace', () => everywhere['evict']?.('x')],
    [
      'have no method updateStatus',
      () => (clientset.coreV1.componentStatuses() as unknown as Loose)['updateStatus']?.({ metadata: { name: 'x' } }),
    ],
  ])('is: %s', async (message, call) => {
    const refusal = await Promise.resolve()
      .then(call)
      .then(
        () => undefined,
        (error: unknown) => error,
      )
    expect(refusal).toBeInstanceOf(RequestError)
    expect((refusal as Error).message).toContain(message)
    expect(requests).toEqual([])
  })

  it('is a namespace where there is none, and one that is no name', () => {
    const nodes = clientset.coreV1.nodes as unknown as (namespace: string) => unknown
    expect(() => nodes('a')).toThrow('nodes are not in namespaces')
    const accessor = clientset.coreV1.pods as unknown as (namespace: unknown) => unknown
    expect(() => accessor(5)).toThrow('invalid namespace of pods: expected a string, found number')
  })
})

it('gives up with the reason of the signal', async () => {
  const { clientset } = scripted(json(stored))
  const signal = AbortSignal.abort(new Error('enough'))
  await expect(clientset.coreV1.pods('a').get('web', { signal })).rejects.toThrow('enough')
  await expect(clientset.coreV1.pods('a').deleteCollection({ signal })).rejects.toThrow('enough')
  await expect(clientset.coreV1.pods('a').getLogs('web', { signal }).text()).rejects.toThrow('enough')
})
