import { describe, expect, it } from 'vitest'
import { DecodeError, TransportError } from '../errors/index.ts'
import { CachedOpenAPIV3Client } from './cached-openapi-v3-client.ts'
import { DiscoveryClient } from './discovery-client.ts'
import { asked, discoveryOf, json, type Routes, serverOf } from './discovery-server.test-support.ts'
import type { OpenAPISchema, OpenAPIV3Document } from './openapi-document.ts'
import { SchemaNode, schemaFor } from './schema-for.ts'

const kind = (group: string, version: string, name: string) => ({ group, version, kind: name })
const pod: OpenAPIV3Document = {
  openapi: '3.0.0',
  info: { title: 'Kubernetes' },
  components: {
    schemas: {
      Pod: {
        type: 'object',
        required: ['spec'],
        properties: {
          spec: { description: 'what is wanted', default: {}, allOf: [{ $ref: '#/components/schemas/Spec' }] },
          labels: { type: 'object', additionalProperties: { type: 'string' } },
          lost: { $ref: '#/components/schemas/Nothing' },
          far: { $ref: 'other.json#/components/schemas/Spec' },
          free: { type: 'object', additionalProperties: true },
        },
        'x-kubernetes-group-version-kind': [kind('', 'v1', 'Pod')],
      },
      Spec: {
        type: 'object',
        required: ['containers'],
        properties: {
          containers: { type: 'array', items: { $ref: '#/components/schemas/Container' } },
          self: { $ref: '#/components/schemas/Spec' },
        },
      },
      Container: { type: 'object', properties: { image: { type: 'string' } } },
    },
  },
}

const routes = (): Routes => ({
  '/openapi/v3': {
    headers: { 'content-type': 'text/plain; charset=utf-8' },
    body: JSON.stringify({
      paths: {
        'api/v1': { serverRelativeURL: '/openapi/v3/api/v1?hash=AB' },
        'apis/other.test/v1': { serverRelativeURL: '/elsewhere/other?hash=CD' },
      },
    }),
  },
  '/openapi/v3/api/v1': json(pod),
  '/elsewhere/other': json({ openapi: '3.0.0', info: { title: 'other' } }),
})

describe('OpenAPI v3', () => {
  it('has a document for each path, by the URL that the server gives', async () => {
    const { discovery, transport } = discoveryOf(routes())
    const paths = await discovery.openApiV3().paths()
    expect([...paths.keys()]).toEqual(['api/v1', 'apis/other.test/v1'])
    expect(paths.get('api/v1')?.serverRelativeUrl).toBe('/openapi/v3/api/v1?hash=AB')
    expect(await paths.get('api/v1')?.document()).toEqual(pod)
    await paths.get('apis/other.test/v1')?.schema('application/x')
    expect(transport.requests.map(({ url }) => url.pathname + url.search)).toEqual([
      '/openapi/v3?timeout=32s',
      '/openapi/v3/api/v1?hash=AB&timeout=32s',
      '/elsewhere/other?hash=CD&timeout=32s',
    ])
    expect(transport.requests.map(({ headers }) => headers['Accept']).slice(1)).toEqual([
      'application/json',
      'application/x',
    ])
  })

  it('works below a base path, whether or not the server names it', async () => {
    const base = Object.fromEntries(Object.entries(routes()).map(([path, route]) => [`/base${path}`, route]))
    base['/base/openapi/v3'] = json({ paths: { a: { serverRelativeURL: '/base/openapi/v3/api/v1?hash=AB' } } })
    const transport = serverOf(base)
    const discovery = new DiscoveryClient({ host: 'http://h/base', transport })
    expect(await (await discovery.openApiV3().paths()).get('a')?.document()).toEqual(pod)
  })

  it.each(['null', '[]', '"x"', '{}', 'nonsense', ''])('refuses %j in the place of a list', async (body) => {
    const { discovery } = discoveryOf({ '/openapi/v3': { body } })
    await expect(discovery.openApiV3().paths()).rejects.toThrow(DecodeError)
  })
})

