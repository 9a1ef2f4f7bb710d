import { expect, it } from 'vitest'
import { type Embedded, startServer } from '../embedded.test-support.ts'

const aggregated = (version: string) => `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList`

async function discover({ server }: Embedded, accept: string, path = '/api') {
  const { status, headers, body } = await server.handle({ method: 'GET', target: path, headers: { accept } })
  return { status, type: headers['content-type'], body: JSON.parse(Buffer.from(body as Uint8Array).toString()) }
}

it('aggregates in v2 unless told otherwise', async () => {
  const embedded = await startServer()
  expect(await discover(embedded, aggregated('v2'))).toMatchObject({
    status: 200,
    type: aggregated('v2'),
    body: { kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2' },
  })
  expect(await discover(embedded, aggregated('v2beta1'))).toMatchObject({ status: 406 })
  expect((await discover(embedded, aggregated('v2'), '/apis')).body.items).toEqual([])
})

it('aggregates in v2beta1 for who wants an older server', async () => {
  const embedded = await startServer({ aggregatedDiscovery: ['v2beta1'] })
  expect(await discover(embedded, `${aggregated('v2')},${aggregated('v2beta1')},application/json`)).toMatchObject({
    type: aggregated('v2beta1'),
    body: { apiVersion: 'apidiscovery.k8s.io/v2beta1' },
  })
  expect(await discover(embedded, `${aggregated('v2')},application/json`)).toMatchObject({ type: 'application/json' })
})

it('takes the first version that it has where it has both', async () => {
  const embedded = await startServer({ aggregatedDiscovery: ['v2', 'v2beta1'] })
  expect((await discover(embedded, `${aggregated('v2beta1')},${aggregated('v2')}`)).type).toBe(aggregated('v2beta1'))
  expect((await discover(embedded, `${aggregated('v2')},${aggregated('v2beta1')}`)).type).toBe(aggregated('v2'))
})

it('does not aggregate for who wants a server of long ago', async () => {
  const embedded = await startServer({ aggregatedDiscovery: [] })
  const { type, body } = await discover(embedded, `${aggregated('v2')},application/json`)
  expect({ type, kind: body.kind }).toEqual({ type: 'application/json', kind: 'APIVersions' })
})

it('lists the same resources in both forms', async () => {
  const embedded = await startServer()
  const { body } = await discover(embedded, aggregated('v2'))
  const names = body.items[0].versions[0].resources.flatMap(
    ({ resource, subresources = [] }: { resource: string; subresources?: { subresource: string }[] }) => [
      resource,
      ...subresources.map(({ subresource }) => `${resource}/${subresource}`),
    ],
  )
  const legacy = await discover(embedded, 'application/json', '/api/v1')
  expect(names).toEqual(legacy.body.resources.map(({ name }: { name: string }) => name))
  expect(names).toEqual(['configmaps', 'namespaces', 'namespaces/finalize', 'namespaces/status', 'pods', 'pods/status'])
})
