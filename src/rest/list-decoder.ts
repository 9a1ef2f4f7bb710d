import { DecodeError } from '../errors/index.ts'
import { ItemsFinder } from './items-finder.ts'
import { isJsonSpace, JsonScanner } from './json-scanner.ts'

/** The fields of an object, before anybody has looked at them. */
export type Fields = Readonly<Record<string, unknown>>

type State =
  /** Before the array of items. */
  | { readonly name: 'head'; readonly finder: ItemsFinder }
  /** Between the brackets of the items. */
  | { readonly name: 'items' }
  /** Within an item whose end the quick search missed. */
  | { readonly name: 'scanning'; readonly scanner: JsonScanner }
  | { readonly name: 'tail' }
  /** Not a list, as far as can be told: it is parsed as a whole at its end. */
  | { readonly name: 'whole' }

/**
 * Parses a list object item by item, as its text arrives. What surrounds the items is kept as text and parsed at the
 * end, so that all in all there is what `JSON.parse` would make of the whole.
 *
 * Items are not searched character by character. A server writes them one after the other with the same first key, so
 * the next `},{"metadata":` is nearly always where an item ends; and whether it is, the parser tells, because no
 * prefix of a JSON object is itself one. Where it is not, the item's end is found by scanning.
 */
export class ListDecoder {
  readonly #parse: (text: string) => unknown
  readonly #parseItem: (text: string) => unknown
  readonly #onItem: (item: unknown) => void
  #state: State = { name: 'head', finder: new ItemsFinder() }
  /** What has been read and belongs to no item, in pieces. */
  #shell: string[] = []
  /** Text that has not been used, from `#position` on. */
  #text = ''
  #position = 0
  /** Where the search for the end of the item goes on. */
  #searched = 0
  /** What stands between two items; empty until the first one is seen, and if that one has no keys. */
  #boundary = ''
  #count = 0

  /** @param parseItem reads the items, if another parser does; it has to refuse what `parse` refuses */
  constructor(
    onItem: (item: unknown) => void,
    parse: (text: string) => unknown = JSON.parse,
    parseItem: (text: string) => unknown = parse,
  ) {
    this.#onItem = onItem
    this.#parse = parse
    this.#parseItem = parseItem
  }

  /** The list's own fields that stand in front of its items; undefined while those have not been reached. */
  get fieldsBeforeItems(): Fields | undefined {
    if (this.#state.name === 'head' || this.#state.name === 'whole') return undefined
    return this.#parseShell(`${this.#shell[0] ?? ''}]}`) as Fields
  }

  /** @throws {DecodeError} if an item is not JSON */
  push(text: string): void {
    switch (this.#state.name) {
      case 'head':
        this.#takeHead(this.#state.finder, text)
        return
      case 'tail':
      case 'whole':
        this.#shell.push(text)
        return
      case 'items':
      case 'scanning':
        this.#append(text)
        this.#takeItems(false)
    }
  }

  /**
   * @returns the list's own fields, with an empty array as its items; what is no list, or no object, is given whole
   * @throws {DecodeError} if the text ended too early or is not JSON
   */
  end(): unknown {
    if (this.#state.name === 'items' || this.#state.name === 'scanning') this.#takeItems(true)
    if (this.#state.name === 'items' || this.#state.name === 'scanning') {
      throw new DecodeError(`the list ended in the middle of its items, after ${this.#count} of them`)
    }
    return this.#parseShell(this.#shell.join(''))
  }

  #takeHead(finder: ItemsFinder, text: string): void {
    const found = finder.find(text)
    if (typeof found === 'string') {
      this.#shell.push(text)
      if (found === 'none') this.#state = { name: 'whole' }
      return
    }
    this.#shell = [this.#shell.join('') + text.slice(0, found)]
    this.#state = { name: 'items' }
    this.#append(text.slice(found))
    this.#takeItems(false)
  }

  #append(text: string): void {
    this.#text = this.#position === this.#text.length ? text : this.#text.slice(this.#position) + text
    this.#searched = Math.max(0, this.#searched - this.#position)
    this.#position = 0
  }

