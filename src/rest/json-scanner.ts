/**
 * Finds where a JSON object or array ends, in text that arrives piece by piece. It keeps its place between the
 * pieces, so that no character is looked at twice. Nothing is parsed: what is inside may still not be JSON.
 */
export class JsonScanner {
  #depth = 0
  #inString = false
  #escaped = false

  /** Whether the first bracket has been seen. */
  get isInside(): boolean {
    return this.#depth > 0
  }

  /**
   * Reads on from `start`.
   *
   * @returns the index behind the closing bracket, after which the scanner is ready for the next value; `more` if the
   *   piece is used up; `invalid` if what is there cannot become an object or an array
   */
  scan(text: string, start: number): number | 'more' | 'invalid' {
    for (let index = start; index < text.length; index++) {
      const code = text.charCodeAt(index)
      if (this.#inString) {
        if (this.#escaped) this.#escaped = false
        else if (code === backslash) this.#escaped = true
        else if (code === quote) this.#inString = false
        // A bare control character cannot stand in a JSON string.
        else if (code < 0x20) return 'invalid'
      } else if (code === openBrace || code === openBracket) {
        this.#depth++
      } else if (this.#depth === 0) {
        if (!isJsonSpace(code)) return 'invalid'
      } else if (code === quote) {
        this.#inString = true
      } else if (code === closeBrace || code === closeBracket) {
        this.#depth--
        if (this.#depth === 0) return index + 1
      }
    }
    return 'more'
  }
}

const quote = 0x22
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d

/** Whether a character is white space to JSON. */
export function isJsonSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}
