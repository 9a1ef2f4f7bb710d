interface Frame {
  /** Undefined in an array. */
  readonly keys: Set<string> | undefined
  /** The member or item that is being read. */
  key: string
  index: number
}

/**
 * The paths of fields that come twice in the same object of a JSON text, which `JSON.parse` does not tell: the last
 * one wins there.
 *
 * @param text JSON that has been parsed already: this looks at its punctuation only
 */
export function duplicateFields(text: string): string[] {
  const duplicates: string[] = []
  const stack: Frame[] = []
  let lastString = ''
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"|[{}[\],:]/gs)) {
    const frame = stack.at(-1)
    switch (token) {
      case '{':
      case '[':
        stack.push({ keys: token === '{' ? new Set() : undefined, key: '', index: 0 })
        break
      case '}':
      case ']':
        stack.pop()
        break
      case ',':
        if (frame !== undefined) frame.index++
        break
      case ':':
        if (frame?.keys === undefined) break
        frame.key = lastString.includes('\\') ? String(JSON.parse(lastString)) : lastString.slice(1, -1)
        if (frame.keys.has(frame.key)) duplicates.push(pathOf(stack))
        frame.keys.add(frame.key)
        break
      default:
        lastString = token
    }
  }
  return [...new Set(duplicates)]
}

function pathOf(stack: readonly Frame[]): string {
  return stack.reduce((path, { keys, key, index }) => {
    if (keys === undefined) return `${path}[${index}]`
    return path === '' ? key : `${path}.${key}`
  }, '')
}
