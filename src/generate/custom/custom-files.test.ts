import { describe, expect, it } from 'vitest'
import { kindsOfDefinition } from './crd-kinds.ts'
import { definition } from './custom.test-support.ts'
import { customFiles } from './custom-files.ts'

const command = 'kubeclient generate --crd a.yaml -o out'
const text = { type: 'string' }

async function emit(...definitions: object[]): Promise<string> {
  const kinds = definitions.flatMap((each, index) => kindsOfDefinition(each, `${index}.yaml`))
  const files = await customFiles({ kinds }, command)
  return files.map((file) => file.text).join('')
}

/** Without its comment. */
async function declaration(name: string, spec: object, more?: Parameters<typeof definition>[1]): Promise<string> {
  const all = await emit(definition(spec, more))
  const pattern = new RegExp(
    `export (?:interface|type|const) ${name}\\b[^{=]*(?:\\{\\n[\\s\\S]*?\\n\\}|= \\{[\\s\\S]*?\\n\\}|=.*)`,
  )
  return pattern.exec(all)?.[0] ?? 'not there'
}

/** The type of `spec.a`. */
async function typeOf(schema: object): Promise<string> {
  const spec = await declaration('WidgetSpec', { type: 'object', properties: { a: schema } })
  return /^ {2}a\?: (.*?)(?: \| undefined)?$/m.exec(spec)?.[1] ?? spec
}

describe('a property', () => {
  it.each<[object, string]>([
    [text, 'string'],
    [{ type: 'boolean' }, 'boolean'],
    [{ type: 'integer', format: 'int32' }, 'number'],
    [{ type: 'number' }, 'number'],
    [{ type: 'string', format: 'date-time' }, 'Time'],
    [{ type: 'string', format: 'byte' }, 'Base64'],
    [{ type: 'string', format: 'uuid' }, 'string'],
    [{ type: 'string', nullable: true }, 'string | null'],
    [{ 'x-kubernetes-int-or-string': true, anyOf: [{ type: 'integer' }, text] }, 'IntOrString'],
    [{ 'x-kubernetes-preserve-unknown-fields': true }, 'unknown'],
    [{}, 'unknown'],
    [{ type: 'object', 'x-kubernetes-preserve-unknown-fields': true }, 'Record<string, unknown>'],
    [{ type: 'object', additionalProperties: text }, 'Record<string, string>'],
    [{ type: 'object', additionalProperties: true }, 'Record<string, unknown>'],
    [{ type: 'object', additionalProperties: { type: 'array', items: text } }, 'Record<string, string[]>'],
    [{ type: 'object' }, 'WidgetSpecA'],
    [{ type: 'object', properties: { b: text } }, 'WidgetSpecA'],
    [{ type: 'array', items: { type: 'object', properties: { b: text } } }, 'WidgetSpecA[]'],
    [{ type: 'array', items: { type: 'array', items: { type: 'integer' } } }, 'number[][]'],
    [{ type: 'array' }, 'unknown[]'],
    [{ type: 'string', enum: ['x', 'y'] }, 'WidgetSpecA'],
    [{ type: 'string', nullable: true, enum: ['x', null] }, 'WidgetSpecA | null'],
    [{ enum: [{ x: 1 }] }, 'unknown'],
  ])('%j is %s', async (schema, expected) => {
    expect(await typeOf(schema)).toBe(expected)
  })

  it('has its values', async () => {
    const values = {
      type: 'object',
      properties: { a: { type: 'integer', enum: [1, 2, 1] }, b: { ...text, enum: ['x', ''] } },
    }
    expect(await declaration('WidgetSpecA', values)).toBe('export type WidgetSpecA = 1 | 2')
    expect(await declaration('WidgetSpecB', values)).toBe("export type WidgetSpecB = 'x' | ''")
  })

  it('is required where the schema says so', async () => {
    const spec = { type: 'object', required: ['b', 'unheard'], properties: { b: { ...text, nullable: true }, a: text } }
    expect(await declaration('WidgetSpec', spec)).toBe(
      'export interface WidgetSpec {\n  a?: string | undefined\n  b: string | null\n}',
    )
  })

  it('may have any name', async () => {
    const properties = JSON.parse('{"__proto__":{"type":"string"},"a-b":{"type":"object"},"a.b":{"type":"object"}}')
    expect(await declaration('WidgetSpec', { type: 'object', properties })).toBe(
      "export interface WidgetSpec {\n  __proto__?: string | undefined\n  'a-b'?: WidgetSpecAB | undefined\n  'a.b'?: WidgetSpecAB2 | undefined\n}",
    )
  })
})

