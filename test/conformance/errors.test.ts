import { expect } from 'vitest'
import { conformance } from './conformance.ts'
import { exchange } from './exchange.ts'
import { expectStatus } from './expect-status.ts'
import { configMap } from './objects.ts'

const json = { 'content-type': 'application/json' }

conformance('what is not found is named', async ({ core, namespace }) => {
  const error = await expectStatus(core.get().namespace(namespace).resource('pods').name('a').into(), {
    code: 404,
    reason: 'NotFound',
    message: 'pods "a" not found',
    details: { name: 'a', kind: 'pods' },
  })
  expect(error.status).toMatchObject({ kind: 'Status', apiVersion: 'v1', metadata: {} })
})

for (const path of ['/nope', '/apis/nope.example/v1', '/apis/nope.example/v1/namespaces/default/things']) {
  conformance(`the unknown path ${path} is answered in plain text`, async ({ target }) => {
    const answer = await exchange(target.config, 'GET', path)
    expect(answer.status).toBe(404)
    expect(answer.headers['content-type']).toBe('text/plain; charset=utf-8')
    expect(answer.text).toBe('404 page not found\n')
  })
}

conformance('an unknown version of the core group is answered with a Status', async ({ target }) => {
  const answer = await exchange(target.config, 'GET', '/api/v2')
  expect(answer.status).toBe(404)
  expect(JSON.parse(answer.text)).toMatchObject({ kind: 'Status', reason: 'NotFound', code: 404 })
})

conformance('an unknown resource of a known group is answered with a Status', async ({ core, namespace }) => {
  await expectStatus(core.get().namespace(namespace).resource('nopes').into(), {
    code: 404,
    reason: 'NotFound',
    message: 'the server could not find the requested resource',
  })
})

conformance('an unknown subresource is not found', async ({ core, namespace }) => {
  await core.post().namespace(namespace).resource('configmaps').body(configMap('a')).into()
  await expectStatus(core.get().namespace(namespace).resource('configmaps').name('a').subresource('nope').into(), {
    code: 404,
    reason: 'NotFound',
  })
})

conformance('a method that a resource does not know is refused', async ({ target, namespace }) => {
  const path = `/api/v1/namespaces/${namespace}/configmaps`
  for (const [method, where] of [
    ['PUT', path],
    ['PATCH', path],
    ['POST', `${path}/a`],
  ] as const) {
    const answer = await exchange(target.config, method, where, { headers: json, body: '{}' })
    expect([method, where, answer.status]).toEqual([method, where, 405])
    expect(JSON.parse(answer.text)).toMatchObject({
      kind: 'Status',
      status: 'Failure',
      reason: 'MethodNotAllowed',
      message: 'the server does not allow this method on the requested resource',
      code: 405,
    })
  }
})

conformance('a body that is no JSON is refused', async ({ target, namespace }) => {
  for (const body of ['{', '{"metadata": }', 'nonsense', '']) {
    const answer = await exchange(target.config, 'POST', `/api/v1/namespaces/${namespace}/configmaps`, {
      headers: json,
      body,
    })
    expect([body, answer.status]).toEqual([body, 400])
    expect(JSON.parse(answer.text)).toMatchObject({ status: 'Failure', reason: 'BadRequest', code: 400 })
  }
})

conformance('a body whose fields have the wrong types is refused', async ({ target, namespace }) => {
  for (const body of ['{"metadata":{"name":5}}', '{"data":{"x":5}}', '{"data":[]}', '[]', '"text"', '5']) {
    const answer = await exchange(target.config, 'POST', `/api/v1/namespaces/${namespace}/configmaps`, {
      headers: json,
      body,
    })
    expect([body, answer.status]).toEqual([body, 400])
    expect(JSON.parse(answer.text)).toMatchObject({ status: 'Failure', reason: 'BadRequest', code: 400 })
  }
})

conformance('a body of an unknown media type is refused', async ({ target, namespace }) => {
  const answer = await exchange(target.config, 'POST', `/api/v1/namespaces/${namespace}/configmaps`, {
    headers: { 'content-type': 'application/xml' },
    body: '<a/>',
  })
  expect(answer.status).toBe(415)
  expect(JSON.parse(answer.text)).toMatchObject({ status: 'Failure', reason: 'UnsupportedMediaType', code: 415 })
})

conformance('an answer in a media type that the server does not write is refused', async ({ target, namespace }) => {
  const answer = await exchange(target.config, 'GET', `/api/v1/namespaces/${namespace}/configmaps`, {
    headers: { accept: 'application/xml' },
  })
  expect(answer.status).toBe(406)
  expect(JSON.parse(answer.text)).toMatchObject({ status: 'Failure', reason: 'NotAcceptable', code: 406 })
})

