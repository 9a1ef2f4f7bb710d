import { gunzipSync } from 'node:zlib'
import { expect, it } from 'vitest'
import { type Embedded, startServer } from './embedded.test-support.ts'

const configMaps = '/api/v1/namespaces/default/configmaps'

async function serverWith(bytes: number): Promise<Embedded> {
  const embedded = await startServer()
  await embedded.must('POST', configMaps, { metadata: { name: 'a' }, data: { text: 'x'.repeat(bytes) } })
  return embedded
}

async function encodingOf({ server }: Embedded, accepted: string | undefined, target = `${configMaps}/a`) {
  const headers = accepted === undefined ? {} : { 'accept-encoding': accepted }
  const answer = await server.handle({ method: 'GET', target, headers })
  return { encoding: answer.headers['content-encoding'], vary: answer.headers['vary'], body: answer.body as Uint8Array }
}

it('compresses what is larger than 128 KiB', async () => {
  const embedded = await serverWith(200_000)
  const packed = await encodingOf(embedded, 'gzip, deflate')
  expect(packed).toMatchObject({ encoding: 'gzip', vary: ['Accept-Encoding'] })
  expect(packed.body.length).toBeLessThan(5000)
  expect(JSON.parse(gunzipSync(packed.body).toString()).data.text).toHaveLength(200_000)
  expect((await encodingOf(embedded, 'gzip', configMaps)).encoding).toBe('gzip')
})

it('does so only for a client that says it takes gzip, in the words that a real server knows', async () => {
  const embedded = await serverWith(200_000)
  for (const accepted of [undefined, 'deflate', 'gzip;q=0.5', 'gzip;q=0', 'GZIP', '*', 'identity']) {
    expect(await encodingOf(embedded, accepted)).toMatchObject({ encoding: undefined, vary: undefined })
  }
})

it('leaves small answers alone', async () => {
  expect((await encodingOf(await serverWith(100_000), 'gzip')).encoding).toBeUndefined()
})
