import { type JsonPath, parseJsonPath } from '../meta/json-path.ts'
import { sortKeys } from '../meta/sort-keys.ts'
import { UsageError } from './usage-error.ts'

/** A part of a template: text, what a path finds, or parts for each thing that a path finds. */
type Part =
  | { readonly name: 'text'; readonly text: string }
  | { readonly name: 'path'; readonly find: JsonPath }
  | { readonly name: 'range'; readonly find: JsonPath; readonly parts: Part[] }

/** What stands between braces, which may hold braces only in quotes. */
const action = /\{((?:"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[^{}"'])*)\}/y
const plain = /[^{]+/y

/**
 * Reads a template of kubectl's: text, paths in braces, `{"\n"}`, `{range .items[*]} ... {end}`. Of several values that
 * a path finds all are written, with spaces between; what it does not find is nothing.
 *
 * Source of the rules: k8s.io/client-go/util/jsonpath. Paths are those that `parseJsonPath` reads.
 *
 * @throws {UsageError}
 */
export function parseJsonPathTemplate(text: string): (value: unknown) => string {
  const parts: Part[] = []
  const open: Part[][] = [parts]
  for (let position = 0; position < text.length; ) {
    const [whole, inside] = matchAt(plain, text, position) ?? matchAt(action, text, position) ?? []
    if (whole === undefined) throw invalid(`a brace is not closed in ${text.slice(position)}`)
    position += whole.length
    const current = open.at(-1) ?? parts
    if (inside === undefined) current.push({ name: 'text', text: whole })
    else readAction(inside.trim(), current, open)
  }
  return (value) => write(parts, value)
}

function readAction(text: string, parts: Part[], open: Part[][]): void {
  if (/^["']/.test(text)) {
    parts.push({ name: 'text', text: unquoted(text) })
  } else if (text === 'end') {
    if (open.length === 1) throw invalid('there is an {end} without a {range}')
    open.pop()
  } else if (/^range\s/.test(text)) {
    const inner: Part[] = []
    parts.push({ name: 'range', find: readPath(text.slice('range'.length)), parts: inner })
    open.push(inner)
  } else {
    parts.push({ name: 'path', find: readPath(text) })
  }
}

/**
 * Reads one path, perhaps with `@` or `$` for where it begins.
 *
 * @throws {UsageError}
 */
export function readPath(text: string): JsonPath {
  try {
    return parseJsonPath(text.trim().replace(/^(\{?)[@$]/, '$1'))
  } catch (error) {
    if (error instanceof RangeError) throw invalid(error.message)
    throw error
  }
}

function invalid(problem: string): UsageError {
  return new UsageError(`invalid --output: ${problem}`)
}

function matchAt(pattern: RegExp, text: string, position: number): RegExpExecArray | undefined {
  pattern.lastIndex = position
  return pattern.exec(text) ?? undefined
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r' }

function unquoted(text: string): string {
  return text.slice(1, -1).replace(/\\(.)/gs, (_, letter: string) => escapes[letter] ?? letter)
}

function write(parts: readonly Part[], value: unknown): string {
  return parts.map((part) => writePart(part, value)).join('')
}

function writePart(part: Part, value: unknown): string {
  switch (part.name) {
    case 'text':
      return part.text
    case 'path':
      return part.find(value).map(textOf).join(' ')
    case 'range':
      return part
        .find(value)
        .map((each) => write(part.parts, each))
        .join('')
  }
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(sortKeys(value))
}