for (const accept of [
  '*/*',

  'application/json;q=0.5, text/html',
  'application/xml, application/json',
]) {
  conformance(`an answer that may be ${accept} is JSON`, async ({ target, namespace }) => {
    const answer = await exchange(target.config, 'GET', `/api/v1/namespaces/${namespace}/configmaps`, {
      headers: { accept },
    })
    expect(answer.status).toBe(200)
    expect(answer.headers['content-type']).toBe('application/json')
  })
}

conformance('a wildcard within a type is not understood', async ({ target, namespace }) => {
  const answer = await exchange(target.config, 'GET', `/api/v1/namespaces/${namespace}/configmaps`, {
    headers: { accept: 'application/*' },
  })
  expect(answer.status).toBe(406)
})

conformance('a client that takes HTML, as browsers do, gets JSON', async ({ target, namespace }) => {
  const answer = await exchange(target.config, 'GET', `/api/v1/namespaces/${namespace}/configmaps`, {
    headers: { accept: 'text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8' },
  })
  expect(answer.status).toBe(200)
  expect(JSON.parse(answer.text)).toMatchObject({ kind: 'ConfigMapList' })
})

conformance('a YAML body is taken', async ({ target, namespace }) => {
  const answer = await exchange(target.config, 'POST', `/api/v1/namespaces/${namespace}/configmaps`, {
    headers: { 'content-type': 'application/yaml' },
    body: 'metadata:\n  name: a\ndata:\n  x: "1"\n',
  })
  expect(answer.status).toBe(201)
  expect(JSON.parse(answer.text)).toMatchObject({ kind: 'ConfigMap', data: { x: '1' } })
})

conformance('an invalid object is refused with every cause', async ({ core, namespace }) => {
  const body = { metadata: { name: 'a', labels: { 'bad key!': 'x', ok: 'bad value!' } }, spec: { containers: [] } }
  const error = await expectStatus(core.post().namespace(namespace).resource('pods').body(body).into(), {
    code: 422,
    reason: 'Invalid',
    message: /^Pod "a" is invalid: \[/,
  })
  const fields = (error.details?.causes ?? []).map((cause) => [cause.reason, cause.field])
  expect(fields).toEqual(
    expect.arrayContaining([
      ['FieldValueInvalid', 'metadata.labels'],
      ['FieldValueRequired', 'spec.containers'],
    ]),
  )
})

conformance('a missing image and a double name are told apart', async ({ core, namespace }) => {
  const containers = [{ name: 'main', image: 'a' }, { name: 'main', image: 'b' }, { name: 'other' }]
  const error = await expectStatus(
    core
      .post()
      .namespace(namespace)
      .resource('pods')
      .body({ metadata: { name: 'a' }, spec: { containers } })
      .into(),
    { code: 422, reason: 'Invalid' },
  )
  const fields = (error.details?.causes ?? []).map((cause) => [cause.reason, cause.field])
  expect(fields).toEqual(
    expect.arrayContaining([
      ['FieldValueDuplicate', 'spec.containers[1].name'],
      ['FieldValueRequired', 'spec.containers[2].image'],
    ]),
  )
})

conformance('a body that is too large is refused', async ({ core, namespace }) => {
  const body = configMap('a', { x: 'x'.repeat(3_500_000) })
  await expectStatus(core.post().namespace(namespace).resource('configmaps').body(body).into(), {
    code: 413,
    reason: 'RequestEntityTooLarge',
  })
})

conformance('a config map of more than a mebibyte is refused', async ({ core, namespace }) => {
  const body = configMap('a', { x: 'x'.repeat(1_100_000) })
  await expectStatus(core.post().namespace(namespace).resource('configmaps').body(body).into(), {
    code: 422,
    reason: 'Invalid',
    message: /Too long: /,
  })
})

conformance('fields that a kind does not have are warned of and dropped', async ({ target, namespace }) => {
  const answer = await exchange(target.config, 'POST', `/api/v1/namespaces/${namespace}/configmaps`, {
    headers: json,
    body: '{"metadata":{"name":"a"},"nonsense":1}',
  })
  expect(answer.status).toBe(201)
  expect(JSON.parse(answer.text)).not.toHaveProperty('nonsense')
  expect(answer.headers['warning']).toContain('299 - "unknown field \\"nonsense\\""')
})

conformance('fields that a kind does not have are refused on request', async ({ core, namespace }) => {
  const body = { ...configMap('a'), nonsense: 1 }
  const request = core.post().namespace(namespace).resource('configmaps').param('fieldValidation', 'Strict').body(body)
  await expectStatus(request.into(), {
    code: 400,
    reason: 'BadRequest',
    message: /strict decoding error: unknown field "nonsense"$/,
  })
})
