import { AsyncLocalStorage } from 'node:async_hooks'
import { createHash, randomBytes } from 'node:crypto'
import type { IncomingMessage } from 'node:http'
import { gzipSync } from 'node:zlib'
import { afterEach, expect, test } from 'vitest'
import { RequestError } from '../../errors/index.ts'
import { BodyTooLargeError } from '../transport-errors.ts'
import { failureOf, get, iterate, Playground, textOf } from './servers.test-support.ts'

const playground = new Playground()
afterEach(() => playground.close())

async function received(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk as Buffer)
  return Buffer.concat(chunks).toString()
}

/** Answers with what it was sent. */
function mirror(): Promise<string> {
  return playground.http((request, response) => {
    void received(request).then((body) => {
      response.setHeader('content-type', 'application/json')
      response.end(JSON.stringify({ method: request.method, url: request.url, headers: request.headersDistinct, body }))
    })
  })
}

interface Mirrored {
  method: string
  url: string
  headers: Record<string, string[]>
  body: string
}

test('sends method, path, query and headers as they are', async () => {
  const base = await mirror()
  const response = await playground
    .transport()
    .send(
      get(`${base}/api/v1/pods?labelSelector=a%3Db`, { headers: { 'Impersonate-Group': ['a', 'b'], Accept: 'x/y' } }),
    )
  const seen = JSON.parse(await textOf(response)) as Mirrored
  expect(response.status).toBe(200)
  expect(response.headers['content-type']).toBe('application/json')
  expect(seen).toMatchObject({ method: 'GET', url: '/api/v1/pods?labelSelector=a%3Db', body: '' })
  expect(seen.headers).toMatchObject({
    'impersonate-group': ['a', 'b'],
    accept: ['x/y'],
    'accept-encoding': ['gzip'],
    host: [new URL(base).host],
  })
})

test.each([
  ['a string, measured in bytes', 'POST', 'hällo', 'hällo', { 'content-length': ['6'] }],
  ['bytes', 'PUT', new TextEncoder().encode('bytes'), 'bytes', { 'content-length': ['5'] }],
  ['an empty string', 'POST', '', '', { 'content-length': ['0'] }],
  ['nothing', 'POST', undefined, '', { 'content-length': ['0'] }],
  ['a string with DELETE', 'DELETE', '{}', '{}', { 'content-length': ['2'] }],
])('sends a body: %s', async (_name, method, body, text, headers) => {
  const response = await playground.transport().send(get(`${await mirror()}/`, { method, body }))
  const seen = JSON.parse(await textOf(response)) as Mirrored
  expect(seen).toMatchObject({ method, body: text, headers })
})

test.each([undefined, 'text, hällo', new TextEncoder().encode('bytes')])(
  'a header is bytes beside the body %o',
  async (body) => {
    const headers = { 'Impersonate-User': Buffer.from('Łukasz').toString('latin1') }
    const response = await playground.transport().send(get(`${await mirror()}/`, { method: 'POST', body, headers }))
    const seen = JSON.parse(await textOf(response)) as Mirrored
    expect(Buffer.from(seen.headers['impersonate-user']?.[0] ?? '', 'latin1').toString()).toBe('Łukasz')
  },
)

test.each(['POST', 'DELETE'])('sends an iterable chunk by chunk with %s', async (method) => {
  async function* body() {
    for (let index = 0; index < 300; index += 1) {
      if (index % 100 === 0) await new Promise((resolve) => setTimeout(resolve, 1))
      yield Buffer.alloc(10_000, 'x')
    }
  }
  const response = await playground.transport().send(get(`${await mirror()}/`, { method, body: body() }))
  const seen = JSON.parse(await textOf(response)) as Mirrored
  expect(seen.body.length).toBe(3_000_000)
  expect(seen.headers['transfer-encoding']).toEqual(['chunked'])
})

