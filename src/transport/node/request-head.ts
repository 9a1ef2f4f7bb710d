import type { RequestHeaders, ResponseHeaders, TransportRequest } from '../transport.ts'

/** A request's headers in the flat form that Node writes without further work, and what follows from them. */
export interface RequestHead {
  readonly headers: readonly string[]
  /** True if gzip was asked for here, and so is to be undone here. */
  readonly decodes: boolean
  /** False if a value has other characters: each of them is one byte, whatever the body is written in. */
  readonly isAscii: boolean
}

/** What the headers of a request say, without what is added to them. */
interface Given {
  readonly flat: readonly string[]
  readonly host: boolean
  readonly encoding: boolean
  readonly framed: boolean
  readonly isAscii: boolean
}

/** Most requests of a client come with the very same headers. */
const known = new WeakMap<RequestHeaders, Given>()

/** Adds what the transport is responsible for: Host, Accept-Encoding, and the framing of the body. */
export function requestHead(request: TransportRequest, disableCompression: boolean): RequestHead {
  const { flat, host, encoding, framed, isAscii } = givenBy(request.headers)
  const headers = flat.slice()
  if (!host) headers.push('Host', request.url.host)
  if (!encoding && !disableCompression) headers.push('Accept-Encoding', 'gzip')
  if (!framed) pushFraming(headers, request)
  return { headers, decodes: !encoding, isAscii }
}

function givenBy(headers: RequestHeaders): Given {
  const earlier = known.get(headers)
  if (earlier !== undefined) return earlier
  const given = read(headers)
  if (Object.isFrozen(headers)) known.set(headers, given)
  return given
}

function read(headers: RequestHeaders): Given {
  const flat: string[] = []
  let host = false
  let encoding = false
  let framed = false
  let isAscii = true
  for (const name in headers) {
    const value = headers[name]
    if (value === undefined) continue
    // Comparing lengths first spares most names the lower-casing.
    if (name.length === 4) host ||= name.toLowerCase() === 'host'
    else if (name.length === 15) encoding ||= name.toLowerCase() === 'accept-encoding'
    else if (name.length === 14) framed ||= name.toLowerCase() === 'content-length'
    else if (name.length === 17) framed ||= name.toLowerCase() === 'transfer-encoding'
    for (const one of typeof value === 'string' ? [value] : value) {
      flat.push(name, one)
      isAscii &&= !beyondAscii.test(one)
    }
  }
  return { flat, host, encoding, framed, isAscii }
}

const beyondAscii = /[\u0080-\uffff]/

/** Node frames by itself only for some verbs: a DELETE with a body would go out without any length. */
function pushFraming(headers: string[], { body, method }: TransportRequest): void {
  if (typeof body === 'string') headers.push('Content-Length', String(Buffer.byteLength(body)))
  else if (body instanceof Uint8Array) headers.push('Content-Length', String(body.byteLength))
  else if (body !== undefined) headers.push('Transfer-Encoding', 'chunked')
  else if (method === 'POST' || method === 'PUT' || method === 'PATCH') headers.push('Content-Length', '0')
}

/** @param raw names and values in turn, as Node's `rawHeaders` has them */
export function responseHeaders(raw: readonly string[]): Record<string, string | string[] | undefined> {
  const headers: Record<string, string | string[] | undefined> = Object.create(null)
  for (let index = 0; index + 1 < raw.length; index += 2) {
    const name = (raw[index] as string).toLowerCase()
    const value = raw[index + 1] as string
    const earlier = headers[name]
    if (earlier === undefined) headers[name] = value
    else if (typeof earlier === 'string') headers[name] = [earlier, value]
    else earlier.push(value)
  }
  return headers
}

/** True for an answer that cannot have a body, whatever its headers say (RFC 9112, section 6.3). */
export function isBodiless(method: string, status: number, headers: ResponseHeaders): boolean {
  return method === 'HEAD' || status === 204 || status === 304 || headers['content-length'] === '0'
}
