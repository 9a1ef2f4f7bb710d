import type { OpenAPISchema, SchemaNode } from '../discovery/index.ts'
import type { GroupVersionKind } from '../meta/index.ts'
import { indent, wrapText } from './explain-wrap.ts'
import { CommandError } from './usage-error.ts'

export interface ExplainOptions {
  /** Also the fields of fields, without their descriptions. */
  readonly recursive: boolean
  /** How deep, with `recursive`. 0 means no limit. */
  readonly maxDepth: number
}

/**
 * Describes a kind, or one of its fields, as `kubectl explain` does.
 *
 * @throws {CommandError} if there is no such field
 */
export function explainText(
  { group, version, kind }: GroupVersionKind,
  schema: SchemaNode,
  path: readonly string[],
  options: ExplainOptions,
): string {
  const head = `${group === '' ? '' : `GROUP:      ${group}\n`}KIND:       ${kind}\nVERSION:    ${version}\n\n`
  const text = describePath(schema, path, options, new Set())
  if (text === undefined) throw new CommandError(`field "${path.at(-1)}" does not exist`)
  // Unlike kubectl, without spaces at the ends of lines.
  return `${head}${text}\n`.replace(/ +$/gm, '')
}

/** Follows a path through lists and maps. Undefined if it leads nowhere. */
function describePath(
  node: SchemaNode,
  path: readonly string[],
  options: ExplainOptions,
  seen: ReadonlySet<string>,
): string | undefined {
  const [name, ...rest] = path
  if (name === undefined) return describe(node, options)
  const reference = node.own.$ref
  if (reference !== undefined && seen.has(reference)) return undefined
  const field = node.property(name)
  if (field !== undefined) {
    const text = describePath(field, rest, options, new Set())
    return text === undefined || rest.length > 0 ? text : fieldHead(name, field) + text
  }
  const passed = withReference(seen, reference)
  const inner = node.items ?? node.values
  if (inner !== undefined) return describePath(inner, path, options, passed)
  for (const part of node.allOf) {
    const text = describePath(part, path, options, passed)
    if (text !== undefined) return text
  }
  return undefined
}

function fieldHead(name: string, field: SchemaNode): string {
  const values = field.own.enum?.map((value) => `\n    ${enumValue(value)}`).join('')
  return `FIELD: ${name} <${typeOf(field)}>\n${values === undefined ? '' : `ENUM:${values}`}\n\n`
}

function describe(node: SchemaNode, options: ExplainOptions): string {
  const description = `DESCRIPTION:\n${indent(wrapText(descriptions(node) || '<empty>', 76), 4)}\n`
  const docs = externalDocs(node.schema.externalDocs, 0, 4, 76)
  const fields = fieldList(node, 1, options, new Set())
  return `${description}${docs === '' ? '' : `\n${docs}`}${fields === '' ? '' : `FIELDS:\n${fields}`}`
}

/** The description of a schema, and of what it is made of. */
function descriptions(node: SchemaNode, seen: ReadonlySet<OpenAPISchema> = new Set()): string {
  const { schema } = node
  if (seen.has(schema)) return ''
  const passed = new Set([...seen, schema])
  return (
    (schema.description ? `${schema.description}\n` : '') +
    node.parts.map((part) => descriptions(part, passed)).join('')
  )
}

function externalDocs(docs: OpenAPISchema['externalDocs'], head: number, body: number, width: number): string {
  if (docs === undefined) return ''
  const description = docs.description ? `${indent(wrapText(docs.description, width), body)}\n` : ''
  return `${indent('EXTERNAL DOCS:', head)}\n${description}${docs.url ? `${indent(`URL: ${docs.url}`, body)}\n` : ''}`
}

function fieldList(node: SchemaNode, level: number, options: ExplainOptions, seen: ReadonlySet<string>): string {
  const reference = node.own.$ref
  if (reference !== undefined && seen.has(reference)) return ''
  const passed = withReference(seen, reference)
  const goesDeeper = options.recursive && (options.maxDepth === 0 || level < options.maxDepth)
  const fields = [...node.ownProperties]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, field]) => {
      const detail = fieldDetail(name, field, node.isRequired(name), level, options.recursive)
      return goesDeeper ? detail + fieldList(field, level + 1, options, passed) : detail
    })
  return fields.join('') + node.parts.map((part) => fieldList(part, level, options, passed)).join('')
}

function fieldDetail(name: string, field: SchemaNode, isRequired: boolean, level: number, isShort: boolean): string {
  const spaces = level * 2
  const head = `${indent(name, spaces)}\t<${typeOf(field)}>${isRequired ? ' -required-' : ''}${shortEnum(field, spaces)}\n`
  if (isShort) return head
  const description = indent(wrapText(field.own.description || '<no description>', 78 - spaces), spaces + 2)
  const docs = externalDocs(field.own.externalDocs, spaces + 2, spaces + 4, 76 - spaces)
  return `${head}${description}\n${docs === '' ? '' : `\n${docs}`}\n`
}

function shortEnum({ own }: SchemaNode, spaces: number): string {
  if (own.enum === undefined || own.enum.length === 0) return ''
  const shown = own.enum.slice(0, 4).map(enumValue)
  return `\n${indent('enum: ', spaces)}${shown.join(', ')}${own.enum.length > 4 ? ', ....' : ''}`
}

function enumValue(value: unknown): string {
  return value === '' ? '""' : String(value)
}

/** A type as people write it: `string`, `[]Container`, `map[string]Quantity`. */
function typeOf(node: SchemaNode): string {
  const { own } = node
  if (own.items !== undefined && node.items !== undefined) return `[]${typeOf(node.items)}`
  if (typeof own.additionalProperties === 'object' && node.values !== undefined) {
    return `map[string]${typeOf(node.values)}`
  }
  const [only, ...others] = own.allOf === undefined ? [] : node.allOf
  if (only !== undefined && others.length === 0 && own.properties === undefined) return typeOf(only)
  if (own.$ref !== undefined) {
    // The name says more than "object", but less than "string".
    const { type } = node.schema
    return node.schema === own || type === undefined || type === 'object'
      ? node.typeName?.split('.').at(-1) || 'Object'
      : type
  }
  return own.type === undefined || own.type === 'object' ? 'Object' : own.type
}

function withReference(seen: ReadonlySet<string>, reference: string | undefined): ReadonlySet<string> {
  return reference === undefined ? seen : new Set([...seen, reference])
}
