import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TLSSocket } from 'node:tls'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { WebSocketServer } from 'ws'
import {
  type CertificateAuthority,
  createCertificateAuthority,
  type KeyedCertificate,
} from '../../server/certificates.ts'
import { isConnectionDropped } from '../transport-errors.ts'
import { eventually, failureOf, get, iterate, Playground, textOf } from './servers.test-support.ts'

const playground = new Playground()
let folder = ''
let ca: CertificateAuthority
let skippedMs = 0

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'kubeclient-rotation-'))
  ca = await createCertificateAuthority('ca')
  skippedMs = 0
  const now = performance.now.bind(performance)
  vi.spyOn(performance, 'now').mockImplementation(() => now() + skippedMs)
})
afterEach(async () => {
  vi.restoreAllMocks()
  await playground.close()
  await rm(folder, { recursive: true })
})

const path = (name: string) => join(folder, name)
const files = () => ({ caFile: path('ca'), certFile: path('cert'), keyFile: path('key') })
const client = (commonName: string) => ca.issue({ commonName, usage: 'client' })

async function writePair({ certPem, keyPem }: KeyedCertificate): Promise<void> {
  await writeFile(path('cert'), certPem)
  await writeFile(path('key'), keyPem)
}

/** A server that says who is asking, and how often somebody connected. */
async function greeter() {
  const serving = await ca.issue({ commonName: 'x', ipAddresses: ['127.0.0.1'], usage: 'server' })
  const state = { connections: 0 }
  const server = createServer({
    cert: serving.certPem,
    key: serving.keyPem,
    ca: ca.certPem,
    requestCert: true,
    rejectUnauthorized: false,
  })
  server.on('secureConnection', () => {
    state.connections += 1
  })
  server.on('request', (request, response) => {
    const { subject } = (request.socket as TLSSocket).getPeerCertificate() as { subject?: { CN: string } }
    if (request.url === '/watch') response.write('an event\n')
    else if (request.url === '/slow') setTimeout(() => response.end(subject?.CN), 60)
    else response.end(subject?.CN)
  })
  const sockets = new WebSocketServer({ server })
  sockets.on('connection', (socket) => socket.send('hello'))
  await writeFile(path('ca'), ca.certPem)
  return { base: await playground.listen(server, 'https'), state, server }
}

test('a client certificate that is replaced is shown from then on, and what the old one opened is closed', async () => {
  const { base, state } = await greeter()
  await writePair(await client('jane'))
  const transport = playground.transport({ tls: files() })
  const who = async () => textOf(await transport.send(get(base)))
  expect(await who()).toBe('jane')
  const watch = await transport.send(get(`${base}/watch`, { stream: true }))
  const socket = await transport.upgrade(get(base), [])
  const cut = new Promise<Error>((resolve) => socket.once('error', resolve))
  const slow = transport.send(get(`${base}/slow`))

  await writePair(await client('joan'))
  expect(await who()).toBe('jane')
  skippedMs += 1000
  const before = state.connections
  expect(await who()).toBe('joan')
  expect(await who()).toBe('joan')
  expect(state.connections).toBe(before + 1)
  const { text, error } = await iterate(watch)
  expect(text).toBe('an event\n')
  expect(isConnectionDropped(error)).toBe(true)
  expect((await cut).message).toContain('the client certificate was replaced')
  // It was asked as jane, and is answered as jane: nothing under way is lost.
  expect(await textOf(await slow)).toBe('jane')
})

test('half a replacement changes nothing until the other half is there', async () => {
  const { base } = await greeter()
  await writePair(await client('jane'))
  const transport = playground.transport({ tls: files() })
  const who = async () => textOf(await transport.send(get(base)))
  expect(await who()).toBe('jane')
  const joan = await client('joan')
  await writeFile(path('cert'), joan.certPem)
  skippedMs += 1000
  expect(await who()).toBe('jane')
  await rm(path('key'))
  skippedMs += 1000
  expect(await who()).toBe('jane')
  await writeFile(path('key'), joan.keyPem)
  expect(await who()).toBe('jane')
  skippedMs += 1000
  expect(await who()).toBe('joan')
})

test('a CA that is replaced counts for new connections, and streams go on', async () => {
  const { base } = await greeter()
  await writePair(await client('jane'))
  const transport = playground.transport({ tls: { caFile: path('ca') } })
  const ask = async () => textOf(await transport.send(get(base)))
  await ask()
  const watch = await transport.send(get(`${base}/watch`, { stream: true }))
  await writeFile(path('ca'), (await createCertificateAuthority('another')).certPem)
  skippedMs += 1000
  expect((await failureOf(ask())).message).toContain('is signed by an authority that is not trusted')
  await writeFile(path('ca'), `${(await createCertificateAuthority('another')).certPem}${ca.certPem}`)
  skippedMs += 1000
  await ask()
  setTimeout(() => watch.body.cancel?.(), 20)
  expect(await iterate(watch)).toEqual({ text: 'an event\n', error: undefined })
})

test('files that stay as they are cost no connection, and many requests at once look once', async () => {
  const { base, state } = await greeter()
  await writePair(await client('jane'))
  const transport = playground.transport({ tls: files(), maxSockets: 1 })
  for (let round = 0; round < 3; round += 1) {
    skippedMs += 1000
    const all = Array.from({ length: 10 }, async () => textOf(await transport.send(get(base))))
    expect(new Set(await Promise.all(all))).toEqual(new Set(['jane']))
  }
  expect(state.connections).toBe(1)
})

test('data wins over files, which are not looked at', async () => {
  const { base } = await greeter()
  const { certPem: certData, keyPem: keyData } = await client('jane')
  const transport = playground.transport({ tls: { ...files(), caData: ca.certPem, certData, keyData } })
  await rm(path('ca'))
  skippedMs += 1000
  expect(await textOf(await transport.send(get(base)))).toBe('jane')
})

test('what is still being connected when a certificate is replaced is connected with the new one', async () => {
  const { base } = await greeter()
  const [jane, joan] = [await client('jane'), await client('joan')]
  let shown = { cert: jane.certPem, key: jane.keyPem }
  // Lets the handshakes of the first two connections wait.
  const held: (() => void)[] = []
  let isHolding = true
  const relay = await playground.raw((socket) => {
    const onward = connect(Number(new URL(base).port), '127.0.0.1')
    onward.on('error', () => socket.destroy())
    socket.on('close', () => onward.destroy())
    const join = () => void socket.pipe(onward).pipe(socket)
    if (isHolding) held.push(join)
    else join()
  })
  const transport = playground.transport({
    tls: { caData: ca.certPem },
    clientCertificate: { current: () => shown },
  })
  const url = relay.replace('http:', 'https:')
  const watching = transport.send(get(`${url}/who`, { stream: true }))
  const opening = transport.upgrade(get(url), [])
  await eventually(() => held.length === 2, 'both are being connected')
  isHolding = false
  shown = { cert: joan.certPem, key: joan.keyPem }
  expect(await textOf(await transport.send(get(url)))).toBe('joan')
  for (const join of held) join()
  expect(await textOf(await watching)).toBe('joan')
  expect((await opening).destroyed).toBe(false)
})
