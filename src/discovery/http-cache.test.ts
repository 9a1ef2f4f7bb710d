import { createHash } from 'node:crypto'
import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { TransportRequest, TransportResponse } from '../transport/index.ts'
import { CacheWarning } from './cache-warning.ts'
import { CachedDiscoveryClient } from './cached-discovery-client.ts'
import {
  aggregatedList,
  aggregatedV2,
  discovered,
  type Route,
  serverOf,
  tagged,
} from './discovery-server.test-support.ts'
import { cachingTransport } from './http-cache.ts'
import { decodeAnswer, encodeAnswer } from './http-message.ts'

let directory: string
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'kubeclient-http-'))
})
afterEach(() => rm(directory, { recursive: true, force: true }))

const noWarning = new CacheWarning(() => {
  throw new Error('unexpected warning')
})

function open(route: Route) {
  const server = serverOf({ '/x': route })
  return { server, transport: cachingTransport(server, directory, noWarning) }
}

function get(headers: Record<string, string> = {}, more: Partial<TransportRequest> = {}): TransportRequest {
  return { method: 'GET', url: new URL('http://h/x?timeout=32s'), headers, ...more }
}

async function textOf(response: TransportResponse): Promise<string> {
  const parts: Uint8Array[] = []
  for await (const part of response.body) parts.push(part)
  return Buffer.concat(parts).toString()
}

const answerWith = (headers: Record<string, string | string[]>, body = 'content'): Route => {
  const all = { date: new Date().toUTCString(), ...headers }
  return (request) => {
    const isKnown = headers['etag'] !== undefined && request.headers['If-None-Match'] === headers['etag']
    return isKnown ? { status: 304, headers: all } : { status: 200, headers: all, body }
  }
}
const filesThere = async () => (await readdir(directory)).filter((name) => !name.startsWith('.'))
const onlyFile = async () => path.join(directory, (await filesThere())[0] ?? '')

describe('an answer with an ETag', () => {
  it('is checked with the server, in the next process too', async () => {
    const route = answerWith({ etag: '"1"' })
    const first = open(route)
    expect(await textOf(await first.transport.send(get()))).toBe('content')
    const second = open(route)
    const response = await second.transport.send(get())
    expect(response).toMatchObject({ status: 200, headers: { etag: '"1"', 'x-from-cache': '1' } })
    expect(await textOf(response)).toBe('content')
    expect(second.server.requests[0]?.headers).toMatchObject({ 'If-None-Match': '"1"' })
  })

  it('is replaced when it changes', async () => {
    await open(answerWith({ etag: '"1"' })).transport.send(get())
    const changed = open(answerWith({ etag: '"2"' }, 'new'))
    expect(await textOf(await changed.transport.send(get()))).toBe('new')
    expect(await textOf(await changed.transport.send(get()))).toBe('new')
    expect(changed.server.requests.map(({ headers }) => headers['If-None-Match'])).toEqual(['"1"', '"2"'])
  })

  it('stays, and is not used, when the server fails', async () => {
    await open(answerWith({ etag: '"1"' })).transport.send(get())
    expect((await open({ status: 503 }).transport.send(get())).status).toBe(503)
    expect(await filesThere()).toHaveLength(1)
  })

  it('is not asked for with its ETag by a request that varies', async () => {
    const route = answerWith({ etag: '"1"', vary: 'Accept' })
    await open(route).transport.send(get({ Accept: 'a/b' }))
    const { server, transport } = open(route)
    await transport.send(get({ accept: 'a/b' }))
    await transport.send(get({ Accept: 'c/d' }))
    expect(server.requests.map(({ headers }) => headers['If-None-Match'])).toEqual(['"1"', undefined])
  })

  it('is told as not modified to whoever has it already', async () => {
    const { transport } = open(answerWith({ etag: '"1"' }))
    await transport.send(get())
    expect((await transport.send(get({ 'If-None-Match': '"1"' }))).status).toBe(304)
  })
})

