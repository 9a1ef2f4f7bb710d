import { createServer } from 'node:https'
import { afterEach, expect, test } from 'vitest'
import { ConfigError, TransportError } from '../errors/index.ts'
import { createCertificateAuthority } from '../server/certificates.ts'
import { acquireConnections, type ConnectionLease, type ConnectionOptions } from './connections.ts'
import type { CredentialSource } from './credentials/credential-source.ts'
import type { ExecEnvVar } from './credentials/exec-config.ts'
import { failureOf, get, Playground, textOf } from './node/servers.test-support.ts'
import type { Transport } from './transport.ts'

const playground = new Playground()
const leases: ConnectionLease[] = []
afterEach(async () => {
  await Promise.all(leases.splice(0).map((lease) => lease.release()))
  await playground.close()
})

function acquire(options: ConnectionOptions): ConnectionLease {
  const lease = acquireConnections(options)
  leases.push(lease)
  return lease
}

const source: CredentialSource = { get: async () => ({ token: 't' }) }
const host = 'https://10.0.0.1:6443'
const oidc = { idpIssuerUrl: 'https://login', clientId: 'kube', refreshToken: 'r' }
const exec = (command: string, env: readonly ExecEnvVar[] = []): ConnectionOptions['exec'] => ({
  config: { apiVersion: 'client.authentication.k8s.io/v1beta1', command, env },
  cluster: { server: host },
})

test.each<[string, ConnectionOptions, ConnectionOptions]>([
  ['copies', { host, tls: { caData: 'a', serverName: 'b' } }, { host, tls: { serverName: 'b', caData: 'a' } }],
  ['text and bytes', { host, tls: { caData: 'a' } }, { host, tls: { caData: new TextEncoder().encode('a') } }],
  ['a default said outright', { host }, { host, disableCompression: false, tls: {} }],
  ['the same source', { host, credentials: source }, { host, credentials: source }],
  ['the same plugin', { host, exec: exec('a') }, { host, exec: exec('a') }],
  ['the same login', { host, oidc }, { host, oidc: { ...oidc, onRotated: () => undefined } }],
  ['the same token file', { host, bearerTokenFile: '/t' }, { host, bearerTokenFile: '/t' }],
])('share connections and credentials: %s', (_name, first, second) => {
  const [one, two] = [acquire(first), acquire({ ...second })]
  expect(two.transport).toBe(one.transport)
  expect(two.credentials).toBe(one.credentials)
})

test.each<[string, ConnectionOptions, ConnectionOptions]>([
  ['hosts', { host }, { host: 'https://10.0.0.2:6443' }],
  ['CAs', { host, tls: { caData: 'a' } }, { host, tls: { caData: 'b' } }],
  ['fields', { host, tls: { caFile: 'a' } }, { host, tls: { caData: 'a' } }],
  [
    'splits of the same text',
    { host, tls: { certData: 'ab', keyData: 'c' } },
    { host, tls: { certData: 'a', keyData: 'bc' } },
  ],
  [
    'client certificates',
    { host, tls: { certData: 'a', keyData: 'k' } },
    { host, tls: { certData: 'b', keyData: 'k' } },
  ],
  ['compression', { host }, { host, disableCompression: true }],
  ['sources', { host, credentials: source }, { host, credentials: { ...source } }],
  ['token files', { host, bearerTokenFile: '/a' }, { host, bearerTokenFile: '/b' }],
  ['proxies', { host, proxyUrl: 'http://a' }, { host, proxyUrl: 'http://b' }],
  ['plugins', { host, exec: exec('a') }, { host, exec: exec('b') }],
  ["plugins' environments", { host, exec: exec('a') }, { host, exec: exec('a', [{ name: 'USER', value: 'jane' }]) }],
  ['logins', { host, oidc }, { host, oidc: { ...oidc, refreshToken: 'another' } }],
  ['a source and none', { host, credentials: source }, { host }],
])('do not share with other %s', (_name, first, second) => {
  const [one, two] = [acquire(first), acquire(second)]
  expect(two.transport).not.toBe(one.transport)
  if (one.credentials !== undefined) expect(two.credentials).not.toBe(one.credentials)
})

test('twenty calls through several clients make one handshake, and the last release closes', async () => {
  const ca = await createCertificateAuthority('ca')
  const keyed = await ca.issue({ commonName: 'x', ipAddresses: ['127.0.0.1'], usage: 'server' })
  let handshakes = 0
  const server = createServer({ cert: keyed.certPem, key: keyed.keyPem }, (_request, response) => response.end('ok'))
  server.on('secureConnection', () => {
    handshakes += 1
  })
  const base = await playground.listen(server, 'https')
  const options = { host: base, tls: { caData: ca.certPem } }
  const [one, two] = [acquire(options), acquire({ ...options, tls: { ...options.tls } })]
  for (let round = 0; round < 10; round += 1) {
    for (const { transport } of [one, two]) await textOf(await transport.send(get(base)))
  }
  expect(handshakes).toBe(1)
  await one.release()
  await one.release()
  expect(await textOf(await two.transport.send(get(base)))).toBe('ok')
  await two.release()
  expect(await failureOf(two.transport.send(get(base)))).toBeInstanceOf(TransportError)
  expect(acquire(options).transport).not.toBe(one.transport)
})

test("a transport that was passed in is used and stays its owner's", async () => {
  let closed = 0
  const transport: Transport = {
    send: () => Promise.reject(new Error('not used')),
    close: async () => {
      closed += 1
    },
  }
  const lease = acquire({ host, transport, bearerTokenFile: '/t' })
  expect(lease.transport).toBe(transport)
  expect(lease.credentials).toBeDefined()
  await lease.release()
  expect(closed).toBe(0)
})

test('TLS options that contradict each other are refused at once', () => {
  expect(() => acquireConnections({ host, tls: { insecure: true, caFile: '/ca' } })).toThrow(ConfigError)
})