describe('an object', () => {
  it('without fields holds nothing: a server drops what its schema does not know', async () => {
    expect(await declaration('WidgetSpecA', { type: 'object', properties: { a: { type: 'object' } } })).toBe(
      'export type WidgetSpecA = Record<string, never>',
    )
  })

  it('may keep what is not known', async () => {
    const spec = { type: 'object', 'x-kubernetes-preserve-unknown-fields': true, properties: { a: text } }
    const expected = 'export interface WidgetSpec {\n  a?: string | undefined\n  [field: string]: unknown\n}'
    expect(await declaration('WidgetSpec', spec)).toBe(expected)
    const { 'x-kubernetes-preserve-unknown-fields': _, ...plain } = spec
    expect(await declaration('WidgetSpec', plain, { spec: { preserveUnknownFields: true } })).toBe(expected)
  })

  it('of another kind has what every object has', async () => {
    const template = { type: 'object', 'x-kubernetes-embedded-resource': true, properties: { kind: text, spec: text } }
    expect(await declaration('WidgetSpecA', { type: 'object', properties: { a: template } })).toBe(
      'export interface WidgetSpecA {\n  apiVersion: string\n  kind: string\n  metadata?: ObjectMeta | undefined\n  spec?: string | undefined\n}',
    )
  })

  it('that is an item of a list is called like one of them', async () => {
    const item = { type: 'object', properties: { a: text } }
    const spec = { type: 'object', properties: { listener: item, listeners: { type: 'array', items: item } } }
    expect(await declaration('WidgetSpec', spec)).toContain('listeners?: WidgetSpecListeners[]')
    const alone = { type: 'object', properties: { listeners: { type: 'array', items: item } } }
    expect(await declaration('WidgetSpec', alone)).toContain('listeners?: WidgetSpecListener[]')
  })

  it('that holds itself is refused', async () => {
    const spec: { type: string; properties: Record<string, unknown> } = { type: 'object', properties: {} }
    spec.properties['inner'] = spec
    await expect(emit(definition(spec))).rejects.toThrow(
      '0.yaml: widgets.example.com: spec.versions[0].schema.openAPIV3Schema.properties.spec.properties.inner: a schema that holds itself',
    )
  })

  it.each<[object, string]>([
    [{ type: 3 }, '.properties.spec.type: expected a string, found a number'],
    [{ properties: { a: 1 } }, '.properties.spec.properties.a: expected a schema, found a number'],
    [{ properties: [] }, '.properties.spec.properties: expected an object, found a list'],
    [{ type: 'array', items: [] }, '.properties.spec.items: expected a schema, found a list'],
    [{ required: 'a' }, '.properties.spec.required: expected a list, found a string'],
    [{ $ref: '#/a' }, '.properties.spec: its reference #/a leads nowhere'],
  ])('of the schema %j is refused', async (schema, message) => {
    await expect(emit(definition(schema))).rejects.toThrow(message)
  })
})