describe('the cached client', () => {
  const open = (all: Routes) => {
    const { discovery, ...rest } = discoveryOf(all)
    return { client: new CachedOpenAPIV3Client(discovery.openApiV3()), ...rest }
  }

  it('reads everything once, for each content type', async () => {
    const { client, transport } = open(routes())
    await Promise.all([client.paths(), client.paths()])
    const document = (await client.paths()).get('api/v1')
    expect(document?.serverRelativeUrl).toContain('hash=AB')
    await Promise.all([document?.document(), document?.document(), document?.schema('a/b'), document?.schema('a/b')])
    await document?.schema('c/d')
    expect(asked(transport)).toEqual(['GET /openapi/v3', ...Array(3).fill('GET /openapi/v3/api/v1')])
  })

  it('keeps that the server refused', async () => {
    const { client, transport } = open({})
    await expect(client.paths()).rejects.toMatchObject({ code: 404 })
    await expect(client.paths()).rejects.toMatchObject({ code: 404 })
    expect(transport.requests).toHaveLength(1)
  })

  it('does not keep that the connection failed, or that the caller gave up', async () => {
    const { client, transport, routes: all } = open({ '/openapi/v3': new TransportError('refused') })
    await expect(client.paths()).rejects.toThrow('refused')
    await expect(client.paths({ signal: AbortSignal.abort(new Error('late')) })).rejects.toThrow('late')
    Object.assign(all, routes())
    expect((await client.paths()).size).toBe(2)
    expect(transport.requests.length).toBeGreaterThan(1)
  })
})

describe('schemaFor', () => {
  const find = async () => {
    const { discovery } = discoveryOf(routes())
    const schema = await schemaFor(discovery.openApiV3(), kind('', 'v1', 'Pod'))
    if (schema === undefined) throw new Error('no schema')
    return schema
  }

  it('follows references, also those in an allOf of one', async () => {
    const schema = await find()
    const spec = schema.property('spec')
    expect(spec?.own.description).toBe('what is wanted')
    expect(spec?.typeName).toBe('Spec')
    expect([schema.isRequired('spec'), schema.isRequired('labels'), spec?.isRequired('containers')]).toEqual([
      true,
      false,
      true,
    ])
    expect(spec?.property('containers')?.items?.typeName).toBe('Container')
    expect(spec?.property('containers')?.items?.property('image')?.schema.type).toBe('string')
    expect(schema.property('labels')?.values?.schema.type).toBe('string')
    expect(schema.property('free')?.values).toBeUndefined()
    expect(schema.property('nope') ?? schema.property('toString')).toBeUndefined()
  })

  it('minds neither schemas that hold themselves nor references to nothing', async () => {
    const schema = await find()
    expect(schema.property('spec')?.property('self')?.property('self')?.property('self')?.typeName).toBe('Spec')
    expect(schema.property('lost')?.schema).toEqual({ $ref: '#/components/schemas/Nothing' })
    expect(schema.property('far')?.properties).toEqual([])
  })

  it('follows references to references, and gives up where they go round', () => {
    const ref = (name: string) => ({ $ref: `#/components/schemas/${name}` })
    const schemas = {
      A: ref('B'),
      B: ref('C'),
      C: { type: 'object', properties: { c: { type: 'string' } } },
      Round: ref('Trip'),
      Trip: ref('Round'),
      Itself: { allOf: [ref('Itself')] },
      One: { allOf: [ref('Other')] },
      Other: { allOf: [ref('One')] },
    }
    const node = (name: keyof typeof schemas) =>
      new SchemaNode({ ...pod, components: { schemas } } as OpenAPIV3Document, schemas[name] as OpenAPISchema)
    expect(node('A').property('c')?.schema.type).toBe('string')
    for (const name of ['Round', 'Itself', 'One'] as const) {
      const { properties, items, values } = node(name)
      expect([properties, items, values, node(name).isRequired('x')]).toEqual([[], undefined, undefined, false])
    }
  })

  it('finds nothing where there is nothing', async () => {
    const openApi = discoveryOf(routes()).discovery.openApiV3()
    expect(await schemaFor(openApi, kind('', 'v1', 'Nope'))).toBeUndefined()
    expect(await schemaFor(openApi, kind('none.test', 'v1', 'X'))).toBeUndefined()
    expect(await schemaFor(openApi, kind('other.test', 'v1', 'X'))).toBeUndefined()
  })
})

it('reads OpenAPI v2 as JSON and as protobuf', async () => {
  const { discovery, transport } = discoveryOf({ '/openapi/v2': json({ swagger: '2.0' }) })
  expect(await discovery.openApiSchema()).toEqual({ swagger: '2.0' })
  expect(Buffer.from(await discovery.openApiSchemaProtobuf()).toString()).toBe('{"swagger":"2.0"}')
  expect(transport.requests.map(({ headers }) => headers['Accept'])).toEqual([
    'application/json',
    'application/com.github.proto-openapi.spec.v2@v1.0+protobuf',
  ])
})
