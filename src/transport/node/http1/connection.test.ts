import { Agent, request as nodeRequest } from 'node:http'
import type { Socket } from 'node:net'
import fc from 'fast-check'
import { afterEach, describe, expect, test } from 'vitest'
import { propertyRuns } from '../../../property-runs.test-support.ts'
import { eventually, failureOf, get, iterate, Playground, textOf } from '../servers.test-support.ts'

const playground = new Playground()
afterEach(() => playground.close())

/** Answers each request with the pieces that `answer` gives, one packet after the other. */
function scripted(answer: (request: number, connection: number) => readonly (string | Uint8Array)[]) {
  let connections = 0
  return playground.raw((socket) => {
    socket.setNoDelay(true)
    connections += 1
    const connection = connections
    let requests = 0
    let text = ''
    socket.on('data', (bytes) => {
      text += bytes.toString('latin1')
      for (let end = text.indexOf('\r\n\r\n'); end >= 0; end = text.indexOf('\r\n\r\n')) {
        text = text.slice(end + 4)
        requests += 1
        void say(socket, answer(requests, connection))
      }
    })
  })
}

async function say(socket: Socket, pieces: readonly (string | Uint8Array)[]): Promise<void> {
  for (const piece of pieces) {
    socket.write(piece)
    if (pieces.length > 1) await new Promise((resolve) => setTimeout(resolve, 2))
  }
}

const ok = 'HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok'

describe('an answer', () => {
  test('may come a byte at a time', async () => {
    const text = 'HTTP/1.1 200 OK\r\nA: b\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n2\r\nde\r\n0\r\nX: y\r\n\r\n'
    const base = await scripted(() => text.split(''))
    const response = await playground.transport().send(get(base))
    expect(response.headers).toMatchObject({ a: 'b' })
    expect(await textOf(response)).toBe('abcde')
  })

  test('may be told of in passing before it comes', async () => {
    const base = await scripted(() => [
      'HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n',
      `HTTP/1.1 102 Processing\r\n\r\n${ok}`,
    ])
    const response = await playground.transport().send(get(base))
    expect(response.status).toBe(200)
    expect(response.headers['link']).toBeUndefined()
    expect(await textOf(response)).toBe('ok')
  })

  test('that switches protocols is refused: nobody asked for it', async () => {
    const base = await scripted(() => ['HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\n\r\n'])
    expect(await failureOf(playground.transport().send(get(base)))).toMatchObject({ code: 'HPE_INVALID_STATUS' })
  })

  test('without a length goes on until the connection is closed, and is whole then', async () => {
    const base = await playground.raw((socket) => {
      socket.write('HTTP/1.0 200 OK\r\n\r\nall of ')
      setTimeout(() => socket.end('it'), 10)
    })
    expect(await textOf(await playground.transport().send(get(base)))).toBe('all of it')
  })

  test('that is no HTTP at all is not waited for', async () => {
    const base = await scripted(() => ['220 mail.test ESMTP'])
    expect(await failureOf(playground.transport().send(get(base)))).toMatchObject({ code: 'HPE_INVALID_CONSTANT' })
  })

  test('whose lines end with LF alone is refused, and not waited for', async () => {
    for (const text of ['HTTP/1.1 200 OK\nA: b\n\n', 'HTTP/1.1 200 OK\r\nA: b\n\r\n']) {
      const base = await scripted(() => [text])
      const error = await failureOf(playground.transport().send(get(base)))
      expect(error.code).toMatch(/^HPE_/)
    }
  })

  test('with a head that never ends is refused, however it comes', async () => {
    const base = await scripted(() => ['HTTP/1.1 200 OK\r\nA: ', ...Array.from({ length: 20 }, () => 'x'.repeat(1000))])
    expect(await failureOf(playground.transport().send(get(base)))).toMatchObject({ code: 'HPE_HEADER_OVERFLOW' })
  })
})

