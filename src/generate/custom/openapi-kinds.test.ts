import { describe, expect, it } from 'vitest'
import { customFiles } from './custom-files.ts'
import { kindsOfOpenApi } from './openapi-kinds.ts'

const gvk = (kind: string, group = 'example.com', version = 'v1') => ({ group, version, kind })
const operation = (action: string, kind: object) => ({
  'x-kubernetes-action': action,
  'x-kubernetes-group-version-kind': kind,
})
const schemas = {
  'com.example.v1.Widget': {
    type: 'object',
    required: ['spec'],
    properties: {
      apiVersion: { type: 'string' },
      metadata: { allOf: [{ $ref: '#/components/schemas/io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta' }] },
      spec: { $ref: '#/components/schemas/com.example.v1.WidgetSpec' },
    },
    'x-kubernetes-group-version-kind': [gvk('Widget')],
  },
  'com.example.v1.WidgetSpec': {
    type: 'object',
    description: 'What is wanted.',
    properties: {
      // It holds itself.
      inner: { allOf: [{ $ref: '#/components/schemas/com.example.v1.WidgetSpec' }], default: {} },
      limit: { $ref: '#/components/schemas/io.k8s.apimachinery.pkg.api.resource.Quantity' },
      template: { $ref: '#/components/schemas/io.k8s.api.core.v1.PodTemplateSpec' },
      mode: { $ref: '#/components/schemas/com.example.v1.Mode' },
    },
  },
  'com.example.v1.Mode': { type: 'string', enum: ['a', 'b'] },
  'com.example.v1.ManyWidgets': {
    type: 'object',
    properties: { items: { type: 'array', items: { $ref: '#/components/schemas/com.example.v1.Widget' } } },
    'x-kubernetes-group-version-kind': [gvk('ManyWidgets')],
  },
  'io.k8s.api.core.v1.Pod': { type: 'object', 'x-kubernetes-group-version-kind': [gvk('Pod', '', 'v1')] },
}
const paths = {
  '/apis/example.com/v1/widgets': { get: operation('list', gvk('Widget')), parameters: [] },
  '/apis/example.com/v1/namespaces/{namespace}/widgets': {
    get: operation('list', gvk('Widget')),
    post: operation('post', gvk('Widget')),
  },
  '/apis/example.com/v1/namespaces/{namespace}/widgets/{name}': { get: operation('get', gvk('Widget')) },
  '/apis/example.com/v1/namespaces/{namespace}/widgets/{name}/scale': {
    get: operation('get', gvk('Scale', 'autoscaling')),
  },
  '/apis/example.com/v1/watch/widgets': { get: operation('watchlist', gvk('Widget')) },
  '/api/v1/namespaces/{namespace}/pods': { get: operation('list', gvk('Pod', '', 'v1')) },
}
const v3 = { openapi: '3.0.0', paths, components: { schemas } }

const read = (document: unknown, ...groups: string[]) => kindsOfOpenApi([{ file: 'a.json', document }], groups)

describe('an OpenAPI document', () => {
  it('has the kinds that have paths, with what can be done with them', async () => {
    const { kinds } = await read(v3)
    expect(kinds).toHaveLength(1)
    expect(kinds[0]).toMatchObject({
      ...gvk('Widget'),
      resource: 'widgets',
      listKind: 'ManyWidgets',
      namespaced: true,
      verbs: ['create', 'get', 'list', 'watch'],
      subresources: [{ name: 'scale', kind: 'Scale.v1.autoscaling', verbs: ['get'] }],
    })
  })

  it('has types that refer to one another, and to those that the package has', async () => {
    const [file] = await customFiles(await read(v3), 'kubeclient generate')
    expect(file?.text).toContain("import type { PodTemplateSpec } from 'kubeclient/api/core/v1'")
    expect(file?.text).toContain(`/** What is wanted. */
export interface WidgetSpec {
  /** Default: \`{}\`. */
  inner?: WidgetSpec | undefined
  limit?: Quantity | undefined
  mode?: Mode | undefined
  template?: PodTemplateSpec | undefined
}`)
    expect(file?.text).toContain("  methods: 'create' | 'get' | 'list' | 'watch' | 'getScale'\n")
    expect(file?.text).toMatch(/^ {2}methods: \['create', .*\],$/m)
    expect(file?.text).toContain('  apply: never\n')
  })

  it('may be of v2', async () => {
    const text = JSON.stringify(schemas).replaceAll('#/components/schemas/', '#/definitions/')
    const v2 = { swagger: '2.0', paths, definitions: JSON.parse(text) as object }
    const [file] = await customFiles(await read(v2), 'kubeclient generate')
    const [other] = await customFiles(await read(v3), 'kubeclient generate')
    expect(file).toEqual(other)
  })

  it('gives what is built in only if that is asked for', async () => {
    expect((await read(v3, '')).kinds.map(({ kind }) => kind)).toEqual(['Pod'])
    const core = {
      ...v3,
      paths: { '/api/v1/namespaces/{namespace}/pods': paths['/api/v1/namespaces/{namespace}/pods'] },
    }
    await expect(read(core)).rejects.toThrow(
      'a.json: all its kinds are built in: choose a group of them with --group ("")',
    )
    await expect(read(v3, 'x.com')).rejects.toThrow(
      'a.json: no kinds of the group x.com: it has those of example.com, ""',
    )
  })

  it.each<[unknown, string]>([
    [[], 'a.json: expected an object, found a list'],
    [{}, 'a.json: expected an OpenAPI document: an object with "openapi" or "swagger"'],
    [{ openapi: '3.0.0' }, 'a.json: components: expected an object, found nothing'],
    [{ swagger: '2.0', definitions: {} }, 'a.json: paths: expected an object, found nothing'],
    [{ swagger: '2.0', definitions: {}, paths: {} }, 'a.json: expected kinds with paths of their own, found none'],
  ])('%j is refused', async (document, message) => {
    await expect(read(document)).rejects.toThrow(message)
  })

  it('names a reference that leads nowhere', async () => {
    const { 'com.example.v1.Mode': _, ...fewer } = schemas
    const broken = { ...v3, components: { schemas: fewer } }
    await expect(read(broken).then((kinds) => customFiles(kinds, ''))).rejects.toThrow(
      'a.json: components.schemas.com.example.v1.WidgetSpec.properties.mode: its reference #/components/schemas/com.example.v1.Mode leads nowhere',
    )
  })
})