  #takeItems(isEnd: boolean): void {
    for (;;) {
      if (this.#state.name === 'items') {
        if (!this.#findItem() || !this.#takeItem(isEnd)) return
      } else if (this.#state.name !== 'scanning' || !this.#scanItem(this.#state.scanner)) {
        return
      }
    }
  }

  /** Moves to where the next item starts. False at the end of the text, and behind the last item. */
  #findItem(): boolean {
    if (this.#searched > this.#position) return true
    for (; this.#position < this.#text.length; this.#position++) {
      const code = this.#text.charCodeAt(this.#position)
      if (code === comma || isJsonSpace(code)) continue
      this.#searched = this.#position
      if (code !== closeBracket) return true
      this.#shell.push(this.#text.slice(this.#position))
      this.#state = { name: 'tail' }
      return false
    }
    return false
  }

  /** Takes an item by the quick search, or leaves it to the scanner. False when more text is needed. */
  #takeItem(isEnd: boolean): boolean {
    const first = this.#text.charCodeAt(this.#position)
    if (first !== openBrace && first !== openBracket) return this.#takeScalar(isEnd)
    if (this.#boundary === '') this.#boundary = boundaryLike(this.#text.slice(this.#position, this.#position + 1024))
    const end = this.#boundary === '' ? -1 : this.#text.indexOf(this.#boundary, this.#searched)
    if (end < 0 && !isEnd && this.#boundary !== '') {
      // The end of the text may have cut the boundary in two.
      this.#searched = Math.max(this.#searched, this.#text.length - this.#boundary.length, this.#position + 1)
      return false
    }
    const value = end < 0 ? undefined : this.#tryParse(this.#text.slice(this.#position, end + 1), this.#parseItem)
    if (value === undefined) {
      this.#state = { name: 'scanning', scanner: new JsonScanner() }
      this.#searched = this.#position
    } else {
      this.#emit(value.parsed, end + 1)
    }
    return true
  }

  /** Takes an item that is no object. No list of Kubernetes has any, but not every object with `items` is one. */
  #takeScalar(isEnd: boolean): boolean {
    scalar.lastIndex = this.#position
    const text = scalar.exec(this.#text)?.[0]
    const value = text === undefined ? undefined : this.#tryParse(text)
    if (text !== undefined && value !== undefined) {
      this.#emit(value.parsed, this.#position + text.length)
      return true
    }
    if (text === undefined && !isEnd) return false
    throw this.#badItem()
  }

  #badItem(): DecodeError {
    return new DecodeError(`item ${this.#count} of the list is not JSON`)
  }

  /** Takes an item by scanning. False when more text is needed. */
  #scanItem(scanner: JsonScanner): boolean {
    const end = scanner.scan(this.#text, this.#searched)
    if (end === 'more') {
      this.#searched = this.#text.length
      return false
    }
    const value = end === 'invalid' ? undefined : this.#tryParse(this.#text.slice(this.#position, end), this.#parseItem)
    if (value === undefined || end === 'invalid') throw this.#badItem()
    this.#state = { name: 'items' }
    this.#emit(value.parsed, end)
    return true
  }

  #emit(item: unknown, end: number): void {
    this.#position = end
    this.#searched = end
    this.#count += 1
    this.#onItem(item)
  }

  #tryParse(text: string, parse: (text: string) => unknown = this.#parse): { parsed: unknown } | undefined {
    try {
      return { parsed: parse(text) }
    } catch (error) {
      if (error instanceof SyntaxError) return undefined
      throw error
    }
  }

  #parseShell(text: string): unknown {
    const value = this.#tryParse(text)
    if (value !== undefined) return value.parsed
    throw new DecodeError(text.trim() === '' ? 'the answer is empty' : 'the answer is not JSON')
  }
}

const comma = 0x2c
const openBrace = 0x7b
const openBracket = 0x5b
const closeBracket = 0x5d
/** A string, or a number or word whose end is in sight. */
const scalar = /"(?:[^"\\]|\\.)*"|[^\s,[\]{}"]+(?=[\s,\]])/y

/** What will stand between this item and the next if both begin with the same key; empty if this one has none. */
function boundaryLike(start: string): string {
  const opening = /^\{"(?:[^"\\]|\\.)*":/.exec(start)?.[0]
  return opening === undefined ? '' : `},${opening}`
}
