import { describe, expect, it } from 'vitest'
import { RequestError } from '../errors/index.ts'
import { bodyOf, json, lineOf } from '../kubernetes/clientset.test-support.ts'
import { chunks, clientOver, ScriptedTransport, type ScriptStep } from '../rest/scripted-transport.test-support.ts'
import { pods } from './dynamic.test-support.ts'
import { MetadataClient } from './metadata-client.ts'
import { ScaleClient } from './scale-client.ts'

function scripted(...steps: ScriptStep[]) {
  const transport = new ScriptedTransport(...steps)
  const rest = clientOver(transport)
  return { rest, metadata: new MetadataClient(rest), requests: transport.requests }
}

const type = { kind: 'PartialObjectMetadata', apiVersion: 'meta.k8s.io/v1' }
const item = { metadata: { name: 'a', uid: 'u' } }

describe('the metadata client', () => {
  it('asks for metadata alone', async () => {
    const { metadata, requests } = scripted(json({ ...type, ...item, spec: { left: 'out' } }))
    const client = metadata.resource(pods).namespace('b')
    expect(await client.get('a')).toEqual({ ...type, ...item })
    await client.patch('a', { type: 'merge', body: {} })
    await client.delete('a')
    expect(requests.map(lineOf)).toEqual([
      'GET /api/v1/namespaces/b/pods/a',
      'PATCH /api/v1/namespaces/b/pods/a',
      'DELETE /api/v1/namespaces/b/pods/a',
    ])
    const accept = 'application/json;as=PartialObjectMetadata;g=meta.k8s.io;v=v1,application/json'
    expect(requests.map(({ headers }) => headers['Accept'])).toEqual([accept, accept, accept])
  })

  it('lists, page by page too', async () => {
    const list = { kind: 'PartialObjectMetadataList', apiVersion: 'meta.k8s.io/v1', metadata: {} }
    const { metadata, requests } = scripted(json({ ...list, items: [item, { ...item, kind: 'Pod', spec: {} }] }))
    const { items } = await metadata.resource(pods).list({ limit: 2 })
    expect(items).toEqual([
      { ...type, ...item },
      { ...type, ...item },
    ])
    for await (const each of metadata.resource(pods).each()) expect(each).toEqual({ ...type, ...item })
    await expect(metadata.resource(pods).namespace('b').deleteCollection()).resolves.toMatchObject({ items })
    expect(requests[0]?.headers['Accept']).toContain('as=PartialObjectMetadataList')
  })

  it('watches', async () => {
    const event = (kind: string) => `{"type":"ADDED","object":{"kind":"${kind}","metadata":{"name":"a","uid":"u"}}}\n`
    const bookmark = { kind: 'Pod', apiVersion: 'v1', metadata: { resourceVersion: '7' } }
    const { metadata } = scripted({
      body: chunks(`${event('Pod')}{"type":"BOOKMARK","object":${JSON.stringify(bookmark)}}\n`),
    })
    const events: unknown[] = []
    for await (const each of metadata.resource(pods).watch()) events.push(each)
    expect(events).toEqual([
      { type: 'ADDED', object: { ...type, ...item } },
      { type: 'BOOKMARK', object: bookmark },
    ])
  })

  it('refuses what the dynamic client refuses', async () => {
    const { metadata, requests } = scripted()
    await expect(metadata.resource(pods).get('')).rejects.toBeInstanceOf(RequestError)
    expect(() => metadata.resource({ ...pods, resource: '../x' })).toThrow(RequestError)
    expect(requests).toEqual([])
  })
})

describe('the scale client', () => {
  const deployments = { group: 'apps', version: 'v1', resource: 'deployments' }
  const finder = { resourceFor: async () => deployments }
  const scale = { kind: 'Scale', apiVersion: 'autoscaling/v1', metadata: { name: 'a' }, spec: { replicas: 1 } }

  it('reads and writes the scale of what the finder finds', async () => {
    const { rest, requests } = scripted(json(scale))
    const scales = new ScaleClient(rest, finder).scales('b')
    const { version: _version, ...resource } = deployments
    expect(await scales.get(resource, 'a')).toEqual(scale)
    await scales.update(resource, { metadata: { name: 'a' }, spec: { replicas: 2 } }, { dryRun: ['All'] })
    await scales.patch({ ...deployments, version: 'v2' }, 'a', { type: 'merge', body: { spec: { replicas: 3 } } })
    const path = '/namespaces/b/deployments/a/scale'
    expect(requests.map(lineOf)).toEqual([
      `GET /apis/apps/v1${path}`,
      `PUT /apis/apps/v1${path}?dryRun=All`,
      `PATCH /apis/apps/v2${path}`,
    ])
    expect(bodyOf(requests[1])).toEqual({
      kind: 'Scale',
      apiVersion: 'autoscaling/v1',
      metadata: { name: 'a', namespace: 'b' },
      spec: { replicas: 2 },
    })
  })

  it('refuses before it looks for the resource', async () => {
    const { rest, requests } = scripted()
    const scales = new ScaleClient(rest, { resourceFor: () => Promise.reject(new Error('was asked')) }).scales('b')
    await expect(scales.get(deployments, '')).rejects.toBeInstanceOf(RequestError)
    await expect(scales.get({ group: '', resource: 'a/b' }, 'x')).rejects.toBeInstanceOf(RequestError)
    await expect(scales.update(deployments, {} as never)).rejects.toBeInstanceOf(RequestError)
    expect(requests).toEqual([])
  })
})
