/**
 * Wraps text at words, as kubectl does. Line feeds stay; white space at a break goes, any other stays. A word is put on
 * a line of its own if it does not fit behind others, and never cut.
 *
 * @param limit in characters
 */
export function wrapText(text: string, limit: number): string {
  return text
    .split('\n')
    .map((line) => wrapLine(line, limit))
    .join('\n')
}

function wrapLine(line: string, limit: number): string {
  let wrapped = ''
  let width = 0
  // White space and the word behind it; a no-break space is part of a word.
  for (const [, space = '', word = ''] of line.matchAll(/([^\S\u00a0]*)((?:\S|\u00a0)*)/gu)) {
    const wordWidth = Array.from(word).length
    const isLast = word === ''
    if (isLast) {
      if (width + space.length <= limit) wrapped += space
      continue
    }
    // A word as long as a line is broken before like one that just fits a line.
    if (width + space.length + Math.min(wordWidth, limit - 1) > limit) {
      wrapped += `\n${word}`
      width = wordWidth
    } else {
      wrapped += space + word
      width += space.length + wordWidth
    }
  }
  return wrapped
}

/** Puts spaces in front of every line, the empty ones too. */
export function indent(text: string, count: number): string {
  const spaces = ' '.repeat(count)
  return spaces + text.replaceAll('\n', `\n${spaces}`)
}
