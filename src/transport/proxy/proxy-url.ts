import { ConfigError } from '../../errors/index.ts'

/** A proxy to go through. */
export interface ProxyServer {
  readonly scheme: 'http' | 'https' | 'socks5'
  /** Name or address, without brackets. */
  readonly host: string
  readonly port: number
  readonly username?: string | undefined
  readonly password?: string | undefined
}

/** Which proxy leads to a URL; undefined for none. Throws a {@link ConfigError} if what is configured cannot be used. */
export type ProxyFor = (url: URL) => ProxyServer | undefined

const schemes: Readonly<Record<string, { readonly scheme: ProxyServer['scheme']; readonly port: number }>> = {
  'http:': { scheme: 'http', port: 80 },
  'https:': { scheme: 'https', port: 443 },
  'socks5:': { scheme: 'socks5', port: 1080 },
  // The same here: names are always left to the proxy, which may know more of them.
  'socks5h:': { scheme: 'socks5', port: 1080 },
}

/**
 * Reads a proxy's URL.
 *
 * @param field what it was configured by, for the error, which holds no part of the URL: it may have a password
 * @throws {ConfigError}
 */
export function parseProxyUrl(text: string, field: string): ProxyServer {
  const problem = proxyUrlProblem(text)
  if (problem !== undefined) throw new ConfigError(problem, { field })
  const url = new URL(text)
  const { scheme, port } = schemes[url.protocol] as (typeof schemes)[string]
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  return {
    scheme,
    host,
    port: url.port === '' ? port : Number(url.port),
    ...(url.username === '' && url.password === ''
      ? {}
      : { username: decoded(url.username), password: decoded(url.password) }),
  }
}

/** What is wrong with a proxy's URL; undefined if nothing is. Holds no part of it. */
export function proxyUrlProblem(text: string): string | undefined {
  // The parser drops white space without a word.
  if (!URL.canParse(text) || /\s/.test(text)) return 'expected a URL such as http://proxy:3128'
  const url = new URL(text)
  // `proxy:3128` is a URL with the scheme `proxy:`; its parts are a host and a port all the same.
  if (!/^[a-z][a-z\d+.-]*:\/\//i.test(text)) return 'expected a URL such as http://proxy:3128, found none with a scheme'
  if (schemes[url.protocol] === undefined) return `expected http, https or socks5, found ${url.protocol}//`
  return url.hostname === '' ? 'expected a URL such as http://proxy:3128, found one without a host' : undefined
}

/** A URL has percent signs of its own in a password; one that was not escaped is taken as it is. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

/** The value of the header Proxy-Authorization, if the proxy wants to know who asks. */
export function proxyAuthorization({ username, password }: ProxyServer): string | undefined {
  if (username === undefined) return undefined
  return `Basic ${Buffer.from(`${username}:${password ?? ''}`).toString('base64')}`
}

/** The proxy as errors name it: without its password. */
export function proxyName({ scheme, host, port }: ProxyServer): string {
  return `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`
}
