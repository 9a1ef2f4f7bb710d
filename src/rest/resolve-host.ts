import { ConfigError } from '../errors/index.ts'
import { requireHost } from './require-config.ts'

/** A config's host, taken apart. */
export interface ServerAddress {
  /** Scheme, host and port, such as `https://10.0.0.1:6443`. */
  readonly origin: string
  /** What precedes every path; empty, or with a slash in front and none behind. */
  readonly basePath: string
}

/**
 * Reads a host as client-go does: an empty one is `localhost`, one without a scheme gets https where TLS is configured
 * and http elsewhere. Query and fragment are dropped.
 *
 * Source: `DefaultServerURL` in k8s.io/client-go/rest.
 *
 * @throws {ConfigError} if it is missing, or neither a URL nor `host:port`
 */
export function resolveHost(host: string, defaultTls: boolean): ServerAddress {
  requireHost(host)
  const given = host || 'localhost'
  if (typeof given !== 'string') {
    throw new ConfigError(`expected a URL or HOST:PORT, found ${typeof given}`, { field: 'host' })
  }
  const hasScheme = /^[a-z][a-z\d+.-]*:\/\//i.test(given)
  if (!hasScheme && /[/?#@]/.test(given)) {
    throw new ConfigError(`expected a URL or HOST:PORT, found a path without a scheme`, { field: 'host' })
  }
  const text = hasScheme ? given : `${defaultTls ? 'https' : 'http'}://${bracketed(given)}`
  const url = URL.canParse(text) ? new URL(text) : undefined
  if (url === undefined || url.host === '') throw new ConfigError('expected a URL or HOST:PORT', { field: 'host' })
  if (url.protocol !== 'https:' && url.protocol !== 'http:') {
    throw new ConfigError(`expected http or https, found the scheme ${url.protocol.slice(0, -1)}`, { field: 'host' })
  }
  if (url.username !== '' || url.password !== '') {
    throw new ConfigError('credentials do not belong into the URL: use username and password', { field: 'host' })
  }
  return { origin: `${url.protocol}//${url.host}`, basePath: decodePath(url.pathname).replace(/\/+$/, '') }
}

function decodePath(path: string): string {
  try {
    return decodeURIComponent(path)
  } catch {
    throw new ConfigError('its path has a broken percent-encoding', { field: 'host' })
  }
}

/** A bare IPv6 address needs brackets to become a URL's host. */
function bracketed(host: string): string {
  return /^[\da-f:.]*:[\da-f:.]*:[\da-f:.]*$/i.test(host) ? `[${host}]` : host
}
