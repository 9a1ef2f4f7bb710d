import { describe, expect, it } from 'vitest'
import { DecodeError, RequestError } from '../errors/index.ts'
import { bodyOf, deepFreeze, json, lineOf } from '../kubernetes/clientset.test-support.ts'
import type { GroupVersionResource, KubernetesObject } from '../meta/index.ts'
import { chunks } from '../rest/scripted-transport.test-support.ts'
import { pods, scriptedDynamic, widgets } from './dynamic.test-support.ts'

const widget = deepFreeze({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name: 'Big-One', namespace: 'other' },
  spec: { size: 1 },
})
const stored = json({ ...widget, metadata: { ...widget.metadata, uid: 'u', resourceVersion: '7' } })
const options = { fieldManager: 'me' }

describe('a verb', () => {
  it('goes to the namespace of the client, and keeps the case of names', async () => {
    const { dynamic, requests } = scriptedDynamic(stored)
    const client = dynamic.resource(widgets).namespace('Space')
    await client.create(widget, options)
    await client.update(widget)
    await client.updateStatus(widget)
    await client.get('Big-One', { resourceVersion: '0' })
    await client.patch('Big-One', { type: 'merge', body: { spec: null } }, options)
    await client.apply('Big-One', widget, { ...options, force: false })
    await client.applyStatus('Big-One', widget, { ...options, force: true })
    await client.delete('Big-One')
    await client.deleteCollection({}, { labelSelector: 'a=b' })
    const path = '/apis/example.com/v1/namespaces/Space/widgets'
    expect(requests.map(lineOf)).toEqual([
      `POST ${path}?fieldManager=me`,
      `PUT ${path}/Big-One`,
      `PUT ${path}/Big-One/status`,
      `GET ${path}/Big-One?resourceVersion=0`,
      `PATCH ${path}/Big-One?fieldManager=me`,
      `PATCH ${path}/Big-One?fieldManager=me`,
      `PATCH ${path}/Big-One/status?fieldManager=me&force=true`,
      `DELETE ${path}/Big-One`,
      `DELETE ${path}?labelSelector=a%3Db`,
    ])
    expect(new Set(requests.map(({ headers }) => headers['Accept']))).toEqual(new Set(['application/json']))
    expect(requests[5]?.headers['Content-Type']).toBe('application/apply-patch+yaml')
    expect(bodyOf(requests[0])).toEqual(widget)
    expect(bodyOf(requests[7])).toEqual({ kind: 'DeleteOptions', apiVersion: 'v1' })
  })

  it('goes to no namespace where none is named', async () => {
    const { dynamic, requests } = scriptedDynamic(stored)
    await dynamic.resource(pods).get('a')
    await dynamic.resource(pods).namespace('').create(widget)
    await dynamic.resource({ group: '', version: 'v1', resource: 'nodes' }).update(widget)
    expect(requests.map(lineOf)).toEqual(['GET /api/v1/pods/a', 'POST /api/v1/pods', 'PUT /api/v1/nodes/Big-One'])
  })

  it('can be led to a subresource', async () => {
    const { dynamic, requests } = scriptedDynamic(stored)
    const client = dynamic.resource(pods).namespace('a')
    await client.create(widget, { subresource: ['eviction'] })
    await client.update(widget, { subresource: 'status' })
    await client.get('web', { subresource: ['proxy', 'metrics'] })
    await client.patch('web', { type: 'json', body: [] }, { subresource: 'scale' })
    await client.apply('web', widget, { ...options, subresource: 'status' })
    await client.delete('web', { subresource: ['x'] })
    const path = '/api/v1/namespaces/a/pods'
    expect(requests.map(lineOf)).toEqual([
      `POST ${path}/Big-One/eviction`,
      `PUT ${path}/Big-One/status`,
      `GET ${path}/web/proxy/metrics`,
      `PATCH ${path}/web/scale`,
      `PATCH ${path}/web/status?fieldManager=me`,
      `DELETE ${path}/web/x`,
    ])
  })

  it('tells the server of timeoutSeconds and nothing else, as client-go', async () => {
    const { dynamic, requests } = scriptedDynamic(json({ kind: 'PodList', items: [] }))
    await dynamic.resource(pods).list({ timeoutSeconds: 5, limit: 1, labelSelector: 'a' })
    expect(lineOf(requests[0])).toBe('GET /api/v1/pods?labelSelector=a&limit=1&timeoutSeconds=5')
  })
})