describe('a connection', () => {
  /** Two requests one after the other; which connection the second one used. */
  async function secondConnection(first: readonly string[]): Promise<number> {
    const base = await scripted((request, connection) =>
      request === 1 && connection === 1
        ? first
        : [`HTTP/1.1 200 OK\r\nConnection-Number: ${connection}\r\nContent-Length: 0\r\n\r\n`],
    )
    const transport = playground.transport()
    await iterate(await transport.send(get(base)))
    return Number((await transport.send(get(base))).headers['connection-number'])
  }

  test.each([
    ['after a length', [ok], 1],
    ['after chunks', ['HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n'], 1],
    ['after a 204', ['HTTP/1.1 204 No Content\r\n\r\n'], 1],
    [
      'after HTTP/1.0 that says so',
      [ok.replace('1.1', '1.0').replace('OK\r\n', 'OK\r\nConnection: keep-alive\r\n')],
      1,
    ],
    ['unless HTTP/1.0 does not say so', [ok.replace('1.1', '1.0')], 2],
    [
      'unless HTTP/1.0 has chunks',
      ['HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'],
      2,
    ],
    ['unless the server closes it', [ok.replace('OK\r\n', 'OK\r\nConnection: close\r\n')], 2],
    ['unless the server closes it too soon', [ok.replace('OK\r\n', 'OK\r\nKeep-Alive: timeout=1\r\n')], 2],
    ['unless more came than was asked for', [`${ok}HTTP/1.1 200 OK\r\n`], 2],
    ['unless more came than a 204 has', ['HTTP/1.1 204 No Content\r\n\r\nbody'], 2],
  ])('is used again %s', async (_name, first, expected) => {
    expect(await secondConnection(first)).toBe(expected)
  })

  test('on which something comes unasked is not used', async () => {
    const base = await scripted((_request, connection) => [
      `HTTP/1.1 200 OK\r\nConnection-Number: ${connection}\r\nContent-Length: 0\r\n\r\n`,
      ...(connection === 1 ? ['HTTP/1.1 408 Request Timeout\r\n\r\n'] : []),
    ])
    const transport = playground.transport()
    await transport.send(get(base))
    await new Promise((resolve) => setTimeout(resolve, 20))
    const second = await transport.send(get(base))
    expect(second.status).toBe(200)
    expect(second.headers['connection-number']).toBe('2')
  })

  test('is closed when the answer comes before the request is written', async () => {
    let closed = false
    const base = await playground.raw((socket) => {
      socket.once('data', () => socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno'))
      socket.once('close', () => {
        closed = true
      })
    })
    let isTold = false
    async function* body() {
      try {
        for (;;) {
          yield Buffer.from('more')
          await new Promise((resolve) => setTimeout(resolve, 5))
        }
      } finally {
        isTold = true
      }
    }
    const response = await playground.transport().send(get(base, { method: 'POST', body: body() }))
    expect(response.status).toBe(413)
    expect(await textOf(response)).toBe('no')
    await eventually(() => closed && isTold, 'the connection and the body are given up')
  })

  test('is not used again while a part of the request before has not left', async () => {
    let connections = 0
    const base = await playground.raw((socket) => {
      connections += 1
      socket.once('data', () => {
        socket.pause()
        socket.write('HTTP/1.1 413 Too Large\r\nContent-Length: 2\r\n\r\nno')
      })
    })
    const transport = playground.transport()
    const large = { method: 'POST', body: Buffer.alloc(20_000_000) }
    expect(await textOf(await transport.send(get(base, large)))).toBe('no')
    expect(await textOf(await transport.send(get(base, { method: 'POST', body: 'small' })))).toBe('no')
    expect(connections).toBe(2)
  })

  test('is used again after chunks that the caller asked for, with a body or without', async () => {
    const seen: string[] = []
    const base = await playground.http((request, response) => {
      request.on('data', (data) => seen.push(String(data)))
      request.on('end', () => response.end(String(request.socket.remotePort)))
    })
    const transport = playground.transport()
    const headers = { 'Transfer-Encoding': 'chunked' }
    const ports: string[] = []
    for (const body of [undefined, 'text', Buffer.from('bytes'), '']) {
      ports.push(await textOf(await transport.send(get(base, { method: 'POST', headers, body }))))
    }
    expect(new Set(ports).size).toBe(1)
    expect(seen).toEqual(['text', 'bytes'])
  })

  test('on which the server says 408 while a request is on its way is replaced for GET', async () => {
    const base = await scripted((request, connection) =>
      request === 2 && connection === 1
        ? ['HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n']
        : [ok],
    )
    const transport = playground.transport()
    expect(await textOf(await transport.send(get(base)))).toBe('ok')
    expect(await textOf(await transport.send(get(base)))).toBe('ok')
  })

  test('on which the server says 408 to a POST gives that for an answer', async () => {
    const timeout = 'HTTP/1.1 408 Request Timeout\r\nConnection: close\r\nContent-Length: 0\r\n\r\n'
    const base = await scripted((request) => [request === 2 ? timeout : ok])
    const transport = playground.transport()
    expect(await textOf(await transport.send(get(base)))).toBe('ok')
    expect((await transport.send(get(base, { method: 'POST', body: 'x' }))).status).toBe(408)
  })

  test('is not used again after a length that the caller gave', async () => {
    const base = await scripted((_request, connection) => [
      `HTTP/1.1 200 OK\r\nConnection-Number: ${connection}\r\nContent-Length: 0\r\n\r\n`,
    ])
    const transport = playground.transport()
    const headers = { 'Content-Length': '5' }
    await transport.send(get(base, { method: 'POST', body: 'hello', headers }))
    expect((await transport.send(get(base))).headers['connection-number']).toBe('2')
  })

  test('goes on reading for the next request after a slow reader of the one before', async () => {
    const size = 3_000_000
    const base = await playground.http((request, response) =>
      response.end(request.url === '/large' ? Buffer.alloc(size, 'x') : 'ok'),
    )
    const transport = playground.transport({ maxSockets: 1 })
    for (let round = 0; round < 3; round++) {
      let length = 0
      for await (const chunk of (await transport.send(get(`${base}/large`))).body) {
        length += chunk.length
        if (length < 400_000) await new Promise((resolve) => setTimeout(resolve, 5))
      }
      expect(length).toBe(size)
      expect(await textOf(await transport.send(get(base)))).toBe('ok')
    }
  })
})

describe('beside the HTTP client of Node', () => {
  const agent = new Agent({ keepAlive: false })

  function readWithNode(base: string) {
    return new Promise<unknown>((resolve, reject) => {
      const sent = nodeRequest(base, { agent }, (response) => {
        const chunks: Buffer[] = []
        response.on('data', (chunk) => chunks.push(chunk))
        response.on('end', () =>
          resolve({
            status: response.statusCode,
            headers: Object.entries(response.headersDistinct).map(([name, values]) => [name, values]),
            body: Buffer.concat(chunks).toString('latin1'),
          }),
        )
        response.on('error', reject)
      })
      sent.on('error', reject)
      sent.end()
    })
  }

  async function readWithOurs(base: string) {
    const { status, headers, body } = await playground.transport().send(get(base))
    const bytes = (await body.bytes?.()) ?? new Uint8Array()
    const distinct = Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? [value] : value])
    return { status, headers: distinct, body: Buffer.from(bytes).toString('latin1') }
  }

  const word = fc.stringMatching(/^[A-Za-z][A-Za-z\d-]{0,12}$/)
  const value = fc.stringMatching(
    /^[ \t]{0,2}[!-~\u0080-\u00ff]{0,5}([ \t]{0,2}[!-~\u0080-\u00ff]{1,9}){0,3}[ \t]{0,2}$/,
  )
  const framings = /^(content-length|transfer-encoding|connection|keep-alive|upgrade|trailer)$/i
  const header = fc.tuple(
    word.filter((name) => !framings.test(name)),
    value,
  )
  const body = fc.array(fc.uint8Array({ minLength: 1, maxLength: 30 }), { maxLength: 5 })

  test('every answer is read as the same', async () => {
    let pieces: Uint8Array[] = []
    const base = await playground.raw((socket) => {
      socket.once('data', () => void say(socket, pieces).then(() => socket.end()))
    })
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(200, 201, 204, 304, 404, 500),
        fc.array(header, { maxLength: 6 }),
        body,
        fc.constantFrom('length', 'chunked', 'close'),
        fc.array(fc.nat(300), { maxLength: 4 }),
        async (status, headers, parts, framing, cuts) => {
          pieces = cut(answerBytes(status, headers, parts, framing), cuts)
          expect(await readWithOurs(base)).toEqual(await readWithNode(base))
        },
      ),
      { numRuns: propertyRuns(150) },
    )
  })
})

function answerBytes(status: number, headers: [string, string][], parts: Uint8Array[], framing: string): Buffer {
  const isEmpty = status === 204 || status === 304
  const data = isEmpty ? [] : parts
  const lines = [`HTTP/1.1 ${status} Whatever`, ...headers.map(([name, text]) => `${name}:${text}`)]
  if (framing === 'length') lines.push(`Content-Length: ${data.reduce((sum, part) => sum + part.length, 0)}`)
  if (framing === 'chunked') lines.push('Transfer-Encoding: chunked')
  const head = Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1')
  if (framing !== 'chunked' || isEmpty) return Buffer.concat([head, ...data])
  const chunks = data.flatMap((part) => [Buffer.from(`${part.length.toString(16)}\r\n`), part, Buffer.from('\r\n')])
  return Buffer.concat([head, ...chunks, Buffer.from('0\r\n\r\n')])
}

function cut(bytes: Buffer, cuts: readonly number[]): Uint8Array[] {
  const at = [0, ...cuts.filter((place) => place < bytes.length).sort((a, b) => a - b), bytes.length]
  return at.slice(1).map((end, index) => bytes.subarray(at[index], end))
}
