import { createPrivateKey } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer as createHttpsServer } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { ConfigError, TransportError } from '../../errors/index.ts'
import {
  type CertificateAuthority,
  createCertificateAuthority,
  type KeyedCertificate,
} from '../../server/certificates.ts'
import type { TlsOptions } from '../tls-options.ts'
import { failureOf, get, Playground, textOf } from './servers.test-support.ts'

const playground = new Playground()
afterEach(() => playground.close())

let ca: CertificateAuthority
let otherCa: CertificateAuthority
let serving: KeyedCertificate
let client: KeyedCertificate
let folder: string

beforeAll(async () => {
  ca = await createCertificateAuthority('test-ca')
  otherCa = await createCertificateAuthority('other-ca')
  serving = await ca.issue({
    commonName: 'server',
    dnsNames: ['localhost', 'api.example.com'],
    ipAddresses: ['127.0.0.1'],
    usage: 'server',
  })
  client = await ca.issue({ commonName: 'jane', organizations: ['devs'], usage: 'client' })
  folder = await mkdtemp(join(tmpdir(), 'tls-test-'))
})
afterAll(() => rm(folder, { recursive: true }))

function encrypted(keyPem: string): string {
  const format = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'secret' } as const
  return createPrivateKey(keyPem).export(format).toString()
}

interface Served {
  base: string
  handshakes: () => number
}

/** Answers with the name in the client's certificate and the name that was asked for. */
async function serve(keyed: KeyedCertificate = serving, more: object = {}): Promise<Served> {
  let handshakes = 0
  const server = createHttpsServer({ cert: keyed.certPem, key: keyed.keyPem, ...more }, (request, response) => {
    const socket = request.socket as TLSSocket
    const peer = socket.getPeerCertificate()
    const user = peer.subject?.CN ?? 'nobody'
    response.end(JSON.stringify({ user, sni: socket.servername, protocol: socket.getProtocol() }))
  })
  server.on('secureConnection', () => {
    handshakes += 1
  })
  return { base: await playground.listen(server, 'https'), handshakes: () => handshakes }
}

async function ask(base: string, tls: TlsOptions): Promise<{ user: string; sni: string | false; protocol: string }> {
  return JSON.parse(await textOf(await playground.transport({ tls }).send(get(base))))
}

async function file(name: string, content: string): Promise<string> {
  const path = join(folder, name)
  await writeFile(path, content)
  return path
}

test('twenty calls make one handshake', async () => {
  const { base, handshakes } = await serve()
  const transport = playground.transport({ tls: { caData: ca.certPem } })
  for (let round = 0; round < 20; round += 1) await textOf(await transport.send(get(base)))
  expect(handshakes()).toBe(1)
})

describe('what works', () => {
  const rows: [string, () => Promise<TlsOptions> | TlsOptions, object][] = [
    ['a CA as text', () => ({ caData: ca.certPem }), { user: 'nobody' }],
    ['a CA as bytes', () => ({ caData: new TextEncoder().encode(ca.certPem) }), { user: 'nobody' }],
    ['several CAs', () => ({ caData: `# comment\n${otherCa.certPem}\n${ca.certPem}` }), { user: 'nobody' }],
    ['a CA file', async () => ({ caFile: await file('ca.crt', ca.certPem) }), { user: 'nobody' }],
    ['data before a file', () => ({ caData: ca.certPem, caFile: '/nowhere' }), { user: 'nobody' }],
    ['no verification', () => ({ insecure: true }), { user: 'nobody' }],
    [
      'no verification, with a name',
      () => ({ insecure: true, serverName: 'wrong.example.com' }),
      { sni: 'wrong.example.com' },
    ],
    ['another name', () => ({ caData: ca.certPem, serverName: 'api.example.com' }), { sni: 'api.example.com' }],
    ['an address as the name', () => ({ caData: ca.certPem, serverName: '127.0.0.1' }), { sni: false }],
    [
      'empty values, which count as none',
      () => ({ caData: ca.certPem, serverName: '', certFile: '', keyData: '' }),
      {},
    ],
    [
      'a client certificate',
      () => ({ caData: ca.certPem, certData: client.certPem, keyData: client.keyPem }),
      { user: 'jane' },
    ],
    [
      'a client certificate in files',
      async () => ({
        caData: ca.certPem,
        certFile: await file('client.crt', client.certPem),
        keyFile: await file('client.key', client.keyPem),
      }),
      { user: 'jane' },
    ],
  ]
  test.each(rows)('%s', async (_name, options, want) => {
    const { base } = await serve(serving, { requestCert: true, ca: ca.certPem, rejectUnauthorized: false })
    expect(await ask(base, await options())).toMatchObject(want)
  })

  test('TLS 1.2 is the oldest that is spoken', async () => {
    const { base } = await serve(serving, { maxVersion: 'TLSv1.2' })
    expect(await ask(base, { caData: ca.certPem })).toMatchObject({ protocol: 'TLSv1.2' })
    const old = await serve(serving, { minVersion: 'TLSv1', maxVersion: 'TLSv1.1', ciphers: 'DEFAULT@SECLEVEL=0' })
    expect(await failureOf(ask(old.base, { caData: ca.certPem }))).toBeInstanceOf(TransportError)
  })
})

