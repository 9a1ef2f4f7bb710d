import { describe, expect, it } from 'vitest'
import {
  aggregatedList,
  aggregatedRoutes,
  aggregatedV2,
  asked,
  discovered,
  json,
  type Routes,
  serverOf,
} from '../discovery/discovery-server.test-support.ts'
import { NoMatchError } from '../discovery/index.ts'
import { RequestError } from '../errors/index.ts'
import { DynamicClient } from './dynamic-client.ts'

function clientOf(routes: Routes) {
  const transport = serverOf(routes)
  return { transport, dynamic: new DynamicClient({ host: 'http://server.test', transport }) }
}

const gadget = discovered('gizmos', 'Gadget', { singularResource: 'gizmo' })
const routes = () =>
  aggregatedRoutes({
    'example.com': [
      { version: 'v2', resources: [gadget], freshness: 'Current' },
      { version: 'v1', resources: [gadget], freshness: 'Current' },
    ],
  })
const deployments = { group: 'apps', version: 'v1', resource: 'deployments', namespace: '' }
const gizmos = { group: 'example.com', version: 'v2', resource: 'gizmos', namespace: '' }

describe('a resource', () => {
  it('is found by kind, in the preferred version unless one is named', async () => {
    const { dynamic, transport } = clientOf(routes())
    const kind = { group: 'example.com', kind: 'Gadget' }
    expect((await dynamic.forKind(kind)).location).toEqual(gizmos)
    expect((await dynamic.forKind({ ...kind, version: 'v1' })).location).toEqual({ ...gizmos, version: 'v1' })
    expect((await dynamic.forKind({ group: 'apps', kind: 'Deployment' })).namespace('a').location.namespace).toBe('a')
    expect(asked(transport)).toEqual(['GET /api', 'GET /apis'])
  })

  it.each(['deploy', 'deployments', 'Deployment', 'deployment', 'deployments.apps', 'deployments.v1.apps'])(
    'is found by name: %s',
    async (name) => {
      expect((await clientOf(routes()).dynamic.forName(name)).location).toEqual(deployments)
    },
  )

  it.each(['gizmo', 'Gadget', 'gadget', 'gadget.example.com'])('is found by name: %s', async (name) => {
    expect((await clientOf(routes()).dynamic.forName(name)).location).toEqual(gizmos)
  })

  it('is found by an object, in its namespace', async () => {
    const { dynamic } = clientOf(routes())
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'b' } }
    const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'a' } }
    expect((await dynamic.forObject(pod)).location).toMatchObject({ resource: 'pods', namespace: 'b' })
    expect((await dynamic.forObject(node, { namespace: 'x' })).location).toMatchObject({ namespace: '' })
    const homeless = { ...pod, metadata: { name: 'a' } }
    expect((await dynamic.forObject(homeless, { namespace: 'x' })).location.namespace).toBe('x')
    await expect(dynamic.forObject(homeless)).rejects.toThrow('a Pod needs a namespace')
    await expect(dynamic.forObject({ kind: 'Pod' })).rejects.toBeInstanceOf(RequestError)
  })

  it('is looked for once more, because it may have come since', async () => {
    const served = aggregatedRoutes()
    const { dynamic, transport } = clientOf(served)
    await dynamic.forName('pods')
    Object.assign(served, routes())
    expect((await dynamic.forName('gizmos')).location).toEqual(gizmos)
    expect(transport.requests).toHaveLength(4)
  })
})

describe('what is not known', () => {
  it('is refused with what comes near', async () => {
    const { dynamic } = clientOf(routes())
    const near = 'Deployment (deployments) of apps/v1'
    await expect(dynamic.forKind({ group: 'apps', kind: 'Deploiment' })).rejects.toThrow(near)
    await expect(dynamic.forKind({ group: 'extensions', kind: 'Deployment' })).rejects.toThrow(near)
    await expect(dynamic.forKind({ group: 'apps', version: 'v2', kind: 'Deployment' })).rejects.toThrow(near)
    const failure = await dynamic.forName('deploymets').catch((error: unknown) => error)
    expect(failure).toBeInstanceOf(NoMatchError)
    expect(failure).toMatchObject({ message: `no matches for Resource=deploymets; near it are ${near}` })
  })

  it.each<[string, (dynamic: DynamicClient) => Promise<unknown>, string]>([
    ['an empty name', (dynamic) => dynamic.forName(''), 'invalid name'],
    ['no name', (dynamic) => dynamic.forName(undefined as never), 'invalid name'],
    ['no kind', (dynamic) => dynamic.forKind(null as never), 'invalid kind: expected an object'],
    [
      'an empty kind',
      (dynamic) => dynamic.forKind({ group: '', kind: '' }),
      'invalid kind: expected { group, kind }, found no kind',
    ],
    ['a kind of no group', (dynamic) => dynamic.forKind({ kind: 'Pod' } as never), 'found no group'],
  ])('is refused before anything is asked: %s', async (_name, call, message) => {
    const { dynamic, transport } = clientOf(routes())
    await expect(call(dynamic)).rejects.toBeInstanceOf(RequestError)
    await expect(call(dynamic)).rejects.toThrow(message)
    expect(transport.requests).toEqual([])
  })

  it('is refused without, where nothing comes near', async () => {
    const { dynamic } = clientOf(routes())
    await expect(dynamic.forName('zebras')).rejects.toThrow(/^no matches for Resource=zebras$/)
    const empty = clientOf({
      '/api': json(aggregatedList({}), aggregatedV2),
      '/apis': json(aggregatedList({}), aggregatedV2),
    })
    await expect(empty.dynamic.forKind({ group: '', kind: 'Pod' })).rejects.toBeInstanceOf(NoMatchError)
  })
})
