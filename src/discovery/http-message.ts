/** An answer as it is written to a cache file. */
export interface StoredAnswer {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string>>
  readonly body: Uint8Array
}

const headEnd = Buffer.from('\r\n\r\n')

/** Writes an answer as HTTP/1.1 text, as Go's `httputil.DumpResponse` does, so that kubectl can read it. */
export function encodeAnswer({ status, headers, body }: StoredAnswer): Uint8Array {
  const lines = Object.entries(headers).map(([name, value]) => `${canonical(name)}: ${value.replace(/[\r\n]+/g, ' ')}`)
  const reason = status === 200 ? 'OK' : ''
  const head = [`HTTP/1.1 ${status} ${reason}`, `Content-Length: ${body.byteLength}`, ...lines.sort()].join('\r\n')
  return Buffer.concat([Buffer.from(head, 'latin1'), headEnd, body])
}

/** Reads what {@link encodeAnswer} or kubectl wrote; undefined if it is anything else. */
export function decodeAnswer(stored: Uint8Array): StoredAnswer | undefined {
  const bytes = Buffer.from(stored.buffer, stored.byteOffset, stored.byteLength)
  const end = bytes.indexOf(headEnd)
  if (end < 0) return undefined
  const [statusLine = '', ...lines] = bytes.toString('latin1', 0, end).split('\r\n')
  const status = Number(/^HTTP\/\d\.\d (\d{3})(?: |$)/.exec(statusLine)?.[1])
  const headers: Record<string, string> = {}
  for (const line of lines) {
    const colon = line.indexOf(':')
    if (colon <= 0) return undefined
    const name = line.slice(0, colon).toLowerCase()
    const value = line.slice(colon + 1).trim()
    headers[name] = name in headers ? `${headers[name]}, ${value}` : value
  }
  const body = decodeBody(headers, bytes.subarray(end + headEnd.length))
  return Number.isNaN(status) || body === undefined ? undefined : { status, headers, body }
}

/** Go writes the length if it knew it, else chunks (from HTTP/1.1) or everything up to the end (from HTTP/2). */
function decodeBody(headers: Readonly<Record<string, string>>, rest: Buffer): Buffer | undefined {
  if (headers['transfer-encoding']?.toLowerCase() === 'chunked') return joinChunks(rest)
  const length = headers['content-length']
  return length === undefined || Number(length) === rest.byteLength ? rest : undefined
}

function joinChunks(rest: Buffer): Buffer | undefined {
  const chunks: Buffer[] = []
  for (let offset = 0; ; ) {
    const lineEnd = rest.indexOf('\r\n', offset)
    const size = /^[\da-f]+/i.exec(rest.toString('latin1', offset, Math.max(offset, lineEnd)))?.[0]
    if (lineEnd < 0 || size === undefined) return undefined
    const start = lineEnd + 2
    const end = start + Number.parseInt(size, 16)
    if (end === start) return Buffer.concat(chunks)
    if (end + 2 > rest.byteLength) return undefined
    chunks.push(rest.subarray(start, end))
    offset = end + 2
  }
}

/** `Content-Type` for `content-type`. */
function canonical(name: string): string {
  return name.replace(/(^|-)[a-z]/g, (letter) => letter.toUpperCase())
}
