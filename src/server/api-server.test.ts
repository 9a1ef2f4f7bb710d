import { request } from 'node:https'
import { type AddressInfo, createConnection, createServer } from 'node:net'
import { json } from 'node:stream/consumers'
import { describe, expect, it, onTestFinished } from 'vitest'
import { parse } from 'yaml'
import { ApiServer } from './api-server.ts'
import { settle, startServer } from './embedded.test-support.ts'

interface HttpsAnswer {
  status: number
  body: { kind?: string; reason?: string; items?: unknown[] }
}

function get(server: ApiServer, options: { path: string; headers?: Record<string, string>; identity?: boolean }) {
  const { tls } = server.config
  return new Promise<HttpsAnswer>((resolve, reject) => {
    const outgoing = request(
      {
        host: '127.0.0.1',
        port: new URL(server.url).port,
        path: options.path,
        headers: options.headers ?? {},
        agent: false,
        ca: tls?.caData as string,
        ...(options.identity === true ? { cert: tls?.certData as string, key: tls?.keyData as string } : {}),
      },
      (incoming) => {
        json(incoming).then(
          (body) => resolve({ status: incoming.statusCode ?? 0, body: body as HttpsAnswer['body'] }),
          reject,
        )
      },
    )
    outgoing.on('error', reject).end()
  })
}

describe('a server with TLS', () => {
  it('lets in its administrator by certificate, callers by token, and this machine without either', async () => {
    const server = await ApiServer.start({ tokens: { secret: { user: 'ann' } } })
    onTestFinished(() => server.close())
    const path = '/api/v1/namespaces'
    expect((await get(server, { path, identity: true })).body.items).toHaveLength(4)
    expect((await get(server, { path })).status).toBe(200)
    expect((await get(server, { path, headers: { authorization: 'Bearer secret' } })).status).toBe(200)
    const wrong = await get(server, { path, headers: { authorization: 'Bearer wrong' } })
    expect(wrong).toMatchObject({ status: 401, body: { kind: 'Status', reason: 'Unauthorized' } })
  })

  it('refuses a certificate of another authority', async () => {
    const [server, other] = await Promise.all([ApiServer.start(), ApiServer.start()])
    onTestFinished(() => server.close())
    onTestFinished(() => other.close())
    const tls = { ...other.config.tls, caData: server.config.tls?.caData }
    const stranger = Object.create(server, { config: { value: { ...server.config, tls } } }) as ApiServer
    expect((await get(stranger, { path: '/api/v1/pods', identity: true })).status).toBe(401)
  })

  it('asks callers from elsewhere for credentials', async () => {
    const server = await ApiServer.start({ host: '0.0.0.0' })
    onTestFinished(() => server.close())
    expect((await get(server, { path: '/api/v1/pods' })).status).toBe(403)
    expect((await get(server, { path: '/version' })).status).toBe(200)
    expect((await get(server, { path: '/api/v1/pods', identity: true })).status).toBe(200)
  })

  it('writes a kubeconfig that says the same as its config', async () => {
    const server = await ApiServer.start()
    onTestFinished(() => server.close())
    const { clusters, users, contexts, ...rest } = parse(server.kubeconfig()) as Record<string, never>
    const base64 = (pem: unknown) => Buffer.from(pem as string).toString('base64')
    const { tls, host } = server.config
    expect(clusters).toEqual([
      { name: 'kubeclient', cluster: { server: host, 'certificate-authority-data': base64(tls?.caData) } },
    ])
    expect(users).toEqual([
      {
        name: 'kubeclient-admin',
        user: { 'client-certificate-data': base64(tls?.certData), 'client-key-data': base64(tls?.keyData) },
      },
    ])
    expect(contexts).toEqual([{ name: 'kubeclient', context: { cluster: 'kubeclient', user: 'kubeclient-admin' } }])
    expect(rest).toEqual({ apiVersion: 'v1', kind: 'Config', 'current-context': 'kubeclient' })
  })
})

describe('pages of other sites', () => {
  it.each([
    [{ origin: 'https://evil.example' }, 403],
    [{ origin: 'null' }, 403],
    [{ host: 'evil.example:8080' }, 403],
    [{ origin: 'http://localhost:3000', host: '127.0.0.1:8080' }, 200],
    [{ host: '[::1]:8080' }, 200],
  ])('without credentials, %j is answered with %d', async (headers, status) => {
    const { server } = await startServer()
    const answer = await server.handle({ method: 'GET', target: '/api/v1/pods', headers, caller: { via: 'network' } })
    expect(answer.status).toBe(status)
  })
})

