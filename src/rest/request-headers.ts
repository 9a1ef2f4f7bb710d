import { ConfigError } from '../errors/index.ts'
import type { Credentials } from '../transport/index.ts'
import { isHeaderValue } from './request-checks.ts'
import type { ImpersonationConfig, RestConfig } from './rest-config.ts'
import { defaultUserAgent } from './user-agent.ts'

/** Headers under construction: names as they are sent, each with one or several values. */
export type MutableHeaders = Record<string, string | readonly string[]>

/**
 * The headers that a config adds to every request, but for a token that may change. An empty text counts as not set.
 *
 * @throws {ConfigError} that names the field whose value cannot stand in a header, and not the value
 */
export function staticHeaders(config: RestConfig): MutableHeaders {
  const headers: MutableHeaders = { 'User-Agent': checked('userAgent', config.userAgent || defaultUserAgent()) }
  if (config.username || config.password) {
    headers['Authorization'] = `Basic ${base64(`${config.username ?? ''}:${config.password ?? ''}`)}`
  }
  if (config.bearerToken) headers['Authorization'] = `Bearer ${checked('bearerToken', config.bearerToken)}`
  if (config.impersonate !== undefined) Object.assign(headers, impersonationHeaders(config.impersonate))
  return headers
}

export function authorizationHeader(credentials: Credentials): string | undefined {
  return credentials.token === undefined || credentials.token === '' ? undefined : `Bearer ${credentials.token}`
}

/**
 * Adds headers that a request does not have yet, whatever the case of their names. A request that impersonates on its
 * own keeps the config's impersonation out as a whole.
 */
export function addMissingHeaders(
  own: Readonly<MutableHeaders>,
  added: Readonly<MutableHeaders>,
): Readonly<MutableHeaders> {
  const names = Object.keys(own).map((name) => name.toLowerCase())
  const impersonates = names.includes('impersonate-user')
  const headers: MutableHeaders = { ...own }
  for (const name in added) {
    const lower = name.toLowerCase()
    if (names.includes(lower) || (impersonates && lower.startsWith('impersonate-'))) continue
    headers[name] = added[name] ?? ''
  }
  return headers
}

/** Source: `ImpersonationConfig` in k8s.io/client-go/transport. */
function impersonationHeaders(impersonate: ImpersonationConfig): MutableHeaders {
  const headers: MutableHeaders = {}
  if (!impersonate.userName) return headers
  headers['Impersonate-User'] = inUtf8('impersonate.userName', impersonate.userName)
  if (impersonate.uid) headers['Impersonate-Uid'] = inUtf8('impersonate.uid', impersonate.uid)
  const groups = impersonate.groups?.map((group) => inUtf8('impersonate.groups', group)) ?? []
  if (groups.length > 0) headers['Impersonate-Group'] = groups
  for (const [key, given] of Object.entries(impersonate.extra ?? {})) {
    const values = given.map((value) => inUtf8(`impersonate.extra[${key}]`, value))
    if (values.length > 0) headers[`Impersonate-Extra-${escapeHeaderKey(key)}`] = values
  }
  return headers
}

/** Percent-encodes what may not stand in a header's name, and the percent sign; the server decodes it. */
function escapeHeaderKey(key: string): string {
  return encodeURIComponent(key)
    .replace(/[()]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`)
    .replace(/%(23|24|26|2B|5E|60|7C)/g, (escaped) => decodeURIComponent(escaped))
}

function checked(field: string, value: string): string {
  if (isHeaderValue(value)) return value
  throw new ConfigError('holds a character that HTTP does not allow in a header', { field })
}

/** Names are UTF-8 to a server, and a header's characters are bytes to whoever sends them. */
function inUtf8(field: string, value: string): string {
  return checked(field, utf8Bytes(value))
}

/** A text whose characters are the bytes of another one. */
function utf8Bytes(text: string): string {
  return Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('')
}

function base64(text: string): string {
  return btoa(utf8Bytes(text))
}
