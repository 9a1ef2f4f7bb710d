import type { RequestHeaders, ResponseHeaders } from '../transport/index.ts'

type Headers = RequestHeaders | ResponseHeaders

/** Marks in a stored answer what the request's headers were that the answer varies with. */
const variedPrefix = 'x-varied-'

/** One header, whatever the case of its name; several values are joined. */
export function headerIn(headers: Headers, name: string): string | undefined {
  const entry = Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1]
  return entry === undefined || typeof entry === 'string' ? entry : entry.join(', ')
}

/**
 * Whether a stored answer can be used without asking: its `Cache-Control: max-age` or `Expires` has not passed, and
 * nothing in it demands to ask.
 *
 * Source: RFC 9111, section 4.2.
 */
export function isFresh(stored: ResponseHeaders, nowMs: number): boolean {
  const control = cacheControl(stored)
  if (control.has('no-cache')) return false
  const date = dateMs(headerIn(stored, 'date'))
  if (date === undefined) return false
  const lifetimeMs = control.has('max-age')
    ? Number(control.get('max-age')) * 1000
    : (dateMs(headerIn(stored, 'expires')) ?? date) - date
  return lifetimeMs > nowMs - date
}

/**
 * Whether an answer may be stored. One that varies with who is asking may not: what it was asked with would have to be
 * stored beside it.
 */
export function mayStore(request: RequestHeaders, answer: ResponseHeaders): boolean {
  if (cacheControl(answer).has('no-store') || cacheControl(request).has('no-store')) return false
  return variesWith(answer).every((name) => name !== '*' && !/auth|cookie|impersonate|token/.test(name))
}

/** The headers to store: those of the answer, and what of the request it varies with. */
export function storedHeaders(request: RequestHeaders, answer: ResponseHeaders): Record<string, string> {
  const stored = lastingHeaders(answer)
  for (const name of variesWith(answer)) {
    const value = headerIn(request, name)
    if (value !== undefined) stored[variedPrefix + name] = value
  }
  return stored
}

/**
 * The headers of a stored answer after the server said that it still holds: what the 304 says anew replaces what was
 * said before, but for what describes the content.
 *
 * Source: RFC 9111, section 4.3.4.
 */
export function confirmedHeaders(stored: ResponseHeaders, notModified: ResponseHeaders): Record<string, string> {
  const { 'content-type': _type, ...news } = lastingHeaders(notModified)
  return { ...lastingHeaders(stored), ...news }
}

/** Headers that still make sense later. The body is stored whole and decoded; and a cookie is a credential. */
function lastingHeaders(answer: ResponseHeaders): Record<string, string> {
  const lasting: Record<string, string> = {}
  for (const [name, value] of Object.entries(answer)) {
    if (
      value === undefined ||
      /^(connection|keep-alive|transfer-encoding|content-(length|encoding)|set-cookie.*|trailer|upgrade)$/.test(name)
    )
      continue
    lasting[name] = typeof value === 'string' ? value : value.join(', ')
  }
  return lasting
}

/** Whether a stored answer would also be the one to this request. */
export function variesNot(request: RequestHeaders, stored: ResponseHeaders): boolean {
  return variesWith(stored).every((name) => {
    return name !== '*' && (headerIn(request, name) ?? '') === (headerIn(stored, variedPrefix + name) ?? '')
  })
}

/** What to send so that the server answers 304 if a stored answer still holds. Empty if there is nothing to go by. */
export function validators(stored: ResponseHeaders): Record<string, string> {
  const etag = headerIn(stored, 'etag')
  const modified = headerIn(stored, 'last-modified')
  return {
    ...(etag === undefined ? {} : { 'If-None-Match': etag }),
    ...(modified === undefined ? {} : { 'If-Modified-Since': modified }),
  }
}

function variesWith(headers: ResponseHeaders): string[] {
  return (headerIn(headers, 'vary') ?? '')
    .split(',')
    .map((name) => name.trim().toLowerCase())
    .filter((name) => name !== '')
}

function cacheControl(headers: Headers): ReadonlyMap<string, string> {
  const parts = (headerIn(headers, 'cache-control') ?? '').split(',').map((part) => part.trim().split('=', 2))
  return new Map(parts.map(([name = '', value = '']) => [name.toLowerCase(), value]))
}

function dateMs(text: string | undefined): number | undefined {
  const time = Date.parse(text ?? '')
  return Number.isNaN(time) ? undefined : time
}
