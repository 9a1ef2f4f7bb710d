import { expect } from 'vitest'
import { conformance } from './conformance.ts'
import { exchange } from './exchange.ts'

const newest = {
  only: { targets: ['embedded', '1.37.2'] as const, because: 'discovery of v2 came with 1.30' },
}
const aggregated = (version: string, more = '') =>
  `application/json;g=apidiscovery.k8s.io;v=${version};as=APIGroupDiscoveryList${more}`
const v2 = aggregated('v2')

conformance('aggregated discovery is what is asked for first and last', newest, async ({ target }) => {
  const accepts = [
    v2,
    'application/json;as=APIGroupDiscoveryList;v=v2;g=apidiscovery.k8s.io',
    aggregated('v2', ';profile=nopeer'),
    `${aggregated('v2beta1')},${v2}`,
    `application/json,${v2}`,
    `${v2};q=0.1,application/json`,
    '*/*;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList',
  ]
  for (const path of ['/api', '/apis']) {
    for (const accept of accepts) {
      const { status, headers, text } = await exchange(target.config, 'GET', path, { headers: { accept } })
      expect({ accept, status }).toEqual({ accept, status: 200 })
      expect(headers).toMatchObject({ 'content-type': v2, 'cache-control': 'public', vary: 'Accept' })
      expect(JSON.parse(text)).toMatchObject({ kind: 'APIGroupDiscoveryList', apiVersion: 'apidiscovery.k8s.io/v2' })
    }
  }
})

conformance('another version of it is the old form, or refused', newest, async ({ target }) => {
  for (const path of ['/api', '/apis']) {
    const alone = await exchange(target.config, 'GET', path, { headers: { accept: aggregated('v1') } })
    expect(alone.status).toBe(406)
    const accept = `${aggregated('v1')},application/json`
    const plain = await exchange(target.config, 'GET', path, { headers: { accept } })
    expect(plain).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } })
    expect(plain.headers['etag']).toBeUndefined()
  }
})

conformance('resources are listed with their subresources', newest, async ({ target }) => {
  const { text } = await exchange(target.config, 'GET', '/api', { headers: { accept: v2 } })
  const { items } = JSON.parse(text)
  expect(items[0]).toMatchObject({ metadata: {}, versions: [{ version: 'v1', freshness: 'Current' }] })
  const find = (name: string) => items[0].versions[0].resources.find(({ resource }: Named) => resource === name)
  expect(find('pods')).toMatchObject({
    responseKind: { group: '', version: '', kind: 'Pod' },
    scope: 'Namespaced',
    singularResource: 'pod',
    shortNames: ['po'],
    categories: ['all'],
    subresources: expect.arrayContaining([
      expect.objectContaining({ subresource: 'status', responseKind: { group: '', version: '', kind: 'Pod' } }),
    ]),
  })
  expect(find('namespaces')).toMatchObject({ scope: 'Cluster' })
})

interface Named {
  readonly resource: string
}

conformance('an answer that the client has is not sent again', newest, async ({ target }) => {
  const send = (headers: Record<string, string>) => exchange(target.config, 'GET', '/api', { headers })
  const first = await send({ accept: v2 })
  const etag = String(first.headers['etag'])
  expect(etag).toMatch(/^"[0-9A-F]{128}"$/)
  const second = await send({ accept: v2, 'if-none-match': etag })
  expect(second).toMatchObject({ status: 304, text: '', headers: { etag, vary: 'Accept', 'cache-control': 'public' } })
  expect((await send({ accept: v2, 'if-none-match': '"another"' })).status).toBe(200)
  expect((await send({ accept: 'application/json', 'if-none-match': etag })).status).toBe(200)
})

conformance('OpenAPI documents are kept by their hash', async ({ target }) => {
  const read = (path: string, headers: Record<string, string> = {}) => exchange(target.config, 'GET', path, { headers })
  const { paths } = JSON.parse((await read('/openapi/v3')).text)
  const url: string = paths['api/v1'].serverRelativeURL
  const hashed = await read(url)
  const hash = url.split('?hash=')[1]
  expect(hashed).toMatchObject({ status: 200, headers: { etag: `"${hash}"` } })
  expect(hashed.headers['cache-control']).toContain('immutable')
  expect(Date.parse(String(hashed.headers['expires']))).toBeGreaterThan(Date.now() + 360 * 86_400_000)
  const plain = await read('/openapi/v3/api/v1')
  expect(plain).toMatchObject({ status: 200, text: hashed.text })
  expect(plain.headers['cache-control']).toBe('no-cache, private')
  expect(await read('/openapi/v3/api/v1?hash=old')).toMatchObject({ status: 301, headers: { location: url } })
  expect((await read(url, { 'if-none-match': `"other", W/"${hash}"` })).status).toBe(304)
  expect(await read('/openapi/v3/nope')).toMatchObject({ status: 404, text: '' })
})

conformance('a document says which fields of a request are checked', async ({ target }) => {
  const { paths } = JSON.parse((await exchange(target.config, 'GET', '/openapi/v3/api/v1')).text)
  const { post, patch } = {
    post: paths['/api/v1/namespaces/{namespace}/pods'].post,
    patch: paths['/api/v1/namespaces/{namespace}/pods/{name}'].patch,
  }
  for (const operation of [post, patch]) {
    expect(operation['x-kubernetes-group-version-kind']).toEqual({ group: '', version: 'v1', kind: 'Pod' })
    const names = operation.parameters.map(({ name }: { name: string }) => name)
    expect(names).toEqual(expect.arrayContaining(['dryRun', 'fieldManager', 'fieldValidation']))
  }
})

conformance('every answer has an audit id, which a client may choose', async ({ target, namespace }) => {
  const paths = ['/api', '/healthz', '/nope', `/api/v1/namespaces/${namespace}/pods/nope`, '/openapi/v3']
  for (const path of paths) {
    expect((await exchange(target.config, 'GET', path)).headers['audit-id']).toMatch(/^[0-9a-f-]{36}$/)
    const chosen = await exchange(target.config, 'GET', path, { headers: { 'audit-id': 'my own' } })
    expect(chosen.headers['audit-id']).toBe('my own')
  }
})
