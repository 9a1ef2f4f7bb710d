import { RequestError } from '../../errors/index.ts'
import type { RequestHeaders, TransportRequest } from '../transport.ts'
import { isFieldText, isToken } from './http1/field-syntax.ts'

/** The lines of a request's head after the first, and what follows from them. */
export interface RequestHead {
  /** Each line with its end, without the empty line that ends the head. One character for each byte. */
  readonly lines: string
  /** True if gzip was asked for here, and so is to be undone here. */
  readonly decodes: boolean
  /** False if a value has other characters: each of them is one byte, whatever the body is written in. */
  readonly isAscii: boolean
  /** How the end of the body is told; `given` if the caller's own headers tell it. */
  readonly framing: 'length' | 'chunked' | 'given'
}

/** What the headers of a request say, without what is added to them. */
interface Given {
  readonly lines: string
  readonly host: boolean
  readonly encoding: boolean
  readonly framing: 'none' | 'given' | 'chunked'
  readonly isAscii: boolean
}

/** Most requests of a client come with the very same headers. */
const known = new WeakMap<RequestHeaders, Given>()

/**
 * Adds what the transport is responsible for: Host, Accept-Encoding, and the framing of the body.
 *
 * @throws {RequestError} if the method or a header would split the request, or there is no way to send it
 */
export function requestHead(request: TransportRequest, disableCompression: boolean): RequestHead {
  checkStart(request)
  const given = givenBy(request.headers)
  let { lines } = given
  if (!given.host) lines += `Host: ${request.url.host}\r\n`
  if (!given.encoding && !disableCompression) lines += 'Accept-Encoding: gzip\r\n'
  if (given.framing === 'none') lines += framingLine(request)
  return { lines, decodes: !given.encoding, isAscii: given.isAscii, framing: framingOf(given, request) }
}

function framingOf({ framing }: Given, { body }: TransportRequest): RequestHead['framing'] {
  if (framing !== 'none') return framing
  return body === undefined || typeof body === 'string' || body instanceof Uint8Array ? 'length' : 'chunked'
}

function givenBy(headers: RequestHeaders): Given {
  const earlier = known.get(headers)
  if (earlier !== undefined) return earlier
  const given = read(headers)
  if (Object.isFrozen(headers)) known.set(headers, given)
  return given
}

function read(headers: RequestHeaders): Given {
  let lines = ''
  let host = false
  let encoding = false
  let framing: Given['framing'] = 'none'
  let isAscii = true
  for (const name in headers) {
    const value = headers[name]
    if (value === undefined) continue
    const lower = name.toLowerCase()
    host ||= lower === 'host'
    encoding ||= lower === 'accept-encoding'
    if (lower === 'content-length' || lower === 'transfer-encoding') {
      framing = framingBy(framing, lower, String(value))
    }
    for (const one of typeof value === 'string' ? [value] : value) {
      checkField(name, one)
      lines += `${name}: ${one}\r\n`
      isAscii &&= !beyondAscii.test(one)
    }
  }
  return { lines, host, encoding, framing, isAscii }
}

const beyondAscii = /[\u0080-\uffff]/

/**
 * A server in front of the server might read two different requests from what is ambiguous (RFC 9112, section 6.2).
 *
 * @param before what a header before this one said
 */
function framingBy(before: Given['framing'], name: string, value: string): Given['framing'] {
  if (before !== 'none') throw new RequestError('the headers tell the length of the body twice')
  if (name === 'transfer-encoding') {
    if (!/^chunked$/i.test(value)) throw new RequestError('the header "Transfer-Encoding" has to be "chunked"')
    return 'chunked'
  }
  if (!/^\d+$/.test(value)) throw new RequestError('the header "Content-Length" has to be a number')
  return 'given'
}

function checkStart({ method, url }: TransportRequest): void {
  if (!isToken(method)) throw new RequestError(`"${method}" is no method of HTTP`)
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new RequestError(`there is no transport for ${url.protocol}//`)
  }
}

/** RFC 9110, section 5. The value is not shown: it may be a secret. */
function checkField(name: string, value: string): void {
  if (!isToken(name)) throw new RequestError(`the name of a header holds a character that is not allowed: "${name}"`)
  if (!isFieldText(value)) {
    throw new RequestError(`the value of the header "${name}" holds a character that is not allowed`)
  }
}

/** A body without its length would be none, or go on for ever, to a server. */
function framingLine({ body, method }: TransportRequest): string {
  if (typeof body === 'string') return `Content-Length: ${Buffer.byteLength(body)}\r\n`
  if (body instanceof Uint8Array) return `Content-Length: ${body.byteLength}\r\n`
  if (body !== undefined) return 'Transfer-Encoding: chunked\r\n'
  return method === 'POST' || method === 'PUT' || method === 'PATCH' ? 'Content-Length: 0\r\n' : ''
}
