import { DecodeError } from '../errors/index.ts'
import { ItemsFinder } from './items-finder.ts'
import { isJsonSpace, JsonScanner } from './json-scanner.ts'

/** The fields of an object, before anybody has looked at them. */
export type Fields = Readonly<Record<string, unknown>>

/** What {@link ListDecoder.end} gives: the whole but for the items that have been handed out. */
export interface ListRemainder {
  /** The list's own fields, with an empty array as its items; what is no list, or no object, is given whole. */
  readonly value: unknown
  /** Whether the items that were handed out are the list's: not so if a second `items` behind them has the last word. */
  readonly hasItems: boolean
}

type State =
  /** Before the array of items. */
  | { readonly name: 'head'; readonly finder: ItemsFinder }
  /** Between two items, or in front of the first one. */
  | { readonly name: 'between'; readonly isFirst: boolean; readonly seenComma: boolean }
  /** Within an item whose end is searched by what should stand between it and the next one. */
  | { readonly name: 'searching'; readonly boundary: string }
  /** Within an item whose end is found character by character. */
  | { readonly name: 'scanning'; readonly scanner: JsonScanner }
  | { readonly name: 'tail' }
  /** Not a list, as far as can be told: it is parsed as a whole at its end. */
  | { readonly name: 'whole' }

/** How far the end of an item is searched before it is scanned for. */
const searchedLength = 128 * 1024

/**
 * Parses a list object item by item, as its text arrives. What surrounds the items is kept as text and parsed at the
 * end, so that all in all there is what `JSON.parse` would make of the whole.
 *
 * Items are not searched character by character. A server writes them one after the other with the same first key, so
 * the next `},{"metadata":` is nearly always where an item ends; and whether it is, the parser tells, because no
 * prefix of a JSON object is itself one. Where it is not, the item's end is found by scanning, and so are those of the
 * items behind it until one is followed by its like. Time grows with the length of the text, whatever it holds.
 */
export class ListDecoder {
  readonly #parse: (text: string) => unknown
  readonly #parseItem: (text: string) => unknown
  readonly #onItem: (item: unknown) => void
  #state: State = { name: 'head', finder: new ItemsFinder() }
  /** What stands in front of the items, in pieces; and then what stands behind them. */
  #head: string[] = []
  #tail: string[] = []
  /** The piece that is being read, from `#position` on. */
  #text = ''
  #position = 0
  /** What earlier pieces held of the item that is being read. Kept apart: joining them each time would be quadratic. */
  #pending: string[] = []
  #pendingLength = 0
  /** Whether the last item had to be scanned for and was not followed by its like. */
  #scansOn = false
  /** Of the item before: how it began, and what was expected behind it. */
  #lastOpening = ''
  #lastBoundary: string | undefined
  /** No more text will come, so that the last items are not followed by anything like them. */
  #isEnding = false
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
  fieldsBeforeItems(): Fields | undefined {
    if (this.#state.name === 'head' || this.#state.name === 'whole') return undefined
    return this.#parseWhole(`${this.#head.join('')}]}`) as Fields
  }

  /** @throws {DecodeError} if an item is not JSON */
  push(text: string): void {
    this.#text = text
    this.#position = 0
    this.#run()
  }

  /** @throws {DecodeError} if the text ended too early or is not JSON */
  end(): ListRemainder {
    this.#isEnding = true
    if (this.#state.name === 'searching') this.#rescan()
    this.#run()
    switch (this.#state.name) {
      case 'head':
      case 'whole':
        return { value: this.#parseWhole(this.#head.join('')), hasItems: false }
      case 'tail': {
        const tail = this.#tail.join('')
        const behind = this.#parseWhole(`{"":[${tail}`) as Fields
        return { value: this.#parseWhole(this.#head.join('') + tail), hasItems: !Object.hasOwn(behind, 'items') }
      }
      default:
        throw new DecodeError(`the list ended in the middle of its items, after ${this.#count} of them`)
    }
  }

  #run(): void {
    while (this.#position < this.#text.length) this.#step(this.#state)
  }

  #step(state: State): void {
    switch (state.name) {
      case 'head':
        this.#readHead(state.finder)
        return
      case 'between':
        this.#readBetween(state.isFirst, state.seenComma)
        return
      case 'searching':
        this.#search(state.boundary)
        return
      case 'scanning':
        this.#scan(state.scanner)
        return
      case 'tail':
        this.#tail.push(this.#takeRest())
        return
      case 'whole':
        this.#head.push(this.#takeRest())
    }
  }

  #readHead(finder: ItemsFinder): void {
    const found = finder.find(this.#text)
    const end = typeof found === 'number' ? found : this.#text.length
    this.#head.push(this.#text.slice(0, end))
    this.#position = end
    if (found === 'none') this.#state = { name: 'whole' }
    else if (found !== 'more') this.#state = { name: 'between', isFirst: true, seenComma: false }
  }

  #readBetween(isFirst: boolean, seenComma: boolean): void {
    const code = this.#text.charCodeAt(this.#position)
    if (isJsonSpace(code)) {
      this.#position++
    } else if (code === closeBracket && !seenComma) {
      this.#state = { name: 'tail' }
    } else if (code === comma && !isFirst && !seenComma) {
      this.#position++
      this.#state = { name: 'between', isFirst, seenComma: true }
    } else if (isFirst || seenComma) {
      const boundary = this.#mayBeSearched(code) ? this.#boundaryHere() : undefined
      this.#state = boundary === undefined ? scanning() : { name: 'searching', boundary }
    } else {
      throw this.#badItem()
    }
  }

  #mayBeSearched(code: number): boolean {
    return code === openBrace && !this.#scansOn && !this.#isEnding
  }

  /** What should follow the item that begins here. Nearly all items begin alike: then nothing needs to be taken apart. */
  #boundaryHere(): string | undefined {
    if (!this.#text.startsWith(this.#lastOpening, this.#position) || this.#lastOpening === '') {
      this.#lastBoundary = boundaryLike(this.#text, this.#position)
      this.#lastOpening = this.#lastBoundary?.slice(2) ?? ''
    }
    return this.#lastBoundary
  }

