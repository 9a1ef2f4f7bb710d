import { describe, expect, it } from 'vitest'
import { aggregatedRoutes, asked, json, type Routes, serverOf } from '../discovery/discovery-server.test-support.ts'
import { RequestError } from '../errors/index.ts'
import { applyAll, deleteAll } from './apply-all.ts'
import { DynamicClient } from './dynamic-client.ts'
import { formatObject, inOrderOfCreation } from './manifest-order.ts'

const pod = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'b' } })
const node = { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n' } }
const namespace = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'b' } }
const definition = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition', metadata: { name: 'c' } }
const refusal = { kind: 'Status', apiVersion: 'v1', status: 'Failure', reason: 'Conflict', code: 409, message: 'taken' }

function clientOf(routes: Routes) {
  const transport = serverOf({ ...aggregatedRoutes(), ...routes })
  return { transport, dynamic: new DynamicClient({ host: 'http://server.test', transport }) }
}

it('orders objects by what needs what, and takes lists apart', () => {
  const list = { apiVersion: 'v1', kind: 'List', items: [definition, pod('y')] }
  const notAList = { apiVersion: 'x/v1', kind: 'Menu', items: [1] }
  expect(inOrderOfCreation([pod('x'), list, notAList, namespace])).toEqual([
    namespace,
    definition,
    pod('x'),
    pod('y'),
    notAList,
  ])
  expect([formatObject(node), formatObject(definition)]).toEqual([
    'node/n',
    'customresourcedefinition.apiextensions.k8s.io/c',
  ])
})

describe('applyAll', () => {
  it('tries each object, whatever became of the others', async () => {
    const { dynamic, transport } = clientOf({
      '/api/v1/namespaces/b/pods/x': { status: 409, body: JSON.stringify(refusal) },
      '/api/v1/namespaces/b/pods/y': json(pod('y')),
      '/api/v1/nodes/n': json(node),
    })
    const nameless = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace: 'b' } }
    const given = [pod('x'), pod('y'), nameless, {}, { apiVersion: 'x/v1', kind: 'Y', metadata: { name: 'y' } }, node]
    const frozen = given.map((each) => Object.freeze(each))
    const results = await applyAll(dynamic, frozen, { fieldManager: 'me', force: true, dryRun: ['All'] })
    expect(results.map((result) => (result.outcome === 'failed' ? result.error.message : result.stored))).toEqual([
      expect.stringContaining('taken'),
      pod('y'),
      'invalid object: metadata.name may not be empty',
      'invalid object: metadata.name may not be empty',
      'no matches for kind "Y" in version "x/v1"',
      node,
    ])
    const patches = transport.requests.filter(({ method }) => method === 'PATCH')
    expect(patches.map(({ url }) => url.pathname + url.search)).toEqual([
      '/api/v1/namespaces/b/pods/x?dryRun=All&fieldManager=me&force=true',
      '/api/v1/namespaces/b/pods/y?dryRun=All&fieldManager=me&force=true',
      '/api/v1/nodes/n?dryRun=All&fieldManager=me&force=true',
    ])
  })

  it('takes whatever is no object for one that failed', async () => {
    const { dynamic } = clientOf({ '/api/v1/nodes/n': json({ ...node, status: {} }) })
    const list = { apiVersion: 'v1', kind: 'NodeList', items: [null, { metadata: { name: 'n' } }] }
    const empty = { apiVersion: 'v1', kind: 'List', items: null }
    const wrong = { apiVersion: 5, kind: {}, metadata: { name: 'x' } }
    const given = [null, 5, 'x', [], undefined, list, empty, wrong] as object[]
    const results = await applyAll(dynamic, given, { fieldManager: 'me' })
    expect(results.map((result) => (result.outcome === 'failed' ? result.error.message : result.outcome))).toEqual([
      'invalid object: expected an object, found null',
      'invalid object: expected an object, found number',
      'invalid object: expected an object, found string',
      'invalid object: expected an object, found an array',
      'invalid object: expected an object, found undefined',
      'invalid object: expected an object, found null',
      'applied',
      'invalid object: the object has no apiVersion',
    ])
  })

  it('refuses arguments that are none', async () => {
    const { dynamic, transport } = clientOf({})
    const fieldManager = { fieldManager: 'me' }
    for (const call of [
      applyAll(dynamic, node as never, fieldManager),
      applyAll(dynamic, 'node' as never, fieldManager),
      applyAll(dynamic, [node], undefined as never),
      applyAll(dynamic, [node], { ...fieldManager, waitMs: -1 }),
      deleteAll(dynamic, null as never),
      deleteAll(dynamic, [node], null as never),
    ]) {
      await expect(call).rejects.toBeInstanceOf(RequestError)
    }
    expect(transport.requests).toEqual([])
  })

  it('ends with the reason of the signal', async () => {
    const controller = new AbortController()
    const { dynamic } = clientOf({ '/api/v1/namespaces/b/pods/x': json(pod('x')) })
    const onProgress = ({ step }: { step: string }) => {
      if (step === 'finished') controller.abort(new Error('enough'))
    }
    const call = applyAll(dynamic, [pod('x'), pod('y')], { fieldManager: 'me', signal: controller.signal, onProgress })
    await expect(call).rejects.toThrow('enough')
  })
})

it('deletes in the reverse order, and tells what was not there', async () => {
  const { dynamic, transport } = clientOf({
    '/api/v1/namespaces/b/pods/x': json({ kind: 'Status', apiVersion: 'v1', status: 'Success' }),
  })
  const results = await deleteAll(dynamic, [pod('x'), pod('y')], { gracePeriodSeconds: 0 })
  expect(results.map(({ outcome }) => outcome)).toEqual(['notFound', 'deleted'])
  expect(asked(transport).slice(2)).toEqual([
    'DELETE /api/v1/namespaces/b/pods/y',
    'DELETE /api/v1/namespaces/b/pods/x',
  ])
  expect(transport.requests.at(-1)?.body).toBe('{"kind":"DeleteOptions","apiVersion":"v1","gracePeriodSeconds":0}')
})
