import { DecodeError } from '../errors/index.ts'
import { isJsonSpace, JsonScanner } from './json-scanner.ts'

/** One frame of a watch stream, before it is checked. */
export type Frame = Readonly<Record<string, unknown>>

/**
 * Splits a watch stream into its JSON values. A server writes one to a line, which is the quick path; values that are
 * concatenated without a newline, or that span lines, are found by scanning.
 */
export class WatchDecoder {
  readonly #parse: (text: string) => unknown
  /** Decodes across chunks, so that a character cut in two comes out whole. */
  readonly #utf8 = new TextDecoder()
  /** The pieces of a value that is not over. Kept apart: joining them at each chunk would be quadratic. */
  #pending: string[] = []
  /** There while the pending value spans lines, so that newlines mean nothing. */
  #scanner: JsonScanner | undefined

  constructor(parse: (text: string) => unknown = JSON.parse) {
    this.#parse = parse
  }

  /**
   * Takes the next bytes and appends the frames that they complete to `frames`, those before a failure included.
   *
   * @throws {DecodeError} for a value that is not JSON, or not an object
   */
  push(chunk: Uint8Array, frames: Frame[]): void {
    const text = this.#utf8.decode(chunk, { stream: true })
    this.#take(text, frames)
    if (this.#scanner === undefined && endsWithBrace(text)) this.#takeUnended(frames)
  }

  /** @throws {DecodeError} if the stream stopped in the middle of a value */
  end(frames: Frame[]): void {
    this.#take(this.#utf8.decode(), frames)
    if (this.#scanner === undefined) this.#takeWholeLine(this.#join(''), frames)
    if (this.#scanner?.isInside) throw new DecodeError('the watch stream ended in the middle of an event')
  }

  #take(text: string, frames: Frame[]): void {
    let start = 0
    while (start < text.length) {
      start = this.#scanner === undefined ? this.#takeLine(text, start, frames) : this.#takeScanned(text, start, frames)
    }
  }

  /** Reads one line and gives where the next one starts. */
  #takeLine(text: string, start: number, frames: Frame[]): number {
    const end = text.indexOf('\n', start)
    if (end < 0) {
      this.#pending.push(text.slice(start))
      return text.length
    }
    this.#takeWholeLine(this.#join(text.slice(start, end)), frames)
    // Only now is it known whether the newline ended a value or stands within one, as white space.
    return this.#scanner === undefined ? end + 1 : end
  }

  /** Takes what may be whole although no newline has ended it: a server may send values without any. */
  #takeUnended(frames: Frame[]): void {
    if (this.#pending.length === 0) return
    this.#scanner = new JsonScanner()
    this.#take(this.#join(''), frames)
  }

  #takeWholeLine(line: string, frames: Frame[]): void {
    if (line === '' || line.trim() === '') return
    const value = this.#tryParse(line)
    if (value === undefined) {
      // Not one whole value: several in one line, one that goes on in the next, or no JSON at all.
      this.#scanner = new JsonScanner()
      this.#take(line, frames)
    } else {
      frames.push(asFrame(value.parsed))
    }
  }

  /** Reads one value, or as much as is there, and gives where the text goes on. */
  #takeScanned(text: string, start: number, frames: Frame[]): number {
    const end = this.#scanner?.scan(text, start) ?? 'invalid'
    if (end === 'invalid') throw new DecodeError('the watch stream holds something that is not JSON')
    if (end === 'more') {
      // Between two values there is nothing to keep, and the next line may be a plain one again.
      if (this.#scanner?.isInside) this.#pending.push(text.slice(start))
      else this.#scanner = undefined
      return text.length
    }
    const value = this.#tryParse(this.#join(text.slice(start, end)))
    if (value === undefined) throw new DecodeError('the watch stream holds an event that is not JSON')
    frames.push(asFrame(value.parsed))
    return end
  }

  #join(last: string): string {
    if (this.#pending.length === 0) return last
    const whole = this.#pending.join('') + last
    this.#pending = []
    return whole
  }

  #tryParse(text: string): { parsed: unknown } | undefined {
    try {
      return { parsed: this.#parse(text) }
    } catch (error) {
      // Whatever a parser of ours throws itself (a number that would lose digits) is not a matter of syntax.
      if (error instanceof SyntaxError) return undefined
      throw error
    }
  }
}

const closeBrace = 0x7d

function endsWithBrace(text: string): boolean {
  let index = text.length - 1
  while (index >= 0 && isJsonSpace(text.charCodeAt(index))) index--
  return index >= 0 && text.charCodeAt(index) === closeBrace
}

function asFrame(value: unknown): Frame {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Frame
  throw new DecodeError(`expected a watch event, found ${Array.isArray(value) ? 'an array' : typeof value}`)
}
