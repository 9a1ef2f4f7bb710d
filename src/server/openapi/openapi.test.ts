import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { type Embedded, startServer } from '../embedded.test-support.ts'

async function read({ server }: Embedded, target: string, headers: Record<string, string> = {}) {
  const { status, headers: sent, body } = await server.handle({ method: 'GET', target, headers })
  return {
    status,
    headers: sent,
    bytes: body as Uint8Array,
    json: () => JSON.parse(Buffer.from(body as Uint8Array).toString()),
  }
}

it('has a document for each part of what is served', async () => {
  const { json } = await read(await startServer(), '/openapi/v3')
  expect(Object.keys(json().paths)).toEqual(['api', 'api/v1', 'apis', 'version'])
})

it('leaves no reference open', async () => {
  const embedded = await startServer()
  for (const key of ['api', 'api/v1', 'apis', 'version']) {
    const { bytes, json } = await read(embedded, `/openapi/v3/${key}`)
    const names =
      Buffer.from(bytes)
        .toString()
        .match(/(?<="\$ref":"#\/components\/schemas\/)[^"]+/g) ?? []
    expect([...new Set(names)].filter((name) => !(name in json().components.schemas))).toEqual([])
  }
  const { bytes, json } = await read(embedded, '/openapi/v2')
  const names =
    Buffer.from(bytes)
      .toString()
      .match(/(?<="\$ref":"#\/)[^"]+/g) ?? []
  expect(names.length).toBeGreaterThan(100)
  expect([...new Set(names)].filter((name) => !(name.replace('definitions/', '') in json().definitions))).toEqual([])
})

it('writes schemas as Kubernetes does, without its texts', async () => {
  const { json, bytes } = await read(await startServer(), '/openapi/v3/api/v1')
  const { schemas } = json().components
  expect(schemas['io.k8s.api.core.v1.ContainerPort']).toEqual({
    type: 'object',
    required: ['containerPort'],
    properties: {
      containerPort: { type: 'integer', format: 'int32', default: 0 },
      hostIP: { type: 'string' },
      hostPort: { type: 'integer', format: 'int32' },
      name: { type: 'string' },
      protocol: { type: 'string', default: 'TCP', enum: ['SCTP', 'TCP', 'UDP'] },
    },
  })
  expect(schemas['io.k8s.api.core.v1.Pod']['x-kubernetes-group-version-kind']).toEqual([
    { group: '', kind: 'Pod', version: 'v1' },
  ])
  const texts =
    Buffer.from(bytes)
      .toString()
      .match(/"description":"[^"]*"/g) ?? []
  expect(new Set(texts)).toEqual(
    new Set(['OK', 'Created', 'Accepted', 'Unauthorized'].map((text) => `"description":"${text}"`)),
  )
})

it('has the same hash in every server', async () => {
  const [one, other] = await Promise.all([startServer(), startServer()])
  expect((await read(one, '/openapi/v3')).json()).toEqual((await read(other, '/openapi/v3')).json())
})

it('says in v2 what it says in v3', async () => {
  const { json, headers } = await read(await startServer(), '/openapi/v2')
  expect(headers).toMatchObject({
    vary: ['Accept-Encoding', 'Accept'],
    etag: expect.stringMatching(/^"[0-9A-F]{128}"$/),
  })
  const { swagger, definitions, paths } = json()
  expect(swagger).toBe('2.0')
  expect(definitions['io.k8s.api.core.v1.Pod'].properties.spec).toEqual({
    $ref: '#/definitions/io.k8s.api.core.v1.PodSpec',
  })
  expect(definitions['io.k8s.apimachinery.pkg.util.intstr.IntOrString']).toEqual({
    type: 'string',
    format: 'int-or-string',
  })
  const { post } = paths['/api/v1/namespaces/{namespace}/pods']
  expect(post.parameters[0]).toEqual({
    name: 'body',
    in: 'body',
    required: true,
    schema: { $ref: '#/definitions/io.k8s.api.core.v1.Pod' },
  })
  expect(post.parameters[1]).toEqual({ name: 'dryRun', in: 'query', type: 'string', uniqueItems: true })
  expect(post.responses['201'].schema).toEqual({ $ref: '#/definitions/io.k8s.api.core.v1.Pod' })
})

it('compresses the document of v2', async () => {
  const embedded = await startServer()
  const plain = await read(embedded, '/openapi/v2')
  const packed = await read(embedded, '/openapi/v2', { 'accept-encoding': 'gzip' })
  expect(packed.headers['content-encoding']).toBe('gzip')
  expect(gunzipSync(packed.bytes).equals(plain.bytes)).toBe(true)
})

it('says that it has no protobuf', async () => {
  const embedded = await startServer()
  for (const [path, version] of [
    ['/openapi/v2', 'v2'],
    ['/openapi/v3/api/v1', 'v3'],
  ] as const) {
    const accept = `application/com.github.proto-openapi.spec.${version}@v1.0+protobuf`
    const refused = await read(embedded, path, { accept })
    expect(refused).toMatchObject({ status: 501 })
    expect(refused.json().message).toContain('protobuf')
    expect(await read(embedded, path, { accept: `${accept},application/json` })).toMatchObject({ status: 200 })
  }
})
