const utf8 = new TextDecoder()
/** Node's own, which the default transport gives: its decoder has half the fixed cost, which counts for small answers. */
const NodeBuffer: typeof Buffer | undefined = globalThis.Buffer

const byteOrderMark = 0xfeff

/** Decodes a whole text. A byte order mark is dropped, what is no UTF-8 replaced. */
export function decodeText(bytes: Uint8Array): string {
  if (NodeBuffer === undefined || !NodeBuffer.isBuffer(bytes)) return utf8.decode(bytes)
  return withoutMark(bytes.toString('utf8'))
}

/** Decodes a text that arrives in chunks: a character cut in two comes out whole, with the second half. */
export class TextChunks {
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })
  /** The decoder may hold the beginning of a character. */
  #isCut = false
  #isFirst = true

  push(chunk: Uint8Array): string {
    const wasCut = this.#isCut
    this.#isCut = (chunk[chunk.byteLength - 1] ?? 0) >= 0x80
    // Most chunks begin and end between characters; a decoder that keeps a state takes five times as long for them.
    if (NodeBuffer?.isBuffer(chunk) && !wasCut && !this.#isCut) return this.#start(chunk.toString('utf8'))
    return this.#start(this.#decoder.decode(chunk, { stream: true }))
  }

  /** What stands for half a character, if the text ended in the middle of one. */
  end(): string {
    return this.#start(this.#decoder.decode())
  }

  #start(text: string): string {
    if (!this.#isFirst || text === '') return text
    this.#isFirst = false
    return withoutMark(text)
  }
}

function withoutMark(text: string): string {
  return text.charCodeAt(0) === byteOrderMark ? text.slice(1) : text
}
