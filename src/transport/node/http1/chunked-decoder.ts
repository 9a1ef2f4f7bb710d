import { lineEnd, ProtocolError } from './protocol-error.ts'

type Part =
  | 'size'
  | 'blank'
  | 'extension'
  | 'size end'
  | 'data'
  | 'data end'
  | 'data line end'
  | 'trailer'
  | 'trailer end'
  | 'over'

const cr = 13
const lf = 10
const semicolon = 59
const space = 32
const tab = 9

/** Hexadecimal digits of a safe integer; leading zeros beyond that are nobody's but an attacker's. */
const maxSizeDigits = 13
/** Of what follows the size of a chunk, or of all trailers: nobody sends much there but to keep a reader busy. */
const maxLineBytes = 16 * 1024

/** Undoes the transfer coding "chunked" (RFC 9112, section 7.1) as it comes, in pieces of any size. */
export class ChunkedDecoder {
  #part: Part = 'size'
  /** Of the chunk under way: what has been read of its size, then what is left of its data. */
  #size = 0
  #digits = 0
  #lineBytes = 0
  #isEmptyLine = true

  /** True after the last chunk and what trails it. */
  get isOver(): boolean {
    return this.#part === 'over'
  }

  /**
   * Takes bytes up to the end of the body.
   *
   * @param emit is given each piece of data; false stops the decoding there, for good
   * @returns where it stopped: behind the body, or at the end of `bytes`
   * @throws {ProtocolError}
   */
  decode(bytes: Uint8Array, start: number, emit: (data: Uint8Array) => boolean): number {
    let at = start
    while (at < bytes.length && this.#part !== 'over') {
      if (this.#part === 'data') {
        const end = Math.min(bytes.length, at + this.#size)
        this.#size -= end - at
        if (this.#size === 0) this.#part = 'data end'
        if (!emit(bytes.subarray(at, end))) return end
        at = end
      } else {
        this.#take(bytes[at] as number)
        at++
      }
    }
    return at
  }

  #take(byte: number): void {
    switch (this.#part) {
      case 'size':
        this.#takeSize(byte)
        return
      case 'blank':
        this.#countLine()
        if (byte === cr) this.#part = 'size end'
        else if (byte === semicolon) this.#part = 'extension'
        else if (byte !== space && byte !== tab) throw noSize()
        return
      case 'extension':
        this.#countLine()
        if (byte === cr) this.#part = 'size end'
        else checkText(byte)
        return
      case 'size end':
        if (byte !== lf) throw lineEnd()
        this.#part = this.#size === 0 ? 'trailer' : 'data'
        this.#digits = 0
        this.#isEmptyLine = true
        return
      case 'data end':
        if (byte !== cr) throw new ProtocolError('HPE_STRICT', 'a chunk is longer than it says')
        this.#part = 'data line end'
        return
      case 'data line end':
        if (byte !== lf) throw lineEnd()
        this.#part = 'size'
        this.#lineBytes = 0
        return
      case 'trailer':
        this.#countLine()
        if (byte === cr) this.#part = 'trailer end'
        else {
          checkText(byte)
          this.#isEmptyLine = false
        }
        return
      case 'trailer end':
        if (byte !== lf) throw lineEnd()
        this.#part = this.#isEmptyLine ? 'over' : 'trailer'
        this.#isEmptyLine = true
        return
      case 'data':
      case 'over':
        return
    }
  }

  #takeSize(byte: number): void {
    const digit = digitOf(byte)
    if (digit >= 0) {
      this.#digits++
      if (this.#digits > maxSizeDigits) throw new ProtocolError('HPE_INVALID_CHUNK_SIZE', 'a chunk is too long')
      this.#size = this.#size * 16 + digit
      return
    }
    if (this.#digits === 0) throw new ProtocolError('HPE_INVALID_CHUNK_SIZE', 'a chunk has no size')
    if (byte === cr) this.#part = 'size end'
    else if (byte === semicolon) this.#part = 'extension'
    else if (byte === space || byte === tab) this.#part = 'blank'
    else throw noSize()
  }

  #countLine(): void {
    this.#lineBytes++
    if (this.#lineBytes > maxLineBytes) {
      throw new ProtocolError('HPE_CHUNK_EXTENSIONS_OVERFLOW', 'there is too much between its chunks')
    }
  }
}

function digitOf(byte: number): number {
  if (byte >= 48 && byte <= 57) return byte - 48
  if (byte >= 97 && byte <= 102) return byte - 87
  if (byte >= 65 && byte <= 70) return byte - 55
  return -1
}

/** What a line may hold, as in a header. */
function checkText(byte: number): void {
  if (byte === lf) throw lineEnd()
  if ((byte < space && byte !== tab) || byte === 127) {
    throw new ProtocolError('HPE_STRICT', 'there is a control character between its chunks')
  }
}

function noSize(): ProtocolError {
  return new ProtocolError('HPE_INVALID_CHUNK_SIZE', 'the size of a chunk is no number')
}
