import { createServer } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo, Socket } from 'node:net'
import { inspect } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import { ConfigError, TimeoutError, TransportError } from '../../errors/index.ts'
import { type CertificateAuthority, createCertificateAuthority } from '../../server/certificates.ts'
import { eventually, failureOf, get, iterate, Playground, textOf } from '../node/servers.test-support.ts'
import type { TransportOptions } from '../transport-options.ts'
import { type ProxyOptions, startHttpProxy, startSocksProxy, type TestProxy } from './proxies.test-support.ts'

const playground = new Playground()
const proxies: TestProxy[] = []
afterEach(async () => {
  vi.unstubAllEnvs()
  await playground.close()
  await Promise.all(proxies.splice(0).map((proxy) => proxy.close()))
})

let authority: CertificateAuthority | undefined
const ca = async () => (authority ??= await createCertificateAuthority('proxies'))

/** A server that nobody but the proxies finds under its name, with an answer, a stream and a WebSocket. */
async function hidden(scheme: 'http' | 'https') {
  const { certPem, keyPem } = await (await ca()).issue({ commonName: 'x', dnsNames: ['hidden.test'], usage: 'server' })
  const server = scheme === 'http' ? createServer() : createHttpsServer({ cert: certPem, key: keyPem })
  server.on('request', (request, response) => {
    if (request.url === '/watch') response.write('an event\n', () => setTimeout(() => response.end(), 10))
    else
      response.end(
        `${request.method} ${request.url} ${request.headers.host} ${request.headers['proxy-authorization'] ?? '-'}`,
      )
  })
  const sockets = new WebSocketServer({ server: server as ReturnType<typeof createServer> })
  sockets.on('connection', (socket) => socket.send('hello'))
  await playground.listen(server, scheme)
  return { url: `${scheme}://hidden.test`, names: { 'hidden.test': (server.address() as AddressInfo).port } }
}

async function startProxy(kind: string, options: ProxyOptions): Promise<TestProxy> {
  const certificate = await (await ca()).issue({ commonName: 'p', ipAddresses: ['127.0.0.1'], usage: 'server' })
  const proxy =
    kind === 'socks5'
      ? await startSocksProxy(options)
      : await startHttpProxy({ ...options, certificate: kind === 'https' ? certificate : undefined })
  proxies.push(proxy)
  return proxy
}

const trusting = async (options: TransportOptions) =>
  playground.transport({ tls: { caData: (await ca()).certPem }, ...options })

const login = { username: 'jane', password: 'p@ss:w%rd' }

