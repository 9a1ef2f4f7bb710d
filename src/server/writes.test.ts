import { describe, expect, it } from 'vitest'
import { startServer } from './embedded.test-support.ts'

const maps = '/api/v1/namespaces/default/configmaps'

describe('field validation', () => {
  const send = async (query: string, text: string) => {
    const { server } = await startServer()
    const answer = await server.handle({
      method: 'POST',
      target: `${maps}?${query}`,
      headers: {},
      body: text,
      caller: { via: 'process' },
    })
    return { status: answer.status, warning: answer.headers['warning'] }
  }
  const odd = '{"metadata":{"name":"a","zip":1},"data":{"a":"x","a":"y"},"nope":1}'

  it('warns of unknown and duplicate fields unless told otherwise', async () => {
    const warning = ['metadata.zip', 'nope'].map((field) => `299 - "unknown field \\"${field}\\""`)
    warning.push('299 - "duplicate field \\"data.a\\""')
    expect(await send('', odd)).toEqual({ status: 201, warning })
    expect(await send('fieldValidation=Warn', odd)).toEqual({ status: 201, warning })
    expect(await send('fieldValidation=Ignore', odd)).toEqual({ status: 201, warning: undefined })
    expect(await send('fieldValidation=Strict', odd)).toEqual({ status: 400, warning: undefined })
  })
})

it('a dry run goes through everything and keeps nothing', async () => {
  const embedded = await startServer()
  const version = async () => (await embedded.must('GET', maps)).metadata.resourceVersion
  const before = await version()
  const created = await embedded.must('POST', `${maps}?dryRun=All`, { metadata: { name: 'a' } })
  expect([created.metadata.name, created.metadata.resourceVersion]).toEqual(['a', undefined])
  expect((await embedded.call('POST', `${maps}?dryRun=All`, { metadata: { name: 'A' } })).status).toBe(422)
  expect(await version()).toBe(before)
  await embedded.must('POST', maps, { metadata: { name: 'a' } })
  const kept = await version()
  await embedded.must('PUT', `${maps}/a?dryRun=All`, { metadata: { name: 'a' }, data: { x: 'y' } })
  await embedded.must('DELETE', `${maps}/a?dryRun=All`)
  await embedded.must('DELETE', `${maps}?dryRun=All`)
  expect(await version()).toBe(kept)
})

it('an update that changes nothing is no new version, whatever the order of its fields', async () => {
  const embedded = await startServer()
  const first = await embedded.must('POST', maps, {
    metadata: { name: 'a', labels: { x: '1', y: '2' } },
    data: { a: 'b' },
  })
  const body = { data: { a: 'b' }, metadata: { labels: { y: '2', x: '1' }, name: 'a' } }
  const second = await embedded.must('PUT', `${maps}/a`, body)
  expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion)
})

it('of many writers from one version only the first succeeds', async () => {
  const embedded = await startServer()
  const { metadata } = await embedded.must('POST', maps, { metadata: { name: 'a' } })
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, index) =>
      embedded.call('PUT', `${maps}/a`, {
        metadata: { name: 'a', resourceVersion: metadata.resourceVersion },
        data: { n: String(index) },
      }),
    ),
  )
  const count = (status: number) => answers.filter((answer) => answer.status === status).length
  expect([count(200), count(409)]).toEqual([1, 19])
})

it('generated names are many and end in five letters or digits', async () => {
  const embedded = await startServer()
  const created = await Promise.all(
    Array.from({ length: 200 }, () => embedded.must('POST', maps, { metadata: { generateName: 'x-' } })),
  )
  const names = created.map(({ metadata }) => metadata.name)
  expect(new Set(names).size).toBe(200)
  expect(names.every((name) => /^x-[bcdfghjklmnpqrstvwxz2-9]{5}$/.test(name))).toBe(true)
})