describe('what is applied', () => {
  it('needs what tells items apart, unless the server fills it in', async () => {
    const items = {
      type: 'object',
      required: ['port', 'host'],
      properties: { port: { type: 'integer' }, protocol: { ...text, default: 'TCP' }, host: text },
    }
    const keys = { 'x-kubernetes-list-type': 'map', 'x-kubernetes-list-map-keys': ['port', 'protocol'] }
    const spec = { type: 'object', required: ['ports'], properties: { ports: { type: 'array', items, ...keys } } }
    expect(await declaration('WidgetSpecPortApplyConfiguration', spec)).toBe(
      'export interface WidgetSpecPortApplyConfiguration {\n  host?: string | undefined\n  port: number\n  protocol?: string | undefined\n}',
    )
    expect(await declaration('WidgetSpecApplyConfiguration', spec)).toContain(
      '  ports?: WidgetSpecPortApplyConfiguration[] |',
    )
  })
})

describe('a file', () => {
  it('starts with how to make it again, and imports the package', async () => {
    expect((await emit(definition({ type: 'object' }))).split('\n').slice(0, 7)).toEqual([
      '// Generated by kubeclient generate from the definitions of example.com/v1. Do not edit, but make it again:',
      `// ${command}`,
      '/* eslint-disable */',
      '',
      "import type { BaseMethod, TypedDescriptor } from 'kubeclient/kubernetes'",
      "import type { ApplyMetadata, ListMeta, NamespacedObjectMeta, ObjectMeta } from 'kubeclient/api/meta/v1'",
      '',
    ])
  })

  it('has a descriptor that knows its types', async () => {
    const version = { subresources: { status: {}, scale: {} } }
    const names = { plural: 'widgets', kind: 'Widget', listKind: 'Widgets', singular: 'gadget', shortNames: ['w'] }
    expect(
      await declaration('widgets', {}, { version, spec: { names } }),
    ).toBe(`export const widgets: TypedDescriptor<WidgetResource> = {
  group: 'example.com',
  version: 'v1',
  resource: 'widgets',
  kind: 'Widget',
  namespaced: true,
  singular: 'gadget',
  listKind: 'Widgets',
  shortNames: ['w'],
  subresources: ['scale', 'status'],
}`)
    expect(await declaration('WidgetResource', {}, { version })).toBe(`export interface WidgetResource {
  object: Widget
  stored: StoredWidget
  list: WidgetList
  apply: WidgetApplyConfiguration
  namespaced: true
  methods: BaseMethod | StatusMethod | ScaleMethod
}`)
  })

  it('has a kind whose definition has no schema, and says so', async () => {
    const all = await emit(definition({}, { version: { schema: undefined } }))
    expect(all).toContain(`/** Its definition says nothing of its fields. */
export interface Widget {
  apiVersion?: 'example.com/v1' | undefined
  kind?: 'Widget' | undefined
  metadata?: ObjectMeta | undefined
  [field: string]: unknown
}`)
  })

  it('marks what is old', async () => {
    const all = await emit(definition({}, { version: { deprecated: true, deprecationWarning: 'use v2' } }))
    expect(all.match(/@deprecated use v2/g)).toHaveLength(2)
  })

  it('is made for each group and version, and does not depend on the order', async () => {
    const other = (kind: string, group: string) =>
      definition({}, { spec: { group, names: { plural: `${kind.toLowerCase()}s`, kind } } })
    const all = [other('B', 'b.example'), other('A', 'b.example'), other('C', 'a.example')]
    const files = async (definitions: readonly object[]) =>
      customFiles({ kinds: definitions.flatMap((each) => kindsOfDefinition(each, '')) }, command)
    const made = await files(all)
    expect(made.map(({ path, kinds }) => [path, kinds])).toEqual([
      ['a.example/v1.ts', ['C']],
      ['b.example/v1.ts', ['A', 'B']],
    ])
    expect(await files(all.reverse())).toEqual(made)
  })

  it('refuses what is there twice, and names that are no names', async () => {
    await expect(emit(definition({}), definition({}))).rejects.toThrow(
      '1.yaml: widgets.example.com: Widget of example.com/v1 is there twice, also in 0.yaml: widgets.example.com',
    )
    const outside = definition({}, { spec: { group: '../../etc' } })
    await expect(emit(outside)).rejects.toThrow('"../../etc" is no name of a group, version or resource')
  })
})
