import type { Document, LineCounter, Node, ScalarTag, Tags } from 'yaml'

/**
 * What a text of Kubernetes' YAML holds, which is neither YAML 1.1 nor 1.2, or why it cannot be read. This file is the
 * one place that knows the rules.
 *
 * Source of the rules: what sigs.k8s.io/yaml makes of a scalar on its way to JSON. Numbers as Go's ParseInt with
 * base 0 and underscores removed (`0644` and `0o644` are 420, `1_000` is 1000), booleans as in YAML 1.1 (`on`, `yes`,
 * `y`), but no base 60 and no timestamps (`12:30` and `2001-01-01` are strings). The last of two equal keys wins.
 */
export type YamlOutcome =
  | { readonly ok: true; readonly documents: readonly unknown[] }
  | { readonly ok: false; readonly problem: string; readonly line?: number; readonly column?: number }

/** One document of a text, with the line that it starts in, or why it cannot be read. */
export type YamlDocument =
  | { readonly ok: true; readonly value: unknown; readonly line: number }
  | { readonly ok: false; readonly problem: string; readonly line?: number; readonly column?: number }

/**
 * Reads all documents of a text. Never throws for what the text holds, and no problem quotes it: a line that cannot be
 * read may hold a token.
 */
export async function parseKubernetesYaml(text: string): Promise<YamlOutcome> {
  const documents: unknown[] = []
  for (const document of await parseKubernetesDocuments(text)) {
    if (!document.ok) return document
    documents.push(document.value)
  }
  return { ok: true, documents }
}

/**
 * Reads the documents of a text one by one, so that a bad one does not hide the others. Throws and quotes as little as
 * {@link parseKubernetesYaml} does. The `yaml` package is loaded here and nowhere else, on first use.
 *
 * @param options `uniqueKeys` makes a problem of two equal keys in a mapping; else the last one wins
 */
export async function parseKubernetesDocuments(
  text: string,
  options: { readonly uniqueKeys?: boolean } = {},
): Promise<readonly YamlDocument[]> {
  const yaml = await import('yaml')
  const reader = { yaml, uniqueKeys: options.uniqueKeys === true, lines: linesOf(text, yaml) }
  const documents = documentsOf(text, 0, reader)
  if (documents.every(({ ok }) => ok) || !/^\s*\{/.test(text)) return documents
  return jsonValuesOf(text)?.flatMap(({ value, offset }) => documentsOf(value, offset, reader)) ?? documents
}

/**
 * The JSON values of a text that has several, one behind the other, as kubectl reads and writes them. Undefined if the
 * text is something else.
 */
function jsonValuesOf(text: string): { value: string; offset: number }[] | undefined {
  const ends: number[] = []
  let depth = 0
  for (const { 0: token, index } of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\]]/gs)) {
    if (token === '{' || token === '[') depth += 1
    else if (token === '}' || token === ']') depth -= 1
    if (depth === 0) ends.push(index + token.length)
  }
  if (text.slice(ends.at(-1)).trim() !== '') return undefined
  const values = ends.map((end, index) => {
    const offset = ends[index - 1] ?? 0
    return { value: text.slice(offset, end), offset }
  })
  return values.every(({ value }) => isJson(value)) ? values : undefined
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text)
    return true
  } catch {
    return false
  }
}

interface Reader {
  readonly yaml: typeof import('yaml')
  readonly uniqueKeys: boolean
  /** Of the whole text. */
  readonly lines: LineCounter
}

function linesOf(text: string, { LineCounter }: typeof import('yaml')): LineCounter {
  const lines = new LineCounter()
  lines.addNewLine(0)
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) lines.addNewLine(at + 1)
  return lines
}

