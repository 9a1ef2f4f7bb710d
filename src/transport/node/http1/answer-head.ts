import { isFieldText, isToken } from './field-syntax.ts'
import { ProtocolError } from './protocol-error.ts'

/** The head of an answer, and what follows from it for the body and the connection. */
export interface AnswerHead {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Record<string, string | string[] | undefined>
  /** Length of the body in bytes, or how its end is found. */
  readonly body: number | 'chunked' | 'until closed'
  /** How long the connection may stay unused, in milliseconds: zero if the server closes it after this answer. */
  readonly keepAliveMs: number
}

/**
 * Reads the head of an answer.
 *
 * Strict where leniency would let two readers see two different answers (lengths, codings, line ends), as a reader of
 * answers from behind proxies has to be. Source: RFC 9112, sections 4 to 6 and 9.
 *
 * @param text the bytes up to the empty line, without it, one character for each byte
 * @param method of the request: an answer to HEAD has no body
 * @throws {ProtocolError}
 */
export function parseAnswerHead(text: string, method: string): AnswerHead {
  let end = text.indexOf('\r\n')
  if (end < 0) end = text.length
  const status = parseStatusLine(text, end)
  const headers = parseFields(text, end)
  return {
    status,
    headers,
    body: isBodiless(method, status) ? 0 : framingOf(headers),
    keepAliveMs: keepAliveOf(headers, text.charCodeAt(minorVersionAt) === zero),
  }
}

const zero = 48
const minorVersionAt = 'HTTP/1.'.length

/** Whether bytes can be the start of an answer: what is no HTTP at all is not waited for. */
export function isStartOfAnswer(text: string): boolean {
  const start = 'HTTP/1.'
  return text.length < start.length ? start.startsWith(text) : text.startsWith(start)
}

function parseStatusLine(text: string, end: number): number {
  const minor = text.charCodeAt(minorVersionAt) - zero
  const code = text.slice(minorVersionAt + 2, minorVersionAt + 5)
  const isWhole = end === minorVersionAt + 5 || (end > minorVersionAt + 5 && text[minorVersionAt + 5] === ' ')
  if (!text.startsWith('HTTP/1.') || (minor !== 0 && minor !== 1) || text[minorVersionAt + 1] !== ' ' || !isWhole) {
    throw new ProtocolError('HPE_INVALID_CONSTANT', 'it does not start with a status line')
  }
  // RFC 9110, section 15: three digits, the first of which is 1 to 5 by intent and may be any in practice.
  if (!/^[1-9]\d\d$/.test(code))
    throw new ProtocolError('HPE_INVALID_STATUS', 'its status is not a number of three digits')
  checkText(text.slice(minorVersionAt + 5, end), 'HPE_INVALID_CONSTANT', 'its status line')
  return Number(code)
}

function parseFields(text: string, statusEnd: number): AnswerHead['headers'] {
  const headers: AnswerHead['headers'] = Object.create(null)
  let last: string | undefined
  for (let start = statusEnd + 2; start < text.length; ) {
    const found = text.indexOf('\r\n', start)
    const end = found < 0 ? text.length : found
    const first = text.charCodeAt(start)
    if (first === space || first === tab) unfold(headers, last, fieldText(text, start, end))
    else {
      const colon = text.indexOf(':', start)
      if (colon < 0 || colon >= end) throw new ProtocolError('HPE_INVALID_HEADER_TOKEN', 'a header has no colon')
      last = lowerCaseName(text.slice(start, colon))
      addField(headers, last, fieldText(text, colon + 1, end))
    }
    start = end + 2
  }
  return headers
}

/** Keeps values apart that came several times. */
export function addField(headers: AnswerHead['headers'], name: string, value: string): void {
  const earlier = headers[name]
  if (earlier === undefined) headers[name] = value
  else if (typeof earlier === 'string') headers[name] = [earlier, value]
  else earlier.push(value)
}

