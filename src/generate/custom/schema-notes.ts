import type { JsonSchema } from './json-schema.ts'

/** Of quantities the definition has a pattern of several lines, which says nothing to people. */
const quantity = /^\^\(\\\+\|-\)\?\(\(\[0-9\]\+/

/** How wide the text of a doc comment may be. */
const width = 110

/** The lines of a description: its own, and those that are too long in several. */
export function describe(schema: JsonSchema): string[] {
  const lines = (schema.description ?? '').split('\n').map((line) => line.trimEnd())
  while (lines[0] === '') lines.shift()
  while (lines.at(-1) === '') lines.pop()
  return lines.flatMap(wrap).map(withoutTag)
}

/** What a schema demands beyond its type, in few words. */
export function notesOf(schema: JsonSchema): string[] {
  const words = [
    schema.default === undefined ? '' : `Default: \`${JSON.stringify(schema.default)}\`.`,
    ...formatNotes(schema),
    range(schema),
    ...[
      sizes('character', schema.minLength, schema.maxLength),
      sizes('item', schema.minItems, schema.maxItems),
      sizes('entry', schema.minProperties, schema.maxProperties),
    ],
    schema.multipleOf === undefined ? '' : `A multiple of ${schema.multipleOf}.`,
    ...listNotes(schema),
  ].filter((word) => word !== '')
  const rules = (schema['x-kubernetes-validations'] ?? []).flatMap(ruleNote)
  return [...(words.length === 0 ? [] : wrap(words.join(' '))), ...rules]
}

function formatNotes({ format, pattern, type }: JsonSchema): string[] {
  if (pattern !== undefined && quantity.test(pattern)) return ['A quantity, such as `500m` or `128Mi`.']
  const known = format === undefined || type !== 'string' || ['byte', 'date-time'].includes(format)
  return [known ? '' : `Format: ${oneLine(format)}.`, pattern === undefined ? '' : `Pattern: \`${oneLine(pattern)}\`.`]
}

function range({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: JsonSchema): string {
  const low = minimum === undefined ? '' : exclusiveMinimum === true ? `more than ${minimum}` : `at least ${minimum}`
  const high = maximum === undefined ? '' : exclusiveMaximum === true ? `less than ${maximum}` : `at most ${maximum}`
  return sentence(low, high)
}

function sizes(what: string, min: number | undefined, max: number | undefined): string {
  const count = (number: number) => `${number} ${number === 1 ? what : what.replace(/y$/, 'ie').concat('s')}`
  // 0 is what anything is at least.
  const low = min === undefined || min === 0 ? '' : `at least ${count(min)}`
  return sentence(low, max === undefined ? '' : `at most ${count(max)}`)
}

function sentence(...parts: readonly string[]): string {
  const text = parts.filter((part) => part !== '').join(', ')
  return text === '' ? '' : `${text.slice(0, 1).toUpperCase()}${text.slice(1)}.`
}

function listNotes(schema: JsonSchema): string[] {
  const keys = schema['x-kubernetes-list-map-keys'] ?? []
  switch (schema['x-kubernetes-list-type']) {
    case 'map':
      return [`Items are told apart by ${keys.map((key) => `\`${oneLine(key)}\``).join(' and ')}.`]
    case 'set':
      return ['No item is there twice.']
    default:
      return []
  }
}

function ruleNote(value: unknown): string[] {
  const { rule, message } = (value ?? {}) as { rule?: unknown; message?: unknown }
  if (typeof rule !== 'string') return []
  const why = typeof message === 'string' && message !== '' ? ` (${oneLine(message)})` : ''
  return wrap(`Rule: \`${oneLine(rule)}\`${why}.`)
}

function oneLine(text: string): string {
  return String(text).trim().replace(/\s+/g, ' ')
}

/** Breaks a line between words; its indentation is kept. */
function wrap(line: string): string[] {
  if (line.length <= width) return [line]
  const indent = /^\s*/.exec(line)?.[0] ?? ''
  const lines: string[] = []
  let current = indent
  for (const word of line.trim().split(/ +/)) {
    const longer = current.trim() === '' ? indent + word : `${current} ${word}`
    if (longer.length > width && current.trim() !== '') {
      lines.push(current)
      current = indent + word
    } else {
      current = longer
    }
  }
  return [...lines, current]
}

/** What starts with an at sign would be a tag of the comment. */
function withoutTag(line: string): string {
  return line.replace(/^(\s*)@/, '$1\\@')
}
