/** The keys that may precede `items` in a list. After any other one it is not worth while to look on. */
const listKeys: ReadonlySet<string> = new Set(['kind', 'apiVersion', 'metadata'])

/** Finds where the items of a list object begin, in text that arrives piece by piece. */
export class ItemsFinder {
  #depth = 0
  #inString = false
  #escaped = false
  /** At depth 1: what the next string is. */
  #expects: 'key' | 'value' = 'key'
  #key = ''

  /**
   * Reads on.
   *
   * @returns the index behind the opening bracket of `items`; `more` if the piece is used up; `none` if the text is
   *   no object, or one that does not look like a list
   */
  find(text: string): number | 'more' | 'none' {
    for (let index = 0; index < text.length; index++) {
      const found = this.#step(text.charAt(index))
      if (found === 'none') return 'none'
      if (found === 'found') return index + 1
    }
    return 'more'
  }

  #step(character: string): 'found' | 'none' | undefined {
    if (this.#inString) return this.#stepInString(character)
    switch (character) {
      case ' ':
      case '\n':
      case '\r':
      case '\t':
        return undefined
      case '"':
        this.#inString = true
        if (this.#depth === 1 && this.#expects === 'key') this.#key = ''
        return this.#depth === 0 ? 'none' : undefined
      case '{':
      case '[':
        if (this.#depth === 0 && character === '[') return 'none'
        if (this.#depth === 1 && this.#key === 'items') return character === '[' ? 'found' : 'none'
        this.#depth++
        return undefined
      case '}':
      case ']':
        this.#depth--
        return this.#depth <= 0 ? 'none' : undefined
      case ':':
        if (this.#depth === 1) this.#expects = 'value'
        return this.#depth === 1 && this.#key !== 'items' && !listKeys.has(this.#key) ? 'none' : undefined
      case ',':
        if (this.#depth === 1) this.#expects = 'key'
        return undefined
      default:
        return this.#depth === 0 || (this.#depth === 1 && this.#key === 'items') ? 'none' : undefined
    }
  }

  #stepInString(character: string): undefined {
    if (this.#escaped) this.#escaped = false
    else if (character === '\\') this.#escaped = true
    else if (character === '"') this.#inString = false
    else if (this.#depth === 1 && this.#expects === 'key') this.#key += character
    return undefined
  }
}