describe('a server that is not trusted is named, and so is what to set', () => {
  const rows: [string, () => Promise<KeyedCertificate>, () => TlsOptions, RegExp[]][] = [
    ['no CA', async () => serving, () => ({}), [/tls\.caFile or tls\.caData/, /certificate-authority/]],
    ['another CA', async () => serving, () => ({ caData: otherCa.certPem }), [/tls\.caFile or tls\.caData/]],
    [
      'another name',
      () => ca.issue({ commonName: 'x', dnsNames: ['a.example.com', 'b.example.com'], usage: 'server' }),
      () => ({ caData: ca.certPem }),
      [/a\.example\.com/, /b\.example\.com/, /not for 127\.0\.0\.1/, /tls\.serverName/],
    ],
    [
      'a wrong serverName',
      async () => serving,
      () => ({ caData: ca.certPem, serverName: 'wrong.example.com' }),
      [/not for wrong\.example\.com/, /api\.example\.com/],
    ],
    [
      'expired',
      () =>
        ca.issue({
          commonName: 'x',
          ipAddresses: ['127.0.0.1'],
          usage: 'server',
          notAfter: new Date(Date.now() - 1000),
        }),
      () => ({ caData: ca.certPem }),
      [/expired/],
    ],
  ]
  test.each(rows)('%s', async (_name, keyed, options, patterns) => {
    const { base } = await serve(await keyed())
    const error = await failureOf(ask(base, options()))
    expect(error).toBeInstanceOf(TransportError)
    for (const pattern of [new RegExp(new URL(base).host), ...patterns]) expect(error.message).toMatch(pattern)
  })

  test('a port without TLS', async () => {
    const base = await playground.http((_request, response) => response.end())
    const error = await failureOf(ask(base.replace('http', 'https'), { insecure: true }))
    expect(error).toBeInstanceOf(TransportError)
    expect(error.message).toMatch(/does not speak TLS/)
  })

  test('a server that insists on a client certificate', async () => {
    const { base } = await serve(serving, { requestCert: true, ca: ca.certPem })
    const error = await failureOf(ask(base, { caData: ca.certPem }))
    expect(error).toBeInstanceOf(TransportError)
    expect(error.message).toMatch(/client certificate|closed before an answer/)
  })
})

describe('options that cannot work', () => {
  const secret = 'MIGHAgEAMBMGByqGSM49AgEG'
  const rows: [string, () => Promise<TlsOptions> | TlsOptions, { file?: string; field: string }][] = [
    ['a missing CA file', () => ({ caFile: '/nowhere/ca.crt' }), { file: '/nowhere/ca.crt', field: 'tls.caFile' }],
    ['a folder as the CA', () => ({ caFile: folder }), { field: 'tls.caFile' }],
    ['a CA that is no PEM', () => ({ caData: 'hello' }), { field: 'tls.caData' }],
    ['an empty CA file', async () => ({ caFile: await file('empty', '') }), { field: 'tls.caFile' }],
    [
      'a CA with garbage between the lines',
      () => ({ caData: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' }),
      { field: 'tls.caData' },
    ],
    [
      'a missing key file',
      () => ({ certData: client.certPem, keyFile: '/nowhere' }),
      { file: '/nowhere', field: 'tls.keyFile' },
    ],
    ['a certificate that is no PEM', () => ({ certData: 'hello', keyData: client.keyPem }), { field: 'tls.certData' }],
    [
      'a key that is no key',
      () => ({
        certData: client.certPem,
        keyData: `-----BEGIN PRIVATE KEY-----\n${secret}\n-----END PRIVATE KEY-----`,
      }),
      { field: 'tls.keyData' },
    ],
    [
      'a key of another certificate',
      () => ({ certData: client.certPem, keyData: serving.keyPem }),
      { field: 'tls.keyData' },
    ],
    [
      'a key with a passphrase',
      () => ({
        certData: client.certPem,
        keyData: encrypted(client.keyPem),
      }),
      { field: 'tls.keyData' },
    ],
  ]
  test.each(rows)('%s', async (_name, options, want) => {
    const { base } = await serve()
    const error = await failureOf(ask(base, await options()))
    expect(error).toBeInstanceOf(ConfigError)
    expect(error).toMatchObject(want)
    expect(error.message).toContain(want.field)
    expect(error.message).not.toContain(secret)
    expect(error.message).not.toContain(serving.keyPem.slice(40, 80))
  })

  test.each([
    ['insecure with a CA', { insecure: true, caData: 'x' }, 'tls.caData'],
    ['insecure with a CA file', { insecure: true, caFile: 'x' }, 'tls.caFile'],
    ['a certificate without a key', { certFile: 'x' }, 'tls.certFile'],
    ['a key without a certificate', { keyData: 'x' }, 'tls.keyData'],
  ])('%s is refused before anything is sent', (_name, tls, field) => {
    expect(() => playground.transport({ tls })).toThrow(ConfigError)
    expect(() => playground.transport({ tls })).toThrow(field)
  })

  test('a file that appears later is found by the next request', async () => {
    const { base } = await serve()
    const caFile = join(folder, 'late.crt')
    const transport = playground.transport({ tls: { caFile } })
    expect(await failureOf(transport.send(get(base)))).toBeInstanceOf(ConfigError)
    await writeFile(caFile, ca.certPem)
    expect((await transport.send(get(base))).status).toBe(200)
  })
})