describe('what comes back', () => {
  it('is a list whose items say what they are', async () => {
    const items = [{ metadata: { name: 'a' } }, { kind: 'Other', apiVersion: 'x/v1', metadata: { name: 'b' } }]
    const { dynamic } = scriptedDynamic(json({ kind: 'PodList', apiVersion: 'v1', metadata: {}, items }))
    const list = await dynamic.resource(pods).list()
    expect(list.items).toEqual([{ kind: 'Pod', apiVersion: 'v1', ...items[0] }, items[1]])
    const seen: unknown[] = []
    for await (const { kind, metadata } of dynamic.resource(pods).each()) seen.push([kind, metadata.name])
    expect(seen).toEqual([
      ['Pod', 'a'],
      ['Other', 'b'],
    ])
    for await (const page of dynamic.resource(pods).listPages()) expect(page).toEqual(list)
  })

  it('is refused without a kind', async () => {
    const { dynamic } = scriptedDynamic(json({ metadata: {} }), json({ items: [] }))
    await expect(dynamic.resource(pods).get('a')).rejects.toBeInstanceOf(DecodeError)
    await expect(dynamic.resource(pods).list()).rejects.toBeInstanceOf(DecodeError)
  })

  it('is a watch', async () => {
    const { dynamic, requests } = scriptedDynamic({
      body: chunks('{"type":"ADDED","object":{"kind":"Widget","metadata":{"name":"a"}}}\n'),
    })
    const events: unknown[] = []
    for await (const event of dynamic.resource(widgets).watch({ resourceVersion: '5' })) events.push(event)
    expect(events).toEqual([{ type: 'ADDED', object: { kind: 'Widget', metadata: { name: 'a' } } }])
    expect(lineOf(requests[0])).toBe('GET /apis/example.com/v1/widgets?resourceVersion=5&watch=true')
  })
})

describe('what is refused', () => {
  const { dynamic, requests } = scriptedDynamic(stored)
  const client = dynamic.resource(pods).namespace('a')
  const resource = (changes: Partial<GroupVersionResource>) => () => dynamic.resource({ ...pods, ...changes })
  const managed: KubernetesObject = { metadata: { name: 'x', managedFields: [{ manager: 'x' }] } }

  it.each<[string, () => unknown]>([
    ['invalid name: resource name may not be empty', () => client.get('')],
    ['invalid resource name "a/b": may not contain \'/\'', () => client.delete('a/b')],
    ['invalid resource name "..": may not be \'..\'', () => client.apply('..', widget, options)],
    ['invalid object: metadata.name may not be empty', () => client.update({ metadata: {} })],
    ['invalid object: metadata.name may not be empty', () => client.create({}, { subresource: 'status' })],
    ['invalid object: expected an object, found undefined', () => client.create(undefined as never)],
    ['metadata.managedFields has to be empty', () => client.apply('x', managed, options)],
    ['invalid object: what is applied needs apiVersion', () => client.apply('x', { kind: 'Pod' }, options)],
    ['invalid object: what is applied needs kind', () => client.applyStatus('x', { apiVersion: 'v1' }, options)],
    ['invalid object: what is applied needs kind', () => client.apply('x', { apiVersion: 'v1', kind: '' }, options)],
    ['invalid patch', () => client.patch('x', { type: 'merge', body: undefined as never })],
    ['invalid namespace "a/b"', () => dynamic.resource(pods).namespace('a/b').get('..')],
    ['invalid namespace ".."', () => dynamic.resource(pods).namespace('..').list()],
    ['invalid name: resource name may not be empty', () => dynamic.resource(pods).namespace('..').get('')],
    ['invalid namespace of pods', () => dynamic.resource(pods).namespace(5 as never)],
    ['invalid resource "pods/status"', resource({ resource: 'pods/status' })],
    ['invalid resource: expected', resource({ resource: '' })],
    ['invalid version ".."', resource({ version: '..' })],
    ['invalid group "a/b"', resource({ group: 'a/b' })],
    ['invalid group: expected', resource({ group: undefined as never })],
    ['invalid resource: expected', () => dynamic.resource('pods' as never)],
  ])('is: %s', async (message, call) => {
    const refusal = await Promise.resolve()
      .then(call)
      .catch((error: unknown) => error)
    expect(refusal).toBeInstanceOf(RequestError)
    expect((refusal as Error).message).toContain(message)
    expect(requests).toEqual([])
  })
})

it('says where it goes', () => {
  const { dynamic } = scriptedDynamic()
  expect(dynamic.resource(widgets).location).toEqual({ ...widgets, namespace: '' })
  expect(dynamic.resource(widgets).namespace('a').location).toEqual({ ...widgets, namespace: 'a' })
})