test('an iterable that throws fails the request with its own error', async () => {
  const failure = new Error('disk on fire')
  async function* body() {
    yield Buffer.from('a')
    await Promise.resolve()
    throw failure
  }
  const base = await mirror()
  await expect(playground.transport().send(get(base, { method: 'POST', body: body() }))).rejects.toBe(failure)
})

test('keeps headers apart that came several times', async () => {
  const base = await playground.http((_request, response) => {
    response.setHeader('Warning', ['299 - "a"', '299 - "b"', '299 - "c"'])
    response.end()
  })
  const response = await playground.transport().send(get(base))
  expect(response.headers['warning']).toEqual(['299 - "a"', '299 - "b"', '299 - "c"'])
  await response.body.bytes?.()
})

test('refuses a header that would split the request, without showing its value', async () => {
  const error = await failureOf(
    playground.transport().send(get(await mirror(), { headers: { Authorization: 'Bearer s3cret\r\nx: y' } })),
  )
  expect(error).toBeInstanceOf(RequestError)
  expect(error.message).toContain('Authorization')
  expect(error.message).not.toContain('s3cret')
})

test.each([
  [{ 'Content-Length': '1', 'Transfer-Encoding': 'chunked' }],
  [{ 'Content-Length': ['1', '1'] }],
  [{ 'Content-Length': 'one' }],
  [{ 'Transfer-Encoding': 'gzip, chunked' }],
])('refuses headers that leave the length of the body open: %o', async (headers) => {
  const sending = playground.transport().send(get(await mirror(), { method: 'POST', body: 'x', headers }))
  expect(await failureOf(sending)).toBeInstanceOf(RequestError)
})

test('refuses a method that would split the request', async () => {
  const sending = playground.transport().send(get(await mirror(), { method: 'GET / HTTP/1.1\r\n' }))
  expect(await failureOf(sending)).toBeInstanceOf(RequestError)
})

test('undoes gzip, in whatever case it is named', async () => {
  const base = await playground.http((_request, response) =>
    response.setHeader('content-encoding', 'GZIP').end(gzipSync('plain')),
  )
  expect(await textOf(await playground.transport().send(get(base)))).toBe('plain')
})

test('asks an iterable body in the context of its request', async () => {
  const base = await mirror()
  const transport = playground.transport({ maxSockets: 1 })
  const storage = new AsyncLocalStorage<number>()
  const contexts: unknown[] = []
  async function* body() {
    contexts.push(storage.getStore())
    yield Buffer.from('a')
    contexts.push(storage.getStore())
  }
  const post = (number: number) =>
    storage.run(number, () => transport.send(get(base, { method: 'POST', body: body() })).then(textOf))
  await Promise.all([1, 2, 3].map(post))
  expect(contexts).toEqual([1, 1, 2, 2, 3, 3])
})

test('does not follow redirects and takes every status for an answer', async () => {
  const base = await playground.http((request, response) => {
    response.writeHead(Number(request.url?.slice(1)), { location: '/elsewhere' })
    response.end('why')
  })
  const transport = playground.transport()
  for (const status of [302, 404, 500]) {
    const response = await transport.send(get(`${base}/${status}`))
    expect(response.status).toBe(status)
    expect(await textOf(response)).toBe('why')
  }
})

test('a HEAD and a 204 have empty bodies, and need not be read to free the socket', async () => {
  const base = await playground.http((request, response) => {
    response.statusCode = request.url === '/204' ? 204 : 200
    response.setHeader('content-encoding', 'gzip')
    response.end()
  })
  const transport = playground.transport({ maxSockets: 1 })
  for (let round = 0; round < 3; round += 1) {
    await transport.send(get(`${base}/204`))
    const response = await transport.send(get(base, { method: 'HEAD' }))
    expect(await textOf(response)).toBe('')
  }
})

const large = randomBytes(300_000).toString('hex')

