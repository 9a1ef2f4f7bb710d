import { ConfigError } from '../../errors/index.ts'
import { parseNoProxy } from './no-proxy.ts'
import { type ProxyFor, type ProxyServer, parseProxyUrl, proxyUrlProblem } from './proxy-url.ts'

/**
 * What `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` (or the same in lower case, if those are empty) say of a server.
 * `localhost` and loopback addresses never go through a proxy of the environment.
 *
 * Source: `FromEnvironment` in golang.org/x/net/http/httpproxy.
 */
export function proxyFromEnvironment(env: Readonly<Record<string, string | undefined>>): ProxyFor {
  const read = (name: string) => env[name.toUpperCase()] || env[name.toLowerCase()] || ''
  const texts = { 'https:': read('https_proxy'), 'http:': read('http_proxy') }
  if (texts['https:'] === '' && texts['http:'] === '') return () => undefined
  const isDirect = parseNoProxy(read('no_proxy'))
  const proxies = new Map<string, ProxyServer>()
  return (url) => {
    const scheme = url.protocol === 'https:' ? 'https:' : 'http:'
    const text = texts[scheme]
    if (text === '') return undefined
    const port = url.port === '' ? (scheme === 'https:' ? 443 : 80) : Number(url.port)
    if (isDirect({ host: url.hostname.replace(/^\[(.*)\]$/, '$1').toLowerCase(), port })) return undefined
    if (scheme === 'http:' && env['REQUEST_METHOD']) {
      // In a CGI program it may be a visitor's header "Proxy".
      throw new ConfigError('is not used in a CGI program, where anybody may have set it', { field: 'HTTP_PROXY' })
    }
    const proxy = proxies.get(scheme) ?? parseLoosely(text, `${scheme.slice(0, -1).toUpperCase()}_PROXY`)
    proxies.set(scheme, proxy)
    return proxy
  }
}

/** Without a scheme it is an http proxy: `proxy:3128`. */
function parseLoosely(text: string, field: string): ProxyServer {
  return parseProxyUrl(proxyUrlProblem(text) === undefined ? text : withScheme(text), field)
}

function withScheme(text: string): string {
  return /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`
}
