import { createServer } from 'node:https'
import type { TLSSocket } from 'node:tls'
import { afterEach, expect, test } from 'vitest'
import { isUnauthorized } from '../errors/index.ts'
import { createCertificateAuthority } from '../server/certificates.ts'
import { makeExecPlugin } from '../transport/credentials/exec-plugin.test-support.ts'
import { isConnectionDropped, type Transport } from '../transport/index.ts'
import { Playground } from '../transport/node/servers.test-support.ts'
import { type RESTClient, type RestConfig, unversionedRestClientFor } from './index.ts'

const playground = new Playground()
const clients: RESTClient[] = []
afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.close()))
  await playground.close()
})

function clientFor(config: RestConfig): RESTClient {
  const client = unversionedRestClientFor(config)
  clients.push(client)
  return client
}

/** A server that takes only one token, or certificates of one name. */
async function guarded() {
  const ca = await createCertificateAuthority('ca')
  const serving = await ca.issue({ commonName: 'x', ipAddresses: ['127.0.0.1'], usage: 'server' })
  const state = { accepted: 't1', seen: [] as string[], connections: 0 }
  const options = {
    cert: serving.certPem,
    key: serving.keyPem,
    ca: ca.certPem,
    requestCert: true,
    rejectUnauthorized: false,
  }
  const server = createServer(options, (request, response) => {
    const subject = (request.socket as TLSSocket).getPeerCertificate().subject as { CN?: string } | undefined
    const who = request.headers.authorization?.replace('Bearer ', '') ?? subject?.CN ?? 'nobody'
    state.seen.push(who)
    response.setHeader('Content-Type', 'application/json')
    response.statusCode = who === state.accepted ? 200 : 401
    if (request.url?.includes('watch') && response.statusCode === 200)
      response.write('{"type":"ADDED","object":{"kind":"Pod"}}\n')
    else
      response.end(
        JSON.stringify(
          response.statusCode === 200 ? { kind: 'Pod' } : { kind: 'Status', status: 'Failure', code: 401 },
        ),
      )
  })
  server.on('secureConnection', () => {
    state.connections += 1
  })
  const host = await playground.listen(server, 'https')
  return { host, ca, state, tls: { caData: ca.certPem } }
}

test('a 401 runs the plugin once more and repeats the request once, for all callers together', async () => {
  const { host, tls, state } = await guarded()
  const plugin = await makeExecPlugin()
  await plugin.answers({ token: 't1' })
  const config = { host, tls, exec: plugin.config }
  const [one, two] = [clientFor(config), clientFor({ ...config, exec: { ...plugin.config } })]
  await Promise.all([one, two, one, two].map((client) => client.get().absPath('/api').into()))
  expect(await plugin.runs()).toHaveLength(1)
  state.accepted = 't2'
  await plugin.answers({ token: 't2' })
  state.seen = []
  await Promise.all([one, two, one, two].map((client) => client.get().absPath('/api').into()))
  expect(await plugin.runs()).toHaveLength(2)
  expect(state.seen.filter((who) => who === 't2')).toHaveLength(4)
  expect(state.seen.filter((who) => who === 't1').length).toBeLessThanOrEqual(4)
  state.accepted = 'nobody at all'
  state.seen = []
  const error = await one
    .get()
    .absPath('/api')
    .into()
    .catch((reason: unknown) => reason)
  expect(isUnauthorized(error)).toBe(true)
  expect(state.seen).toEqual(['t2', 't2'])
  expect(await plugin.runs()).toHaveLength(3)
})

test('a request with a body is repeated, too', async () => {
  const { host, tls, state } = await guarded()
  const plugin = await makeExecPlugin()
  await plugin.answers({ token: 't0' })
  const client = clientFor({ host, tls, exec: plugin.config })
  const first = client.post().absPath('/api').body({ kind: 'Pod' }).do()
  await first
  expect(state.seen).toEqual(['t0', 't0'])
})