function gzipServer(): Promise<string> {
  return playground.http((request, response) => {
    const plain = request.url === '/large' ? large : 'small'
    const compress = request.headers['accept-encoding'] === 'gzip'
    if (compress) response.setHeader('content-encoding', 'gzip')
    response.end(compress ? gzipSync(plain) : plain)
  })
}

test.each(['/small', '/large'])('undoes gzip of %s, read at once and iterated', async (path) => {
  const base = await gzipServer()
  const transport = playground.transport()
  const want = path === '/large' ? large : 'small'
  const response = await transport.send(get(base + path))
  expect(response.headers['content-encoding']).toBeUndefined()
  expect(await textOf(response)).toBe(want)
  expect(await iterate(await transport.send(get(base + path)))).toEqual({ text: want, error: undefined })
})

test('leaves gzip alone for a caller that asked for it, and does not ask when told so', async () => {
  const base = await gzipServer()
  const raw = await playground.transport().send(get(base, { headers: { 'accept-encoding': 'gzip' } }))
  expect(raw.headers['content-encoding']).toBe('gzip')
  expect(Buffer.from((await raw.body.bytes?.()) ?? [])).toEqual(gzipSync('small'))
  const plain = await playground.transport({ disableCompression: true }).send(get(base))
  expect(plain.headers['content-encoding']).toBeUndefined()
  expect(await textOf(plain)).toBe('small')
})

test.each([
  ['a declared length', '/plain', {}],
  ['no declared length', '/chunked', {}],
  ['gzip, decoded at once', '/gzip-small', {}],
  ['gzip, decoded as it comes', '/gzip-large', {}],
])('a body past maxBytes is a BodyTooLargeError: %s', async (_name, path) => {
  const base = await playground.http((request, response) => {
    const gzip = request.url?.startsWith('/gzip') === true
    if (gzip) response.setHeader('content-encoding', 'gzip')
    const plain = request.url === '/gzip-large' ? large : 'x'.repeat(100_000)
    if (request.url === '/chunked') response.write('x')
    response.end(gzip ? gzipSync(plain) : plain)
  })
  const transport = playground.transport({ maxSockets: 1 })
  const error = await failureOf(
    transport
      .send(get(base + path))
      .then((response) => response.body.bytes?.(1000) ?? Promise.reject(new Error('no bytes'))),
  )
  expect(error).toBeInstanceOf(BodyTooLargeError)
  expect(error).toMatchObject({ code: 'EMSGSIZE', maxBytes: 1000, statusCode: 200 })
  // The only socket is free again.
  expect((await transport.send(get(`${base}/plain`))).status).toBe(200)
})

test('a body of exactly maxBytes is fine', async () => {
  const base = await playground.http((_request, response) => response.end('12345'))
  const response = await playground.transport().send(get(base))
  expect((await response.body.bytes?.(5))?.length).toBe(5)
})

test('a body can be read only once', async () => {
  const base = await playground.http((_request, response) => response.end('12345'))
  const response = await playground.transport().send(get(base))
  await response.body.bytes?.()
  expect(await failureOf(Promise.resolve(response.body.bytes?.()))).toBeInstanceOf(RequestError)
  expect((await iterate(response)).error).toBeInstanceOf(RequestError)
})

test('a body of many megabytes arrives whole while its reader is slow, and holds the sender back', async () => {
  const block = randomBytes(1 << 16)
  const blocks = 400
  let written = 0
  const base = await playground.http((_request, response) => {
    const write = () => {
      while (written < blocks) {
        written += 1
        if (!response.write(block)) {
          response.once('drain', write)
          return
        }
      }
      response.end()
    }
    write()
  })
  const response = await playground.transport().send(get(base))
  await new Promise((resolve) => setTimeout(resolve, 100))
  expect(written).toBeLessThan(blocks)
  const hash = createHash('sha1')
  for await (const chunk of response.body) hash.update(chunk)
  const want = createHash('sha1')
  for (let index = 0; index < blocks; index += 1) want.update(block)
  expect(hash.digest('hex')).toBe(want.digest('hex'))
})
