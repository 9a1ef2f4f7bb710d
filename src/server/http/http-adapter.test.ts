import { connect } from 'node:net'
import { expect, it } from 'vitest'
import { type Embedded, startServer } from '../embedded.test-support.ts'

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