test('a new certificate of a plugin closes what the old one opened, a new token does not', async () => {
  const { host, tls, ca, state } = await guarded()
  const pairs = await Promise.all(['jane', 'joan'].map((commonName) => ca.issue({ commonName, usage: 'client' })))
  const [jane, joan] = pairs.map(({ certPem, keyPem }) => ({ clientCertificateData: certPem, clientKeyData: keyPem }))
  const plugin = await makeExecPlugin()
  await plugin.answers({ ...jane })
  const client = clientFor({ host, tls, exec: plugin.config })
  state.accepted = 'jane'
  await client.get().absPath('/api').into()
  await client.get().absPath('/api').into()
  const watch = client.get().absPath('/api').param('watch', 'true').watch()[Symbol.asyncIterator]()
  expect((await watch.next()).value).toMatchObject({ type: 'ADDED' })
  expect(state.connections).toBe(2)

  state.accepted = 'joan'
  await plugin.answers({ ...joan })
  await client.get().absPath('/api').into()
  expect(state.seen.slice(-2)).toEqual(['jane', 'joan'])
  expect(state.connections).toBe(3)
  // As if the server had closed the connection: a retrying watch goes on from where it was.
  expect(isConnectionDropped(await watch.next().catch((reason: unknown) => reason))).toBe(true)
  await plugin.answers({ ...joan, token: 'a token beside it' })
  state.accepted = 'a token beside it'
  await client.get().absPath('/api').into()
  expect(state.connections).toBe(3)
})

test('a fixed credential goes before the plugin, which is not run', async () => {
  const { host, tls, ca, state } = await guarded()
  const jane = await ca.issue({ commonName: 'jane', usage: 'client' })
  const plugin = await makeExecPlugin('exit 1')
  state.accepted = 'jane'
  const certificate = { ...tls, certData: jane.certPem, keyData: jane.keyPem }
  await clientFor({ host, tls: certificate, exec: plugin.config }).get().absPath('/api').into()
  state.accepted = 'mine'
  await clientFor({ host, tls, bearerToken: 'mine', exec: plugin.config }).get().absPath('/api').into()
  expect(await plugin.runs()).toEqual([])
})

test('beside a transport of somebody else a token counts, and a certificate alone is an error', async () => {
  const ca = await createCertificateAuthority('ca')
  const { certPem, keyPem } = await ca.issue({ commonName: 'jane', usage: 'client' })
  const seen: unknown[] = []
  const transport: Transport = {
    async send(request) {
      seen.push(request.headers['Authorization'])
      return { status: 200, headers: {}, body: new Response('{"kind":"Pod"}').body as never }
    },
    close: async () => undefined,
  }
  const plugin = await makeExecPlugin()
  const pair = { clientCertificateData: certPem, clientKeyData: keyPem }
  await plugin.answers({ ...pair, token: 't1', expirationTimestamp: new Date(0).toISOString() })
  const client = clientFor({ host: 'https://h', transport, exec: plugin.config })
  await client.get().absPath('/api').into()
  await plugin.answers(pair)
  await expect(client.get().absPath('/api').into()).rejects.toThrow('which a transport of your own cannot show')
  expect(seen).toEqual(['Bearer t1'])
})

test('a credential source of the caller’s own may give certificates, too', async () => {
  const { host, tls, ca, state } = await guarded()
  const pairs = await Promise.all(['jane', 'joan'].map((commonName) => ca.issue({ commonName, usage: 'client' })))
  let current = 0
  const get = async () => ({ cert: String(pairs[current]?.certPem), key: String(pairs[current]?.keyPem) })
  const client = clientFor({ host, tls, credentials: { get } })
  for (const name of ['jane', 'joan']) {
    state.accepted = name
    await client.get().absPath('/api').into()
    await client.get().absPath('/api').into()
    current += 1
  }
  expect(state.connections).toBe(2)
  expect(state.seen).toEqual(['jane', 'jane', 'joan', 'joan'])
})

test('over WebSocket a 401 runs the plugin once more, too', async () => {
  const { host, tls, state } = await guarded()
  const plugin = await makeExecPlugin()
  await plugin.answers({ token: 't0' })
  const { transportFor } = await import('./index.ts')
  const transport = transportFor({ host, tls, exec: plugin.config })
  await transport.upgrade?.({ method: 'GET', url: new URL(host), headers: {} }, []).catch(() => undefined)
  await transport.close()
  expect(await plugin.runs()).toHaveLength(2)
  expect(state.seen).toEqual(['t0', 't0'])
})