describe('an answer that says how long it holds', () => {
  it.each([
    { 'cache-control': 'public, max-age=100' },
    {
      'cache-control': 'public, immutable',
      expires: new Date(Date.now() + 100_000).toUTCString().replace('GMT', 'UTC'),
    },
  ])('%j is used without asking', async (headers) => {
    const { server, transport } = open(answerWith(headers))
    await transport.send(get())
    expect(await textOf(await transport.send(get()))).toBe('content')
    expect(server.requests).toHaveLength(1)
  })

  it.each([
    { 'cache-control': 'no-cache, private', expires: new Date(Date.now() + 100_000).toUTCString() },
    { 'cache-control': 'max-age=0' },
    { 'cache-control': 'max-age=100', date: new Date(Date.now() - 200_000).toUTCString() },
    { 'cache-control': 'public' },
    { expires: 'nonsense' },
    { 'cache-control': 'max-age=100', date: 'nonsense' },
  ])('%j is not used without asking', async (headers) => {
    const { server, transport } = open(answerWith(headers))
    await transport.send(get())
    await transport.send(get())
    expect(server.requests).toHaveLength(2)
  })
})

describe('an answer that still holds', () => {
  it('has the headers that the server sends anew, but for what describes its content', async () => {
    await open(answerWith({ etag: '"1"', 'content-type': 'a/b', old: '1', both: '1' })).transport.send(get())
    const news = { etag: '"1"', 'content-type': 'c/d', both: '2', 'content-length': '0', warning: '299 - "late"' }
    const { headers } = await open(answerWith(news)).transport.send(get())
    expect(headers).toMatchObject({ 'content-type': 'a/b', old: '1', both: '2', warning: '299 - "late"' })
    expect(headers).not.toHaveProperty('content-length', '0')
  })

  it('is used without asking from then on, if it says how long', async () => {
    const control = { etag: '"1"', 'cache-control': 'max-age=100' }
    await open(answerWith({ ...control, date: new Date(Date.now() - 200_000).toUTCString() })).transport.send(get())
    const { server, transport } = open(answerWith(control))
    await transport.send(get())
    expect(await textOf(await transport.send(get()))).toBe('content')
    expect(server.requests).toHaveLength(1)
  })
})

describe('what is not kept', () => {
  it.each<[string, Route]>([
    ['a failure', { status: 404, headers: { etag: '"1"' } }],
    ['what must not be stored', answerWith({ etag: '"1"', 'cache-control': 'no-store' })],
    ['what varies with a credential', answerWith({ etag: '"1"', vary: 'Accept, Authorization' })],
    ['what varies with a cookie', answerWith({ etag: '"1"', vary: 'cookie' })],
    ['what varies with everything', answerWith({ etag: '"1"', vary: '*' })],
  ])('is %s', async (_name, route) => {
    const { transport } = open(route)
    await transport.send(get({ Authorization: 'Bearer s3cr3t' }))
    expect(await filesThere()).toEqual([])
  })

  it('is a stream, a part, or what is no GET', async () => {
    const { transport } = open(answerWith({ etag: '"1"' }))
    await transport.send(get({}, { stream: true }))
    await transport.send(get({ Range: 'bytes=0-1' }))
    await transport.send(get({}, { method: 'POST' }))
    expect(await filesThere()).toEqual([])
  })

  it('is a secret: neither cookies nor what the request carried', async () => {
    const route = answerWith({ etag: '"1"', vary: 'Accept', 'set-cookie': ['session=s3cr3t'] })
    await open(route).transport.send(get({ Accept: 'a/b', Authorization: 'Bearer s3cr3t' }))
    expect(await readFile(await onlyFile(), 'latin1')).not.toContain('s3cr3t')
  })
})