/** @param offset where the text stands in the whole one */
function documentsOf(text: string, offset: number, { yaml, uniqueKeys, lines }: Reader): readonly YamlDocument[] {
  const { isScalar, parseAllDocuments } = yaml
  try {
    const parsed = parseAllDocuments(text, {
      version: '1.1',
      schema: 'yaml-1.1',
      customTags: tagsOfKubernetes,
      merge: true,
      resolveKnownTags: false,
      // As JSON has them: 1 and "1" are one key there. A merge may be there several times.
      uniqueKeys:
        uniqueKeys &&
        ((a, b) => isScalar(a) && isScalar(b) && typeof a.value !== 'symbol' && String(a.value) === String(b.value)),
      // Pretty messages and warnings quote the source.
      prettyErrors: false,
      logLevel: 'silent',
    })
    if (!Array.isArray(parsed)) return []
    return parsed.map((document) => {
      const error = document.errors[0]
      const problem =
        error === undefined ? whatJsonLacks(document, yaml) : { problem: sentenceFor(error.code), offset: error.pos[0] }
      if (problem !== undefined) {
        const { line, col } = lines.linePos(offset + problem.offset)
        return { ok: false, problem: problem.problem, line, column: col }
      }
      return contentOf(document, text.includes('*'), lines.linePos(offset + (document.contents?.range?.[0] ?? 0)).line)
    })
  } catch {
    // Nesting beyond the stack.
    return [unresolvable]
  }
}

/** The caught message may quote the text, so it is dropped. */
const unresolvable: YamlDocument = { ok: false, problem: 'its aliases or its nesting cannot be resolved' }

/** YAML can say more than JSON: what of it a document says that cannot be passed on. */
function whatJsonLacks(
  document: Document.Parsed,
  { isAlias, isPair, isScalar, visit }: typeof import('yaml'),
): { problem: string; offset: number } | undefined {
  let found: { problem: string; offset: number } | undefined
  const report = (problem: string, node: Node | null) => {
    found = { problem, offset: node?.range?.[0] ?? 0 }
    return visit.BREAK
  }
  visit(document, (_key, node) => {
    if (isPair(node)) {
      const key = node.key as Node | null
      const resolved = isAlias(key) ? key.resolve(document) : key
      if (!isScalar(resolved) || resolved.value === null) return report('a key that is no text', key)
    } else if (isScalar(node) && typeof node.value === 'number' && !Number.isFinite(node.value)) {
      return report('a number that JSON does not have', node)
    }
    return undefined
  })
  return found
}

function contentOf(document: Document.Parsed, hasAliases: boolean, line: number): YamlDocument {
  try {
    const value: unknown = document.toJS({ maxAliasCount })
    // What aliases stand for would be shared, so that a change of one changed the other, or would hold itself.
    return { ok: true, value: hasAliases ? (JSON.parse(JSON.stringify(value)) as unknown) : value, line }
  } catch {
    // Too many aliases (an expansion bomb), an alias without an anchor, or nesting beyond the stack.
    return unresolvable
  }
}

/** Writes a value that JSON can hold as YAML that {@link parseKubernetesYaml}, and so kubectl, reads back the same. */
export async function formatKubernetesYaml(value: unknown): Promise<string> {
  const { stringify } = await import('yaml')
  return stringify(value, {
    version: '1.1',
    schema: 'yaml-1.1',
    customTags: (yaml11) => [...keptOf(yaml11), { ...numberTag, test: looksLikeNoString }],
    aliasDuplicateObjects: false,
    indentSeq: false,
    lineWidth: 0,
  })
}

/** Far more than people write by hand, and few enough that a text which multiplies itself stays small. */
const maxAliasCount = 10_000

/** Says in our words what the parser found, because its own message may quote the text. */
function sentenceFor(code: string): string {
  return sentences[code] ?? 'unexpected text'
}

const sentences: Readonly<Record<string, string>> = {
  BAD_ALIAS: 'a bad alias',
  BAD_DIRECTIVE: 'a bad directive',
  BAD_DQ_ESCAPE: 'a bad escape in a double-quoted string',
  BAD_INDENT: 'wrong indentation, or a bracket that is not closed',
  BAD_SCALAR_START: 'a plain value that starts with a reserved character',
  BLOCK_AS_IMPLICIT_KEY: 'a nested mapping on one line (a missing line break, or a colon in an unquoted value)',
  BLOCK_IN_FLOW: 'a block inside of brackets',
  DUPLICATE_KEY: 'a key that is there twice',
  KEY_OVER_1024_CHARS: 'a key of more than 1024 characters',
  MISSING_CHAR: 'a character is missing (a colon, a quote, a comma or a bracket)',
  MULTILINE_IMPLICIT_KEY: 'a key that spans lines (a missing colon?)',
  MULTIPLE_ANCHORS: 'several anchors on one value',
  MULTIPLE_TAGS: 'several tags on one value',
  RESOURCE_EXHAUSTION: 'nesting that is too deep',
  TAB_AS_INDENT: 'a tab used for indentation',
  TAG_RESOLVE_FAILED: 'a tag that does not fit its value',
}

const numberTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^[-+.0-9]/,
  resolve: (text: string) => numberOf(text) ?? text,
  identify: (value: unknown) => typeof value === 'number',
  stringify: ({ value }) => String(value),
}

// `!!float 3` names this one; a plain scalar never reaches it, because the tag above has tried everything by then.
const floatTag: ScalarTag = { ...numberTag, tag: 'tag:yaml.org,2002:float' }

const binaryTag: ScalarTag = {
  tag: 'tag:yaml.org,2002:binary',
  default: false,
  resolve(text: string, onError: (message: string) => void) {
    try {
      return new TextDecoder().decode(Uint8Array.from(atob(text), (char) => char.charCodeAt(0)))
    } catch {
      onError('not base64')
      return text
    }
  },
}

/**
 * Strings that are quoted: those that are read as numbers here, and the times and base 60 numbers of other readers.
 * kubectl quotes the same.
 */
const looksLikeNoString =
  /^[-+]?(?:0[xX][\da-fA-F_]+|0[bB][01_]+|0[oO][0-7_]+|[\d_]*\.?[\d_]*(?:[eE][-+]?\d+)?|\.(?:inf|Inf|INF)|\d[\d_]*(?::[0-5]?\d)+(?:\.\d*)?)$|^\.(?:nan|NaN|NAN)$|^\d{4}-\d\d?-\d\d?(?:[Tt\s].*)?$/

/** Takes YAML 1.1's collections, null, booleans and merge key, and puts our own numbers in the place of its own. */
function tagsOfKubernetes(yaml11: Tags): Tags {
  return [...keptOf(yaml11), numberTag, floatTag, binaryTag]
}

function keptOf(yaml11: Tags): Tags {
  return yaml11.filter(
    (tag) => typeof tag !== 'string' && keptTags.some((name) => tag.tag === `tag:yaml.org,2002:${name}`),
  )
}

const keptTags = ['map', 'seq', 'str', 'null', 'bool', 'merge']

/** What Go's ParseInt (base 0), ParseUint and ParseFloat make of a plain scalar; undefined if it stays a string. */
function numberOf(text: string): number | undefined {
  if (/^[-+]?\.inf$/i.test(text)) return infinities.get(text.replace('+', ''))
  if (nans.has(text)) return Number.NaN
  // After a leading dot Go does not take underscores; elsewhere they are removed first.
  const plain = text.startsWith('.') ? text : text.replaceAll('_', '')
  const [, sign = '', digits = ''] = /^([-+]?)(.*)$/s.exec(plain) ?? []
  const magnitude = magnitudeOf(digits)
  if (magnitude === undefined) return undefined
  return sign === '-' && magnitude !== 0 ? -magnitude : magnitude
}

function magnitudeOf(digits: string): number | undefined {
  const radix = /^0[xX][0-9a-fA-F]+$|^0[bB][01]+$|^0[oO][0-7]+$/.test(digits)
    ? BigInt(digits)
    : /^0[0-7]+$/.test(digits)
      ? BigInt(`0o${digits.slice(1)}`)
      : undefined
  if (radix !== undefined && radix < 2n ** 64n) return Number(radix)
  if (!/^(\.\d+|\d+(\.\d*)?)([eE][-+]?\d+)?$/.test(digits)) return undefined
  const float = Number(digits)
  return Number.isFinite(float) ? float : undefined
}

const infinities: ReadonlyMap<string, number> = new Map([
  ['.inf', Infinity],
  ['.Inf', Infinity],
  ['.INF', Infinity],
  ['-.inf', -Infinity],
  ['-.Inf', -Infinity],
  ['-.INF', -Infinity],
])
const nans: ReadonlySet<string> = new Set(['.nan', '.NaN', '.NAN'])
