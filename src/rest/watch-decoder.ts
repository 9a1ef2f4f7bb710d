import { DecodeError, type RequestSummary } from '../errors/index.ts'
import { BodyTooLargeError } from '../transport/index.ts'
import { isJsonSpace, JsonScanner } from './json-scanner.ts'
import { TextChunks } from './utf8.ts'

/** One frame of a watch stream, before it is checked. */
export type Frame = Readonly<Record<string, unknown>>

/**
 * Splits a watch stream into its JSON values. A server writes one to a line, which is the quick path; values that are
 * concatenated without a newline, or that span lines, are found by scanning.
 */
export class WatchDecoder {
  readonly #parse: (text: string) => unknown
  readonly #maxBytes: number
  readonly #about: Partial<RequestSummary>
  /** Decodes across chunks, so that a character cut in two comes out whole. */
  readonly #chunks = new TextChunks()
  /** The pieces of a value that is not over. Kept apart: joining them at each chunk would be quadratic. */
  #pending: string[] = []
  #pendingLength = 0
  /** There while the pending value spans lines, so that newlines mean nothing. */
  #scanner: JsonScanner | undefined

  /**
   * @param maxBytes how long one value may be
   * @param about the request, for the error if one is longer
   */
  constructor(
    parse: (text: string) => unknown = JSON.parse,
    maxBytes: number = Number.POSITIVE_INFINITY,
    about: Partial<RequestSummary> = {},
  ) {
    this.#parse = parse
    this.#maxBytes = maxBytes
    this.#about = about
  }

  /**
   * Takes the next bytes and appends the frames that they complete to `frames`, those before a failure included.
   *
   * @throws {DecodeError} for a value that is not JSON, or not an object; {@link BodyTooLargeError} for one that is too
   *   long, as soon as that is known
   */
  push(chunk: Uint8Array, frames: Frame[]): void {
    const text = this.#chunks.push(chunk)
    this.#take(text, frames)
    const isTooLong = this.#pendingLength > this.#maxBytes
    if (this.#scanner === undefined && (isTooLong || endsWithBrace(text))) this.#takeUnended(frames)
    // A character is at least one byte, so this refuses nothing that the exact count would let pass.
    if (isTooLong && this.#pendingLength > this.#maxBytes) throw this.#tooLong()
  }

  /** @throws {DecodeError} if the stream stopped in the middle of a value */
  end(frames: Frame[]): void {
    this.#take(this.#chunks.end(), frames)
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
      this.#pend(text.slice(start))
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
      this.#give(line, value.parsed, frames)
    }
  }

  /** Reads one value, or as much as is there, and gives where the text goes on. */
  #takeScanned(text: string, start: number, frames: Frame[]): number {
    const end = this.#scanner?.scan(text, start) ?? 'invalid'
    if (end === 'invalid') throw new DecodeError('the watch stream holds something that is not JSON')
    if (end === 'more') {
      // Between two values there is nothing to keep, and the next line may be a plain one again.
      if (this.#scanner?.isInside) this.#pend(text.slice(start))
      else this.#scanner = undefined
      return text.length
    }
    const whole = this.#join(text.slice(start, end))
    const value = this.#tryParse(whole)
    if (value === undefined) throw new DecodeError('the watch stream holds an event that is not JSON')
    this.#give(whole, value.parsed, frames)
    if (text.charCodeAt(end) !== newline) return end
    // The next value may be a whole line again, which takes a fraction of the time.
    this.#scanner = undefined
    return end + 1
  }

  #give(text: string, value: unknown, frames: Frame[]): void {
    // No character takes more than three bytes, so that most texts need not be counted.
    if (text.length * 3 > this.#maxBytes && utf8Length(text) > this.#maxBytes) throw this.#tooLong()
    frames.push(asFrame(value))
  }

  #pend(piece: string): void {
    this.#pending.push(piece)
    this.#pendingLength += piece.length
  }

  #join(last: string): string {
    if (this.#pending.length === 0) return last
    const whole = this.#pending.join('') + last
    this.#pending = []
    this.#pendingLength = 0
    return whole
  }

  #tooLong(): BodyTooLargeError {
    return new BodyTooLargeError(this.#maxBytes, this.#about, 'an event of the watch')
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

function utf8Length(text: string): number {
  return new TextEncoder().encode(text.trim()).byteLength
}

const newline = 0x0a
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