describe('a file', () => {
  it('is named after the URL, and begins with its own checksum', async () => {
    await open(answerWith({ etag: '"1"', vary: 'Accept', 'x-many': ['a', 'b'] })).transport.send(get({ Accept: 'a/b' }))
    const file = await onlyFile()
    expect(path.basename(file)).toBe(createHash('sha256').update('http://h/x?timeout=32s').digest('hex'))
    expect((await stat(file)).mode & 0o777).toBe(0o660)
    const bytes = await readFile(file)
    expect(createHash('sha256').update(bytes.subarray(32)).digest().equals(bytes.subarray(0, 32))).toBe(true)
    expect(bytes.subarray(32).toString()).toMatch(
      /^HTTP\/1\.1 200 OK\r\nContent-Length: 7\r\nDate: .*\r\nEtag: "1"\r\nVary: Accept\r\nX-Many: a, b\r\nX-Varied-Accept: a\/b\r\n\r\ncontent$/,
    )
    expect(await readdir(path.join(directory, '.diskv-temp'))).toEqual([])
  })

  it('that is cut at any byte, or changed at one, is a miss', async () => {
    const route = answerWith({ etag: '"1"' })
    await open(route).transport.send(get())
    const file = await onlyFile()
    const whole = await readFile(file)
    const { server, transport } = open(route)
    for (let length = 0; length < whole.byteLength; length++) {
      const changed = Buffer.from(whole)
      changed[length] = (changed[length] ?? 0) ^ 1
      for (const content of [whole.subarray(0, length), changed]) {
        await writeFile(file, content)
        expect(await textOf(await transport.send(get()))).toBe('content')
        expect(server.requests.at(-1)?.headers['If-None-Match']).toBeUndefined()
      }
    }
  })
})

describe('decodeAnswer', () => {
  const decode = (text: string) => {
    const answer = decodeAnswer(Buffer.from(text, 'latin1'))
    return answer && { ...answer, body: Buffer.from(answer.body).toString() }
  }

  it('reads what Go writes', () => {
    expect(decode('HTTP/2.0 200 OK\r\nConnection: close\r\nEtag: "1"\r\n\r\nbody')).toEqual({
      status: 200,
      headers: { connection: 'close', etag: '"1"' },
      body: 'body',
    })
    expect(
      decode('HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\nA;x=y\r\n0123456789\r\n0\r\n\r\n')?.body,
    ).toBe('abc0123456789')
  })

  it.each([
    '',
    'HTTP/1.1 200 OK\r\n',
    'nonsense\r\n\r\n',
    'HTTP/1.1 200 OK\r\nno colon\r\n\r\n',
    'HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nshort',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nshort',
    'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nx',
  ])('does not read %j', (text) => {
    expect(decode(text)).toBeUndefined()
  })

  it('keeps what encodeAnswer wrote, bytes and all', () => {
    const body = Uint8Array.from({ length: 256 }, (_, index) => index)
    const answer = decodeAnswer(encodeAnswer({ status: 200, headers: { etag: '"\u00e4"', 'x-b': 'c\r\nd: e' }, body }))
    expect(answer?.headers).toMatchObject({ etag: '"\u00e4"', 'x-b': 'c d: e' })
    expect(Buffer.from(answer?.body ?? []).equals(Buffer.from(body))).toBe(true)
  })
})

it('is below a client made from a config, which carries the credentials', async () => {
  const apps = aggregatedList({ apps: [{ version: 'v1', resources: [discovered('deployments', 'Deployment')] }] })
  const routes = { '/api': { status: 404 }, '/apis': tagged('"1"', apps, aggregatedV2) }
  const openClient = () => {
    const transport = serverOf(routes)
    const config = { host: 'http://h', transport, bearerToken: 's3cr3t' }
    const options = { discoveryCacheDir: path.join(directory, 'd'), httpCacheDir: directory, ttlMs: -1 }
    return { transport, client: CachedDiscoveryClient.forConfig(config, options) }
  }
  const first = openClient()
  expect((await first.client.serverGroupsAndResources()).resources).toHaveLength(1)
  expect(first.transport.requests[0]?.headers['Authorization']).toBe('Bearer s3cr3t')
  const second = openClient()
  expect((await second.client.serverGroupsAndResources()).resources).toHaveLength(1)
  expect(second.transport.requests.map(({ headers }) => headers['If-None-Match'])).toEqual([undefined, '"1"'])
  expect(
    await readFile(path.join(directory, (await filesThere()).filter((name) => name !== 'd')[0] ?? ''), 'latin1'),
  ).not.toContain('s3cr3t')
})
