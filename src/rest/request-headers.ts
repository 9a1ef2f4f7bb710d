import type { Credentials } from '../transport/index.ts'
import type { ImpersonationConfig, RestConfig } from './rest-config.ts'
import { defaultUserAgent } from './user-agent.ts'

/** Headers under construction: names as they are sent, each with one or several values. */
export type MutableHeaders = Record<string, string | readonly string[]>

/**
 * The headers that a config adds to every request, but for a token that may change.
 *
 * @throws {ConfigError} never; what is impossible has been refused before
 */
export function staticHeaders(config: RestConfig): MutableHeaders {
  const headers: MutableHeaders = { 'User-Agent': config.userAgent ?? defaultUserAgent() }
  if (config.username !== undefined || config.password !== undefined) {
    headers['Authorization'] = `Basic ${base64(`${config.username ?? ''}:${config.password ?? ''}`)}`
  }
  if (config.bearerToken !== undefined && config.bearerToken !== '') {
    headers['Authorization'] = `Bearer ${config.bearerToken}`
  }
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
  const names = new Set(Object.keys(own).map((name) => name.toLowerCase()))
  const impersonates = names.has('impersonate-user')
  const headers: MutableHeaders = { ...own }
  for (const [name, value] of Object.entries(added)) {
    const lower = name.toLowerCase()
    if (names.has(lower) || (impersonates && lower.startsWith('impersonate-'))) continue
    headers[name] = value
  }
  return headers
}

/** Source: `ImpersonationConfig` in k8s.io/client-go/transport. */
function impersonationHeaders(impersonate: ImpersonationConfig): MutableHeaders {
  const headers: MutableHeaders = {}
  if (!impersonate.userName) return headers
  headers['Impersonate-User'] = impersonate.userName
  if (impersonate.uid) headers['Impersonate-Uid'] = impersonate.uid
  if (impersonate.groups !== undefined && impersonate.groups.length > 0) {
    headers['Impersonate-Group'] = impersonate.groups
  }
  for (const [key, values] of Object.entries(impersonate.extra ?? {})) {
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

function base64(text: string): string {
  return btoa(String.fromCharCode(...new TextEncoder().encode(text)))
}