describe('starting and closing', () => {
  it('names the address that is in use', async () => {
    const { server } = await startServer()
    const { port } = new URL(server.url)
    await expect(ApiServer.start({ tls: false, port: Number(port) })).rejects.toMatchObject({
      message: `cannot listen on 127.0.0.1:${port}: the port is in use`,
      code: 'EADDRINUSE',
      cause: expect.objectContaining({ syscall: 'listen' }),
    })
  })

  it.each([
    { port: -1 },
    { port: 70_000 },
    { historyLimit: 0 },
    { bookmarkIntervalMs: 0 },
    { tls: false, host: '0.0.0.0' },
  ])('refuses %j', async (options) => {
    await expect(ApiServer.start(options)).rejects.toThrow(RangeError)
  })

  it('ends watches, destroys sockets and leaves no timer when it closes', async () => {
    const before = process.getActiveResourcesInfo().sort()
    const server = await ApiServer.start({ tls: false })
    const { port } = new URL(server.url)
    const idle = createConnection(Number(port), '127.0.0.1')
    const watch = await fetch(`${server.url}/api/v1/pods?watch=1&allowWatchBookmarks=true`)
    await Promise.all([server.close(), server.close()])
    await watch.text().catch(() => '')
    await new Promise((resolve) => idle.on('close', resolve).resume())
    await settle()
    const isTimerOrSocket = (name: string) => ['Timeout', 'TCPSocketWrap', 'TCPServerWrap'].includes(name)
    const count = (names: string[]) => names.filter(isTimerOrSocket).length
    // fetch keeps a timer of its own for idle connections.
    expect(count(process.getActiveResourcesInfo())).toBeLessThanOrEqual(count(before) + 1)
    await expect(fetch(`${server.url}/readyz`)).rejects.toThrow()
  })

  it('frees its port', async () => {
    const server = await ApiServer.start({ tls: false })
    const { port } = new URL(server.url)
    await server[Symbol.asyncDispose]()
    const probe = createServer()
    await new Promise<void>((resolve, reject) => probe.once('error', reject).listen(Number(port), '127.0.0.1', resolve))
    expect((probe.address() as AddressInfo).port).toBe(Number(port))
    await new Promise((resolve) => probe.close(resolve))
  })
})

describe('bodies over HTTP', () => {
  it('answers one that is too large without reading it, and goes on', async () => {
    const { server } = await startServer()
    const target = `${server.url}/api/v1/namespaces/default/configmaps`
    const large = await fetch(target, { method: 'POST', body: 'x'.repeat(4_000_000) })
    expect([large.status, ((await large.json()) as { reason: string }).reason]).toEqual([413, 'RequestEntityTooLarge'])
    const good = await fetch(target, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ metadata: { name: 'a' } }),
    })
    expect(good.status).toBe(201)
    await good.text()
  })
})

describe('what is not supported', () => {
  it.each([
    ['GET', '/api/v1/services'],
    ['GET', '/api/v1/nodes/n1'],
    ['GET', '/apis/apps/v1/deployments'],
    ['GET', '/metrics'],
    ['GET', '/api/v1/namespaces/default/pods/a/log'],
    ['POST', '/api/v1/namespaces/default/pods/a/eviction'],
  ])('%s %s is answered with 501', async (method, target) => {
    const embedded = await startServer()
    const { status, body } = await embedded.call(method, target)
    expect([status, body.kind, body.code]).toEqual([501, 'Status', 501])
    expect(body.message).toMatch(/not supported by this server: /)
  })

  it('impersonation is answered with 501, not with what the caller itself may see', async () => {
    const embedded = await startServer()
    const answer = await embedded.call('GET', '/api/v1/pods', undefined, { 'impersonate-user': 'ann' })
    expect(answer.status).toBe(501)
  })

  it('patches are answered with 501, of a type that is none with 415', async () => {
    const embedded = await startServer()
    const target = '/api/v1/namespaces/default'
    const patch = (type: string) => embedded.call('PATCH', target, {}, { 'content-type': type })
    expect((await patch('application/merge-patch+json')).status).toBe(501)
    expect((await patch('application/json')).status).toBe(415)
  })
})
