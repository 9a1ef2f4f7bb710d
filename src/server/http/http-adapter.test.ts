import { connect } from 'node:net'
import { expect, it, onTestFinished } from 'vitest'
import { type Embedded, startServer } from '../embedded.test-support.ts'
import { HttpAdapter } from './http-adapter.ts'

/** Sends bytes and gives all that comes back until the server ends the connection. */
function exchange({ server }: Embedded, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let received = ''
    const socket = connect(Number(new URL(server.url).port), '127.0.0.1', () => socket.write(text))
    socket.setEncoding('utf8')
    socket.on('data', (chunk: string) => {
      received += chunk
    })
    socket.on('end', () => {
      socket.end()
      resolve(received)
    })
    socket.on('error', reject)
  })
}

it('answers a method that nobody knows as the API does', async () => {
  const answer = await exchange(await startServer(), 'NOPE /api/v1/pods HTTP/1.1\r\nHost: localhost\r\n\r\n')
  const [head = '', body = ''] = answer.split('\r\n\r\n')
  expect(head).toMatch(/^HTTP\/1\.1 405 Method Not Allowed\r\naudit-id: [0-9a-f-]{36}\r\n/)
  expect(JSON.parse(body)).toMatchObject({ kind: 'Status', reason: 'MethodNotAllowed', code: 405 })
})

it('refuses what is no request', async () => {
  const embedded = await startServer()
  expect(await exchange(embedded, 'hello\r\n\r\n')).toMatch(/^HTTP\/1\.1 400 Bad Request\r\n/)
  const long = `GET / HTTP/1.1\r\nX-Long: ${'a'.repeat(40_000)}\r\n\r\n`
  expect(await exchange(embedded, long)).toMatch(/^HTTP\/1\.1 431 Request Header Fields Too Large\r\n/)
})

it('writes a warning as UTF-8, and what no header can hold in escapes', async () => {
  const { server } = await startServer()
  const answer = await fetch(`${server.url}/api/v1/namespaces/default/configmaps`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ metadata: { name: 'a' }, 'grün\n\x7f💥"\\': 1 }),
  })
  expect(answer.status).toBe(201)
  const warning = Buffer.from(answer.headers.get('warning') ?? '', 'latin1').toString()
  expect(parseWarning(warning)).toBe('unknown field "grün\\n\\x7f💥\\"\\\\"')
})

it('answers a request that goes wrong below the API with a 500, and goes on', async () => {
  const { server } = await startServer()
  const adapter = await HttpAdapter.listen(
    async (request) => {
      const answer = await server.handle(request)
      // No header can hold this; Node refuses to write it.
      return request.target === '/odd' ? { ...answer, headers: { odd: '\n' } } : answer
    },
    { host: '127.0.0.1', port: 0 },
  )
  onTestFinished(() => adapter.close())
  const url = `http://127.0.0.1:${adapter.port}`
  const odd = await fetch(`${url}/odd`)
  expect(odd.status).toBe(500)
  expect(await odd.json()).toMatchObject({ kind: 'Status', reason: 'InternalError', code: 500 })
  expect((await fetch(`${url}/healthz`)).status).toBe(200)
})

/** The text of a header `299 - "TEXT"`. */
function parseWarning(header: string): string {
  return header.slice('299 - "'.length, -1).replace(/\\(.)/gs, '$1')
}