/** A line that starts with white space goes on with the value before it (RFC 9112, section 5.2). */
function unfold(headers: AnswerHead['headers'], name: string | undefined, more: string): void {
  const value = name === undefined ? undefined : headers[name]
  if (name === undefined || value === undefined) {
    throw new ProtocolError('HPE_INVALID_HEADER_TOKEN', 'a header starts with white space')
  }
  if (typeof value === 'string') headers[name] = `${value} ${more}`
  else value.push(`${value.pop() ?? ''} ${more}`)
}

const space = 32
const tab = 9

/** The value between white space. Not `trim()`: that takes other characters for white space, too, which here are bytes. */
function fieldText(text: string, start: number, end: number): string {
  let from = start
  let to = end
  while (from < to && isBlank(text.charCodeAt(from))) from++
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--
  const value = text.slice(from, to)
  checkText(value, 'HPE_INVALID_HEADER_TOKEN', 'a header')
  return value
}

function isBlank(code: number): boolean {
  return code === space || code === tab
}

function checkText(text: string, code: `HPE_${string}`, what: string): void {
  if (!isFieldText(text)) throw new ProtocolError(code, `${what} holds a control character`)
}

/** Servers send the same few names again and again, each of them in one spelling. */
const knownNames = new Map<string, string>()
const maxKnownNames = 256

function lowerCaseName(name: string): string {
  const known = knownNames.get(name)
  if (known !== undefined) return known
  if (!isToken(name)) throw new ProtocolError('HPE_INVALID_HEADER_TOKEN', 'the name of a header is none')
  const lower = name.toLowerCase()
  if (knownNames.size < maxKnownNames) knownNames.set(name, lower)
  return lower
}

/** True for an answer that cannot have a body, whatever its headers say (RFC 9112, section 6.3). */
function isBodiless(method: string, status: number): boolean {
  return method === 'HEAD' || status === 204 || status === 304 || status < 200
}

function framingOf(headers: AnswerHead['headers']): AnswerHead['body'] {
  const coding = headers['transfer-encoding']
  const length = headers['content-length']
  if (coding !== undefined) {
    if (length !== undefined) {
      throw new ProtocolError('HPE_UNEXPECTED_CONTENT_LENGTH', 'it has both a length and a transfer coding')
    }
    if (typeof coding === 'string' && coding.toLowerCase() === 'chunked') return 'chunked'
    throw new ProtocolError('HPE_INVALID_TRANSFER_ENCODING', 'its transfer coding is not "chunked"')
  }
  if (length === undefined) return 'until closed'
  const [text = ''] = typeof length === 'string' ? [length] : length
  if (typeof length !== 'string' && length.some((other) => other !== text)) {
    throw new ProtocolError('HPE_UNEXPECTED_CONTENT_LENGTH', 'it has several lengths')
  }
  const bytes = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(bytes)) {
    throw new ProtocolError('HPE_INVALID_CONTENT_LENGTH', 'its length is not a number')
  }
  return bytes
}

/** Servers count from when they sent the answer, and the next request takes its time: so much earlier is safe. */
const marginMs = 1000

/** RFC 9112, section 9.3; the header Keep-Alive is what servers are used to say how long they wait. */
function keepAliveOf(headers: AnswerHead['headers'], isOld: boolean): number {
  const { connection } = headers
  if (connection === undefined ? isOld : !staysOpen(connection, isOld)) return 0
  // Who knows neither that version nor chunks may have read the answer otherwise on the way (RFC 9112, section 6.1).
  if (isOld && headers['transfer-encoding'] !== undefined) return 0
  const hint = headers['keep-alive']
  const seconds = typeof hint === 'string' ? /^\s*timeout\s*=\s*(\d+)/i.exec(hint)?.[1] : undefined
  return seconds === undefined ? Number.POSITIVE_INFINITY : Math.max(0, Number(seconds) * 1000 - marginMs)
}

function staysOpen(connection: string | readonly string[], isOld: boolean): boolean {
  if (connection === 'keep-alive') return true
  const options = String(connection)
    .split(',')
    .map((option) => option.trim().toLowerCase())
  return isOld ? options.includes('keep-alive') && !options.includes('close') : !options.includes('close')
}
