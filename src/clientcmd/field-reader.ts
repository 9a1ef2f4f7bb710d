import { pemDataOf } from './pem-data.ts'
import { type Problem, shownName } from './problems.ts'

/**
 * Reads the fields of one mapping and collects what is wrong with them, so that all problems come out at once.
 *
 * An absent field, null and the zero value are all `undefined`, as for client-go. Unknown fields are not looked at.
 * No problem holds a value: a number in the place of a token may be the token.
 */
export class FieldReader {
  readonly #fields: Readonly<Record<string, unknown>>
  readonly #path: string
  readonly #problems: Omit<Problem, 'file'>[]

  /** `path` is what this mapping's fields are called by, such as `clusters[dev].`; empty for the whole file. */
  constructor(fields: Readonly<Record<string, unknown>>, path: string, problems: Omit<Problem, 'file'>[]) {
    this.#fields = fields
    this.#path = path
    this.#problems = problems
  }

  string(name: string): string | undefined {
    const value = this.#value(name)
    if (typeof value === 'string') return value === '' ? undefined : value
    return this.#expected(name, stringInsteadOf(value), value)
  }

  boolean(name: string): boolean | undefined {
    const value = this.#value(name)
    if (typeof value === 'boolean') return value || undefined
    return this.#expected(name, 'true or false', value)
  }

  /** Empty ones come back, too. */
  strings(name: string): readonly string[] | undefined {
    const value = this.#value(name)
    return isList(value) ? this.#textsOf(value, name) : this.#expected(name, 'a list of strings', value)
  }

  stringLists(name: string): Readonly<Record<string, readonly string[]>> | undefined {
    const value = this.#value(name)
    if (!isMapping(value)) return this.#expected(name, 'a mapping of lists of strings', value)
    const lists: [string, readonly string[]][] = []
    for (const [key, list] of Object.entries(value)) {
      if (list === null) lists.push([key, []])
      else if (isList(list)) lists.push([key, this.#textsOf(list, `${name}[${shownName(key)}]`)])
      else this.#expected(`${name}[${shownName(key)}]`, 'a list of strings', list)
    }
    return lists.length === 0 ? undefined : Object.fromEntries(lists)
  }

  /** What this is the base64 of. The rules are those of Go's StdEncoding: line breaks are fine, spaces are not. */
  base64(name: string): string | Uint8Array | undefined {
    const text = this.string(name)
    if (text === undefined) return undefined
    const compact = text.replace(/[\r\n]/g, '')
    if (compact.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(compact)) {
      return pemDataOf(Buffer.from(compact, 'base64'))
    }
    const found = text.includes('-----BEGIN ') ? 'found PEM text itself' : 'found something else'
    return this.problem(name, `expected the base64 of PEM text, ${found}`)
  }

  mapping(name: string): Readonly<Record<string, unknown>> | undefined {
    const value = this.#value(name)
    return isMapping(value) ? value : this.#expected(name, 'a mapping', value)
  }

  /** A reader of the fields of a mapping that is one of these fields. */
  nested(name: string): FieldReader | undefined {
    const fields = this.mapping(name)
    return fields && new FieldReader(fields, `${this.#path}${name}.`, this.#problems)
  }

  /** A reader for each mapping of a list. */
  nestedList(name: string): readonly FieldReader[] | undefined {
    return this.list(name)?.flatMap((item, index) => {
      if (isMapping(item)) return [new FieldReader(item, `${this.#path}${name}[${index}].`, this.#problems)]
      this.#expected(`${name}[${index}]`, 'a mapping', item)
      return []
    })
  }

  /** The mappings of a list that may hold anything: nothing in it is a problem. */
  mappings(name: string): readonly Readonly<Record<string, unknown>>[] {
    const value = this.#value(name)
    return isList(value) ? value.filter(isMapping) : []
  }

  /** A mapping of strings; what is null in it is empty. */
  texts(name: string): Readonly<Record<string, string>> | undefined {
    const fields = this.nested(name)
    if (fields === undefined) return undefined
    const names = Object.keys(this.mapping(name) ?? {})
    return Object.fromEntries(names.map((each) => [each, fields.string(each) ?? '']))
  }

  list(name: string): readonly unknown[] | undefined {
    const value = this.#value(name)
    return isList(value) ? value : this.#expected(name, 'a list', value)
  }

  has(name: string): boolean {
    return this.#value(name) != null
  }

  problem(name: string, text: string): undefined {
    this.#problems.push({ field: `${this.#path}${name}`, text })
    return undefined
  }

  #value(name: string): unknown {
    return Object.hasOwn(this.#fields, name) ? this.#fields[name] : undefined
  }

  #expected(name: string, wanted: string, found: unknown): undefined {
    if (found != null) this.problem(name, `expected ${wanted}, found ${nameOfType(found)}`)
    return undefined
  }

  #textsOf(list: readonly unknown[], name: string): string[] {
    return list.flatMap((item, index) => {
      if (typeof item === 'string') return [item]
      this.problem(`${name}[${index}]`, `expected ${stringInsteadOf(item)}, found ${nameOfType(item)}`)
      return []
    })
  }
}

export function isMapping(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isList(value: unknown): value is readonly unknown[] {
  return Array.isArray(value)
}

/** The usual slip: `token: 12345`, or a name that YAML takes for a boolean, such as `y`. */
function stringInsteadOf(found: unknown): string {
  return typeof found === 'number' || typeof found === 'boolean' ? 'a string in quotes' : 'a string'
}

/** What a value is, in a reader's words and without the value. */
export function nameOfType(value: unknown): string {
  if (value === null || value === undefined) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'object') return 'a mapping'
  return typeof value === 'boolean' ? 'true or false' : `a ${typeof value}`
}