  /** Looks for the end of the item where it should be, and leaves it to the scanner if it is not there. */
  #search(boundary: string): void {
    const start = this.#position
    if (this.#pendingLength > 0) this.#joinSeam(boundary)
    const end = this.#text.indexOf(boundary, this.#position)
    if (end < 0) {
      this.#pend(start)
      if (this.#pendingLength > searchedLength) this.#rescan()
      return
    }
    const value = this.#tryParse(this.#join(this.#text.slice(start, end + 1)), end + 1)
    if (value === undefined) this.#rescan()
    else this.#emit(value.parsed)
  }

  /** Puts the end of the last piece in front of this one, if the boundary may have been cut in two. */
  #joinSeam(boundary: string): void {
    const last = this.#pending.at(-1) ?? ''
    const overlap = Math.min(last.length, boundary.length - 1)
    if (!(last.slice(-overlap) + this.#text.slice(0, boundary.length - 1)).includes(boundary)) return
    this.#text = last + this.#text
    this.#pending.pop()
    this.#pendingLength -= last.length
  }

  /** Goes back to where the item began and finds its end by scanning. */
  #rescan(): void {
    this.#text = this.#pending.join('') + this.#text.slice(this.#position)
    this.#pending = []
    this.#pendingLength = 0
    this.#position = 0
    this.#state = scanning()
  }

  #scan(scanner: JsonScanner): void {
    const start = this.#position
    const end = scanner.scan(this.#text, start)
    if (end === 'more') {
      this.#pend(start)
      return
    }
    const text = end === 'invalid' ? '' : this.#join(this.#text.slice(start, end))
    const value = end === 'invalid' ? undefined : this.#tryParse(text, end)
    if (value === undefined) throw this.#badItem()
    const boundary = boundaryLike(text, 0)
    this.#scansOn = boundary === undefined || !this.#text.startsWith(boundary.slice(1), this.#position)
    this.#emit(value.parsed)
  }

  /** Keeps the rest of the piece for when the item goes on in the next one. */
  #pend(start: number): void {
    const piece = this.#text.slice(start)
    this.#pending.push(piece)
    this.#pendingLength += piece.length
    this.#text = ''
    this.#position = 0
  }

  #join(last: string): string {
    return this.#pending.length === 0 ? last : this.#pending.join('') + last
  }

  #emit(item: unknown): void {
    this.#pending = []
    this.#pendingLength = 0
    this.#state = { name: 'between', isFirst: false, seenComma: false }
    this.#count += 1
    this.#onItem(item)
  }

  #takeRest(): string {
    const rest = this.#text.slice(this.#position)
    this.#position = this.#text.length
    return rest
  }

  /** Parses an item and moves behind it. Undefined if it is not JSON. */
  #tryParse(text: string, end: number): { parsed: unknown } | undefined {
    try {
      const parsed = this.#parseItem(text)
      this.#position = end
      return { parsed }
    } catch (error) {
      if (error instanceof SyntaxError) return undefined
      throw error
    }
  }

  #parseWhole(text: string): unknown {
    try {
      return this.#parse(text)
    } catch (error) {
      if (!(error instanceof SyntaxError)) throw error
      throw new DecodeError(text.trim() === '' ? 'the answer is empty' : 'the answer is not JSON')
    }
  }

  #badItem(): DecodeError {
    return new DecodeError(`item ${this.#count} of the list is not JSON`)
  }
}

const comma = 0x2c
const openBrace = 0x7b
const closeBracket = 0x5d

function scanning(): State {
  return { name: 'scanning', scanner: new JsonScanner() }
}

const opening = /\{"(?:[^"\\]{0,200})":/y

/** What will stand between this item and the next if both begin with the same key; undefined if there is no telling. */
function boundaryLike(text: string, start: number): string | undefined {
  opening.lastIndex = start
  const found = opening.exec(text)?.[0]
  return found === undefined ? undefined : `},${found}`
}