describe.each(['http', 'https', 'socks5'])('through an %s proxy', (kind) => {
  describe.each(['http', 'https'] as const)('to an %s server', (scheme) => {
    test.each([
      ['nobody in particular', {}],
      ['a user with a password', login],
    ])('as %s: requests, streams and WebSockets', async (_, options) => {
      const { url, names } = await hidden(scheme)
      const proxy = await startProxy(kind, { names, ...options })
      const transport = await trusting({ proxyUrl: proxy.url })
      for (let round = 0; round < 3; round += 1) {
        const text = await textOf(await transport.send(get(`${url}/a?b=c`)))
        // The proxy's password is for the proxy alone.
        expect(text).toBe('GET /a?b=c hidden.test -')
      }
      expect(await iterate(await transport.send(get(`${url}/watch`, { stream: true })))).toMatchObject({
        text: 'an event\n',
      })
      const socket = await transport.upgrade(get(`${url}/`), [])
      expect(await new Promise((resolve) => socket.once('data', resolve))).toBe('hello')
      const port = scheme === 'http' ? 80 : 443
      const tunnel = `${kind === 'socks5' ? 'SOCKS5' : 'CONNECT'} hidden.test:${port}`
      const forwards = kind === 'http' && scheme === 'http'
      expect(proxy.log).toEqual(
        forwards
          ? [...Array.from({ length: 3 }, () => `GET ${url}/a?b=c`), `GET ${url}/watch`, tunnel]
          : [tunnel, tunnel, tunnel],
      )
    })
  })

  test('a wrong password is told, and not which', async () => {
    const { url, names } = await hidden('https')
    const proxy = await startProxy(kind, { names, ...login })
    const wrong = proxy.url.replace(/jane:[^@]*@/, 'jane:s3cret@')
    const error = await failureOf((await trusting({ proxyUrl: wrong })).send(get(url)))
    expect(error).toBeInstanceOf(TransportError)
    expect(error.message).toContain(`the proxy ${kind}://127.0.0.1:`)
    expect(inspect(error, { depth: Infinity })).not.toMatch(/s3cret|czNjcmV0/)
  })

  test('a proxy that is not there is named, and not the server', async () => {
    const proxy = await startProxy(kind, {})
    await proxy.close()
    for (const scheme of ['http', 'https']) {
      const error = await failureOf((await trusting({ proxyUrl: proxy.url })).send(get(`${scheme}://hidden.test`)))
      expect(error).toBeInstanceOf(TransportError)
      expect(error.message).toContain(`the proxy ${proxy.url}: `)
    }
    proxies.splice(0)
  })

  test('a proxy that says nothing runs into the limit for connecting', async () => {
    const silent = (await playground.raw(() => undefined)).replace('http', kind)
    const transport = await trusting({ proxyUrl: silent, connectTimeoutMs: 60 })
    const error = await failureOf(transport.send(get('https://hidden.test')))
    expect(error).toBeInstanceOf(TimeoutError)
  })

  test('an abort or a close ends a connection that is on its way', async () => {
    let open = 0
    const connected = (socket: Socket) => {
      open += 1
      // Unread, it would not notice its end.
      socket.resume()
      socket.once('close', () => {
        open -= 1
      })
    }
    const silent = (await playground.raw(connected)).replace('http', kind)
    const transport = await trusting({ proxyUrl: silent })
    const controller = new AbortController()
    const aborted = failureOf(transport.send(get('https://hidden.test', { signal: controller.signal })))
    const closed = failureOf(transport.send(get('https://hidden.test')))
    setTimeout(() => controller.abort(new Error('enough')), 20)
    expect((await aborted).message).toBe('enough')
    await transport.close()
    expect((await closed).message).toContain('closed')
    await eventually(() => open === 0, 'no connection to the proxy is left')
  })

  test('what is wrong with the proxy of the environment is told for WebSockets, too', async () => {
    vi.stubEnv('HTTPS_PROXY', `ftp://proxy-for-${kind}`)
    const error = await failureOf(playground.transport().upgrade(get('https://hidden.test'), []))
    expect(error).toBeInstanceOf(ConfigError)
  })
})

// SOCKS has no such difference.
test.each(['http', 'https'])('a login is asked for by an %s proxy only where none was given', async (kind) => {
  const { url, names } = await hidden('https')
  const proxy = await startProxy(kind, { names, ...login })
  const hintFor = async (proxyUrl: string) =>
    (await failureOf((await trusting({ proxyUrl })).send(get(url)))).message.split(' Required: ')[1]
  expect(await hintFor(proxy.url.replace(/jane:[^@]*@/, ''))).toMatch(/^it wants a user name and password in its URL/)
  expect(await hintFor(proxy.url.replace(/jane:[^@]*@/, 'jane:s3cret@'))).toMatch(
    /^it does not accept the user name and password in its URL/,
  )
})

test('an https proxy is verified, and never shown the client certificate', async () => {
  const { url, names } = await hidden('https')
  const proxy = await startProxy('https', { names })
  const other = (await createCertificateAuthority('other')).certPem
  const error = await failureOf(playground.transport({ tls: { caData: other }, proxyUrl: proxy.url }).send(get(url)))
  expect(error.message).toMatch(
    /^the proxy https:\/\/127\.0\.0\.1:\d+: the certificate of 127\.0\.0\.1:\d+ is signed by/,
  )
  const insecure = playground.transport({ tls: { insecure: true }, proxyUrl: proxy.url })
  expect(await textOf(await insecure.send(get(url)))).toContain('hidden.test')
})

test('the environment is asked where no proxy is given', async () => {
  const { url, names } = await hidden('http')
  const proxy = await startProxy('http', { names })
  const before = { ...process.env }
  try {
    Object.assign(process.env, { HTTP_PROXY: proxy.url, NO_PROXY: 'elsewhere.test' })
    expect(await textOf(await playground.transport().send(get(url)))).toContain('hidden.test')
    process.env['NO_PROXY'] = 'hidden.test'
    expect((await failureOf(playground.transport().send(get(url)))).message).toContain('hidden.test cannot be resolved')
    Object.assign(process.env, { HTTP_PROXY: 'ftp://jane:s3cret@proxy', NO_PROXY: '' })
    const error = await failureOf(playground.transport().send(get(url)))
    expect(error.message).toBe('HTTP_PROXY: expected http, https or socks5, found ftp://')
  } finally {
    for (const name of ['HTTP_PROXY', 'NO_PROXY']) {
      if (before[name] === undefined) delete process.env[name]
      else process.env[name] = before[name]
    }
  }
})
