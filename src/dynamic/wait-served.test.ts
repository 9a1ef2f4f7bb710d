import { describe, expect, it } from 'vitest'
import { aggregatedList, aggregatedV2, discovered, json } from '../discovery/discovery-server.test-support.ts'
import { StatusError, TimeoutError } from '../errors/index.ts'
import type { ScriptStep } from '../rest/scripted-transport.test-support.ts'
import type { TransportRequest } from '../transport/index.ts'
import { scriptedDynamic } from './dynamic.test-support.ts'
import { waitActive, waitServed } from './wait-served.ts'

const namespace = (phase?: string) => ({
  apiVersion: 'v1',
  kind: 'Namespace',
  metadata: { name: 'a', resourceVersion: '7' },
  status: { phase },
})
const listOf = (...items: object[]) => ({ kind: 'List', apiVersion: 'v1', metadata: { resourceVersion: '7' }, items })

describe('a namespace', () => {
  it('that is active is not waited for', async () => {
    const { dynamic, requests } = scriptedDynamic({})
    await expect(waitActive(dynamic, namespace('Active'), {})).resolves.toEqual(namespace('Active'))
    expect(requests).toEqual([])
  })

  it('is waited for until it is active', async () => {
    const { dynamic } = scriptedDynamic(json(listOf(namespace('Active'))))
    await expect(waitActive(dynamic, namespace(), {})).resolves.toMatchObject(namespace('Active'))
  })

  it('that is being deleted will not be active', async () => {
    const { dynamic } = scriptedDynamic(json(listOf(namespace('Terminating'))))
    const message = 'namespace "a" is being deleted'
    await expect(waitActive(dynamic, namespace('Terminating'), {})).rejects.toThrow(message)
    await expect(waitActive(dynamic, namespace(), {})).rejects.toThrow(message)
  })
})

describe('a definition', () => {
  const definition = (conditions: object[]) => ({
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com', resourceVersion: '7' },
    spec: { group: 'example.com', names: { kind: 'Widget' }, versions: [{ name: 'v1', served: true }] },
    status: { conditions },
  })
  const established = definition([{ type: 'Established', status: 'True' }])
  const discovery = aggregatedList({ 'example.com': [{ version: 'v1', resources: [discovered('widgets', 'Widget')] }] })

  /** A server that answers a list of widgets from a script, and has the definition. */
  function serving(object: object, ...lists: ScriptStep[]) {
    return scriptedDynamic((request: TransportRequest) => {
      const { pathname, searchParams } = request.url
      if (pathname === '/api') return json(aggregatedList({}), aggregatedV2)
      if (pathname === '/apis') return json(discovery, aggregatedV2)
      if (pathname.endsWith('/widgets')) return (lists.length > 1 ? lists.shift() : lists[0]) ?? {}
      return searchParams.has('watch') ? silence(request) : json(listOf(object))
    })
  }

  it('is served once its objects can be listed', async () => {
    const busy = { status: 503 }
    const { dynamic, requests } = serving(established, { status: 404 }, busy, { status: 429 }, json(listOf()))
    await expect(waitServed(dynamic, established, { timeoutMs: 5000 })).resolves.toMatchObject(established)
    expect(requests.filter(({ url }) => url.pathname.endsWith('/widgets')).length).toBeGreaterThanOrEqual(4)
  })

  it('is served for whoever may not list its objects', async () => {
    const { dynamic } = serving(established, { status: 403 })
    await expect(waitServed(dynamic, established, {})).resolves.toMatchObject(established)
  })

  it('is not waited for beyond the time, whatever the server does', async () => {
    const busy = serving(established, { status: 503 }).dynamic
    await expect(waitServed(busy, established, { timeoutMs: 250 })).rejects.toBeInstanceOf(TimeoutError)
    const silent = serving(established, silence).dynamic
    await expect(waitServed(silent, established, { timeoutMs: 250 })).rejects.toBeInstanceOf(TimeoutError)
  })

  it('whose names are taken says so', async () => {
    const message = '"Widget" is already in use'
    const { dynamic } = serving(definition([{ type: 'NamesAccepted', status: 'False', message }]))
    const failure = waitServed(dynamic, established, { timeoutMs: 100 })
    await expect(failure).rejects.toBeInstanceOf(TimeoutError)
    await expect(failure).rejects.toThrow(
      `customresourcedefinitions "widgets.example.com" did not meet the condition within 100 ms (it was there): its names are not accepted, ${message}`,
    )
  })

  it('that cannot be read is an error', async () => {
    const { dynamic } = scriptedDynamic({ status: 403 })
    await expect(waitServed(dynamic, established, {})).rejects.toBeInstanceOf(StatusError)
  })
})

/** Answers when the request is given up, and not before. */
function silence({ signal }: TransportRequest): Promise<never> {
  return new Promise((_resolve, reject) => signal?.addEventListener('abort', () => reject(signal.reason)))
}
