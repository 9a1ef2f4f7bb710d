/**
 * Finds where a JSON value ends, in text that arrives piece by piece. It keeps its place between the pieces, so that no
 * character is looked at twice. Nothing is parsed: what is inside may still not be JSON.
 */
export class JsonScanner {
  #state: 'before' | 'inside' | 'string' | 'escape' | 'word' = 'before'
  #depth = 0

  /** Whether a value has begun and is not over. */
  get isInside(): boolean {
    return this.#state !== 'before'
  }

  /**
   * Reads on from `start`.
   *
   * @returns the index behind the value, after which the scanner is ready for the next one; `more` if the piece is used
   *   up; `invalid` if what is there cannot become a value
   */
  scan(text: string, start: number): number | 'more' | 'invalid' {
    for (let index = start; index < text.length; index++) {
      const code = text.charCodeAt(index)
      switch (this.#state) {
        case 'string':
          if (code === quote) {
            if (this.#depth === 0) return this.#endAt(index + 1)
            this.#state = 'inside'
          } else if (code === backslash) this.#state = 'escape'
          // A bare control character cannot stand in a JSON string.
          else if (code < 0x20) return 'invalid'
          break
        case 'escape':
          this.#state = 'string'
          break
        case 'word':
          if (isWordEnd(code)) return this.#endAt(index)
          break
        case 'inside':
          if (code === quote) this.#state = 'string'
          else if (code === openBrace || code === openBracket) this.#depth++
          else if (code === closeBrace || code === closeBracket) {
            this.#depth--
            if (this.#depth === 0) return this.#endAt(index + 1)
          }
          break
        case 'before':
          if (isJsonSpace(code)) break
          if (!this.#begin(code)) return 'invalid'
      }
    }
    return 'more'
  }

  #begin(code: number): boolean {
    if (code === openBrace || code === openBracket) {
      this.#depth = 1
      this.#state = 'inside'
    } else if (code === quote) {
      this.#state = 'string'
    } else if (isWordStart(code)) {
      this.#state = 'word'
    }
    return this.#state !== 'before'
  }

  #endAt(index: number): number {
    this.#state = 'before'
    return index
  }
}

const quote = 0x22
const comma = 0x2c
const backslash = 0x5c
const openBrace = 0x7b
const closeBrace = 0x7d
const openBracket = 0x5b
const closeBracket = 0x5d

/** Whether a character is white space to JSON. */
export function isJsonSpace(code: number): boolean {
  return code === 0x20 || code === 0x0a || code === 0x0d || code === 0x09
}

/** Numbers begin with a digit or a minus, `true`, `false` and `null` with their letters. */
function isWordStart(code: number): boolean {
  return (code >= 0x30 && code <= 0x39) || code === 0x2d || code === 0x74 || code === 0x66 || code === 0x6e
}

function isWordEnd(code: number): boolean {
  return isJsonSpace(code) || code === comma || code === closeBracket || code === closeBrace
}
