import type { ResponseHeaders } from '../transport/index.ts'

/** One item of a `Warning` header. */
export interface Warning {
  /** Three digits; an API server uses 299. */
  readonly code: number
  /** Who warns; an API server puts `-`. */
  readonly agent: string
  readonly text: string
}

/** Is told of every warning that an answer carries, on failures too. */
export interface WarningHandler {
  handleWarningHeader(code: number, agent: string, text: string): void
}

/** Drops all warnings. */
export const noWarnings: WarningHandler = { handleWarningHeader: () => undefined }

/**
 * Writes warnings of code 299 as `Warning: TEXT`, one a line.
 *
 * @param options.write takes a line with its end; default: standard error
 * @param options.deduplicate writes each text once for the life of the handler
 * @param options.color makes the word `Warning:` yellow
 */
export function createWarningWriter(
  options: { write?: (line: string) => void; deduplicate?: boolean; color?: boolean } = {},
): WarningHandler {
  const write = options.write ?? writeToStandardError
  const written = new Set<string>()
  return {
    handleWarningHeader(code, _agent, text) {
      if (code !== 299 || text === '') return
      if (options.deduplicate) {
        if (written.has(text)) return
        // A server that puts times or names in its warnings must not grow this set without end.
        if (written.size >= 1000) written.clear()
        written.add(text)
      }
      write(`${options.color ? '\u001b[33;1mWarning:\u001b[0m' : 'Warning:'} ${text}\n`)
    },
  }
}

let defaultHandler: WarningHandler = createWarningWriter({ deduplicate: true })

/** Replaces the handler of all clients that have none of their own. The first one writes to standard error. */
export function setDefaultWarningHandler(handler: WarningHandler): void {
  defaultHandler = handler
}

export function getDefaultWarningHandler(): WarningHandler {
  return defaultHandler
}

/** The warnings of an answer, in order. */
export function warningsOf(headers: ResponseHeaders): Warning[] {
  const header = headers['warning']
  if (header === undefined) return []
  return (typeof header === 'string' ? [header] : header).flatMap((value) => parseWarningHeader(asUtf8(value)))
}

const strictUtf8 = new TextDecoder('utf-8', { fatal: true })

/**
 * A header's text as the server meant it. HTTP hands on bytes, each as one character; an API server writes UTF-8, as the
 * names of its objects and fields may be in any language.
 */
function asUtf8(value: string): string {
  if (!/[\u0080-\u00ff]/.test(value) || /[\u0100-\uffff]/.test(value)) return value
  try {
    return strictUtf8.decode(Uint8Array.from(value, (character) => character.charCodeAt(0)))
  } catch {
    // Latin-1 after all, as HTTP once wanted it.
    return value
  }
}

/**
 * Reads one `Warning` header: `CODE AGENT "TEXT"[ "DATE"]`, several separated by commas. An item that breaks the
 * grammar ends the header; what stood before it counts.
 *
 * Source: RFC 7234, section 5.5, read as `ParseWarningHeader` in k8s.io/apimachinery/pkg/util/net reads it.
 */
export function parseWarningHeader(header: string): Warning[] {
  const warnings: Warning[] = []
  let rest = header.trim()
  while (rest !== '') {
    const item = warningItem.exec(rest)
    if (item === null) break
    const [whole, code = '', agent = '', text = ''] = item
    const unescaped = decodeWords(text.replace(/\\(.)/gs, '$1'))
    if (hasControlCharacters(agent) || hasControlCharacters(unescaped)) break
    warnings.push({ code: Number(code), agent, text: unescaped })
    rest = rest.slice(whole.length).trim()
  }
  return warnings
}

/** Code, agent (anything without a space), text, date (with or without space in front), comma. */
const warningItem = /^(\d{3}) ([^ ]+) "([^"\\]*(?:\\.[^"\\]*)*)"\s*(?:"[^"]*"\s*)?(?:,\s*|$)/s

function hasControlCharacters(text: string): boolean {
  return /\p{Cc}/u.test(text)
}

/** Decodes MIME encoded words (`=?utf-8?q?...?=`); a text that is not validly encoded stays as it is. */
function decodeWords(text: string): string {
  if (!text.includes('=?')) return text
  try {
    return text
      .replace(/(\?=)[ \t]+(?==\?)/g, '$1')
      .replace(/=\?([^?]+)\?([bBqQ])\?([^?]*)\?=/g, (_word, charset: string, encoding: string, data: string) => {
        const bytes = encoding.toLowerCase() === 'b' ? fromBase64(data) : fromQuoted(data)
        return new TextDecoder(charset, { fatal: true }).decode(bytes)
      })
  } catch {
    return text
  }
}

function fromBase64(data: string): Uint8Array {
  return Uint8Array.from(atob(data), (character) => character.charCodeAt(0))
}

function fromQuoted(data: string): Uint8Array {
  const bytes: number[] = []
  for (let index = 0; index < data.length; index++) {
    const character = data.charAt(index)
    if (character === '=') {
      const hex = data.slice(index + 1, index + 3)
      if (!/^[\dA-Fa-f]{2}$/.test(hex)) throw new RangeError('bad escape')
      bytes.push(Number.parseInt(hex, 16))
      index += 2
    } else {
      bytes.push(character === '_' ? 0x20 : character.charCodeAt(0))
    }
  }
  return Uint8Array.from(bytes)
}

function writeToStandardError(line: string): void {
  const stderr = globalThis.process?.stderr
  if (stderr === undefined) console.warn(line.trimEnd())
  else stderr.write(line)
}
