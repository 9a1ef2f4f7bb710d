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

  it('warns of them in a refusal too, which they may be the reason of', async () => {
    const warning = ['299 - "unknown field \\"Metadata\\""']
    expect(await send('', '{"Metadata":{"name":"a"}}')).toEqual({ status: 422, warning })
  })

  it('writes a name of a field so that it can be read back', async () => {
    const text = JSON.stringify({ metadata: { name: 'a' }, 'ü\n\\"\x7f': 1 })
    // What is in the inner quotes is escaped, and so is what is in the header's.
    const warning = ['299 - "unknown field \\"ü\\\\n\\\\\\\\\\\\\\"\\\\x7f\\""']
    expect(await send('', text)).toEqual({ status: 201, warning })
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

it('a field manager is a text that can be printed, of 128 bytes at most', async () => {
  const embedded = await startServer()
  const create = (manager: string) =>
    embedded.call('POST', `${maps}?dryRun=All&fieldManager=${encodeURIComponent(manager)}`, { metadata: { name: 'a' } })
  expect((await create('me too ü💥')).status).toBe(201)
  for (const [manager, reason] of [
    ['\u0007', 'FieldValueInvalid'],
    ['a\u00a0b', 'FieldValueInvalid'],
    ['ü'.repeat(65), 'FieldValueTooLong'],
  ] as const) {
    const { status, body } = await create(manager)
    expect([status, body.details.causes[0].reason]).toEqual([422, reason])
  }
})

it('a prefix for names is checked before the name that was made of it', async () => {
  const embedded = await startServer()
  const { body } = await embedded.call('POST', maps, { metadata: { generateName: 'BAD' } })
  expect(body.details.causes).toMatchObject([{ field: 'metadata.generateName' }, { field: 'metadata.name' }])
})

it('a grace period is shortened to what is asked for, also when the pod has ended meanwhile', async () => {
  const embedded = await startServer()
  const pods = '/api/v1/namespaces/default/pods'
  const pod = { metadata: { name: 'a' }, spec: { nodeName: 'n', containers: [{ name: 'a', image: 'a' }] } }
  await embedded.must('POST', pods, pod)
  await embedded.must('DELETE', `${pods}/a`, { gracePeriodSeconds: 60 })
  await embedded.must('PUT', `${pods}/a/status`, { ...pod, status: { phase: 'Failed' } })
  const shortened = await embedded.must('DELETE', `${pods}/a`, { gracePeriodSeconds: 10 })
  expect(shortened.metadata.deletionGracePeriodSeconds).toBe(10)
  const again = await embedded.must('DELETE', `${pods}/a`, { gracePeriodSeconds: -1 })
  expect(again.metadata.deletionGracePeriodSeconds).toBe(1)
  await embedded.must('DELETE', `${pods}/a`, { gracePeriodSeconds: 0 })
  expect((await embedded.get(`${pods}/a`)).status).toBe(404)
})

describe('a path', () => {
  it.each([
    ['/%zz', 400],
    ['/%61pi/v1/namespaces/default', 200],
    ['/api/v1%2Fnamespaces/default', 200],
    [`${maps}/%2e%2e`, 400],
    [`${maps}/.`, 400],
    [`${maps}/a%25b`, 400],
    // A slash is a slash: this is a subresource that there is not.
    [`${maps}/a%2Fb`, 404],
  ])('is decoded as a whole: %s is a %i', async (path, status) => {
    const embedded = await startServer()
    expect((await embedded.get(path)).status).toBe(status)
  })
})

it.each(['9223372036854775808', '99999999999999999999'])('refuses a limit of %s', async (limit) => {
  const embedded = await startServer()
  expect((await embedded.get(`${maps}?limit=9223372036854775807`)).status).toBe(200)
  expect((await embedded.get(`${maps}?limit=${limit}`)).status).toBe(400)
})
