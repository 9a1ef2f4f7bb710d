import { describe, expect, it } from 'vitest'
import { type OpenAPISchema, SchemaNode } from '../discovery/index.ts'
import { explainText } from './explain-text.ts'
import { wrapText } from './explain-wrap.ts'
import { CommandError } from './usage-error.ts'

const schemas: Record<string, OpenAPISchema> = {
  'test.Thing': {
    description: 'A thing.',
    type: 'object',
    required: ['mode'],
    properties: {
      self: { $ref: '#/components/schemas/test.Thing' },
      mode: { type: 'string', enum: ['', 'a', 'b', 'c', 'd'], description: 'How it works.' },
      sizes: { type: 'object', additionalProperties: { $ref: '#/components/schemas/test.Size' } },
      parts: { type: 'array', items: { allOf: [{ $ref: '#/components/schemas/test.Part' }] } },
      docs: { externalDocs: { description: 'read this', url: 'https://docs.test' }, description: 'Documented.' },
      when: { $ref: '#/components/schemas/test.Time' },
    },
  },
  'test.Size': { oneOf: [{ type: 'string' }, { type: 'integer' }], description: 'A size.' },
  'test.Time': { type: 'string', format: 'date-time' },
  'test.Part': { type: 'object', properties: { name: { type: 'string' } } },
}
const document = { openapi: '3.0.0', info: { title: 'test' }, components: { schemas } }
const thing = { group: 'a.test', version: 'v1', kind: 'Thing' }
const head = 'GROUP:      a.test\nKIND:       Thing\nVERSION:    v1\n\n'
const explain = (path: string, options: { recursive?: boolean; maxDepth?: number } = {}) =>
  explainText(thing, new SchemaNode(document, schemas['test.Thing'] ?? {}), path === '' ? [] : path.split('.'), {
    recursive: false,
    maxDepth: 0,
    ...options,
  })

describe('explainText', () => {
  it('describes a kind with its fields', () => {
    expect(explain('')).toBe(
      `${head}DESCRIPTION:\n    A thing.\n\nFIELDS:\n` +
        '  docs\t<Object>\n    Documented.\n\n    EXTERNAL DOCS:\n      read this\n      URL: https://docs.test\n\n' +
        '  mode\t<string> -required-\n  enum: "", a, b, c, ....\n    How it works.\n\n' +
        '  parts\t<[]Part>\n    <no description>\n\n' +
        '  self\t<Thing>\n    <no description>\n\n' +
        '  sizes\t<map[string]Size>\n    <no description>\n\n' +
        '  when\t<string>\n    <no description>\n\n\n',
    )
  })

  it('describes a field, in lists and maps too', () => {
    expect(explain('mode')).toBe(
      `${head}FIELD: mode <string>\nENUM:\n    ""\n    a\n    b\n    c\n    d\n\nDESCRIPTION:\n    How it works.\n\n\n`,
    )
    expect(explain('parts.name')).toBe(`${head}FIELD: name <string>\n\n\nDESCRIPTION:\n    <empty>\n\n`)
    expect(explain('sizes')).toContain('FIELD: sizes <map[string]Size>\n\n\nDESCRIPTION:\n    A size.\n')
  })

  it('shows the fields of fields, and stops where they begin anew', () => {
    expect(explain('', { recursive: true })).toContain(
      '  parts\t<[]Part>\n    name\t<string>\n  self\t<Thing>\n    docs\t<Object>\n',
    )
    expect(explain('', { recursive: true, maxDepth: 1 })).not.toContain('name')
  })

  it('stops at a schema that is put together from itself', () => {
    const loops: Record<string, OpenAPISchema> = {
      List: { description: 'A list.', type: 'array', items: { $ref: '#/components/schemas/List' } },
    }
    const node = new SchemaNode({ ...document, components: { schemas: loops } }, loops['List'] ?? {})
    const text = explainText(thing, node, [], { recursive: true, maxDepth: 0 })
    expect(text).toBe(`${head}DESCRIPTION:\n    A list.\n\n\n`)
  })

  it.each(['nope', 'parts.nope', 'mode.nope', 'self.self.nope', 'sizes.nope'])('does not know %s', (path) => {
    expect(() => explain(path)).toThrow(new CommandError(`field "${path.split('.').at(-1)}" does not exist`))
  })
})

it.each([
  ['', ''],
  ['aa bb cc', 'aa bb\ncc'],
  ['aa  bb\n cc', 'aa\nbb\n cc'],
  ['aaaaaaaa bb', 'aaaaaaaa\nbb'],
  ['a aaaaaaaa', 'a\naaaaaaaa'],
  ['aa\u00a0bb cc', 'aa\u00a0bb\ncc'],
  ['aa ', 'aa '],
  ['aaaaa ', 'aaaaa'],
])('wraps %j as %j', (text, expected) => {
  expect(wrapText(text, 5)).toBe(expected)
})
