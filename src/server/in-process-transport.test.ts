import { expect, it } from 'vitest'
import type { TransportResponse } from '../transport/index.ts'
import { startServer } from './embedded.test-support.ts'

const maps = '/api/v1/namespaces/default/configmaps'

async function send(
  server: Awaited<ReturnType<typeof startServer>>['server'],
  target: string,
  headers: Record<string, string> = {},
): Promise<TransportResponse> {
  return server.transport.send({ method: 'GET', url: new URL(target, 'http://in-process'), headers })
}

it('gives bytes that the caller may write over', async () => {
  const { server, must } = await withMap('a', 'x')
  const answer = await send(server, `${maps}/a`)
  for await (const chunk of answer.body) chunk.fill(0)
  const events = await send(server, `${maps}?watch=true`)
  for await (const chunk of events.body) {
    chunk.fill(0)
    break
  }
  expect((await must('GET', `${maps}/a`)).metadata.name).toBe('a')
  const again = await send(server, `${maps}?watch=true`)
  for await (const chunk of again.body) {
    expect(Buffer.from(chunk).toString()).toContain('"type":"ADDED"')
    break
  }
})

it('compresses nothing, as answers of a transport are to be read as they are', async () => {
  const { server } = await withMap('a', 'x'.repeat(200_000))
  const { headers, body } = await send(server, maps, { 'Accept-Encoding': 'gzip' })
  expect(headers['content-encoding']).toBeUndefined()
  let text = ''
  for await (const chunk of body) text += Buffer.from(chunk).toString()
  expect(JSON.parse(text).items).toHaveLength(1)
})

async function withMap(name: string, value: string) {
  const embedded = await startServer()
  await embedded.must('POST', maps, { metadata: { name }, data: { value } })
  return { server: embedded.server, must: embedded.must.bind(embedded) }
}
