import { describe, expect, it } from 'vitest'
import { DecodeError, isAlreadyExists, isConflict, isUnexpectedServerError, StatusError } from '../errors/index.ts'
import type { ResponseHeaders } from '../transport/index.ts'
import type { Result } from './result.ts'
import { chunks, clientOver, ScriptedTransport } from './scripted-transport.test-support.ts'

const json = { 'content-type': 'application/json' }

function answer(status: number, body: string, headers: ResponseHeaders = json, verb = 'GET'): Promise<Result> {
  const transport = new ScriptedTransport({ status, headers, body })
  return clientOver(transport).verb(verb).namespace('a').resource('pods').name('web').maxRetries(0).do()
}

const notFound = JSON.stringify({
  kind: 'Status',
  apiVersion: 'v1',
  status: 'Failure',
  message: 'pods "web" not found',
  reason: 'NotFound',
  details: { name: 'web', kind: 'pods' },
  code: 404,
})

describe('a success', () => {
  it('gives the value, the bytes and what came with them', async () => {
    const result = await answer(201, '{"kind":"Pod","spec":{"x":1}}', {
      ...json,
      warning: ['299 - "old"', '299 - "older", 199 agent "odd"'],
    })
    expect(result.into()).toEqual({ kind: 'Pod', spec: { x: 1 } })
    expect(result.get()).toBe(result.into())
    expect(new TextDecoder().decode(result.raw())).toBe('{"kind":"Pod","spec":{"x":1}}')
    expect(result.error()).toBeUndefined()
    expect(result.header('warning')).toBe('299 - "old", 299 - "older", 199 agent "odd"')
    expect(result.header('etag')).toBeUndefined()
    expect(result.statusCode).toBe(201)
    expect(result.wasCreated).toBe(true)
    expect(result.contentType).toBe('application/json')
    expect(result.warnings.map(({ text }) => text)).toEqual(['old', 'older', 'odd'])
  })

  it.each(['2026-01-01T00:00:00.123456789Z', '0010', '1Gi'])('passes the text %s through', async (text) => {
    expect((await answer(200, JSON.stringify({ a: text }))).into()).toEqual({ a: text })
  })

  it.each([
    ['an empty body', '', json, '0-length answer with status code 200 and content type application/json'],
    ['a page', '<html></html>', { 'content-type': 'text/html; charset=utf-8' }, 'type text/html'],
    [
      'protobuf',
      'k8s',
      { 'content-type': 'application/vnd.kubernetes.protobuf' },
      'application/vnd.kubernetes.protobuf',
    ],
    ['CBOR', 'x', { 'content-type': 'application/cbor' }, 'application/cbor'],
    ['another charset', '{}', { 'content-type': 'application/json; charset=latin1' }, 'charset latin1'],
    ['half an object', '{"a":', json, 'not JSON'],
    ['a page that claims to be JSON', '<html>s3cr3t</html>', json, 'not JSON'],
    ['a nonsensical content type', '{}', { 'content-type': ';;' }, 'that is empty'],
  ])('that is %s cannot be decoded, and says so', async (_name, body, headers, message) => {
    const result = await answer(200, body, headers)
    expect(() => result.into()).toThrow(DecodeError)
    expect(() => result.into()).toThrow(message)
    expect(() => result.into()).toThrow('GET http://server.test/api/v1/namespaces/a/pods/web')
    expect(() => result.into()).not.toThrow(/s3cr3t/)
    expect(result.raw().byteLength).toBe(body.length)
    expect(result.error()).toBeUndefined()
  })

  it('without a content type is taken for JSON', async () => {
    expect((await answer(200, '{"a":1}', {})).into()).toEqual({ a: 1 })
  })

  it('that carries a failure is one', async () => {
    const result = await answer(200, notFound)
    expect(() => result.into()).toThrow(StatusError)
    expect(result.error()?.reason).toBe('NotFound')
  })

  it('that carries a Status of success is a value', async () => {
    expect((await answer(200, '{"kind":"Status","status":"Success"}')).into()).toMatchObject({ status: 'Success' })
  })
})

describe('a failure', () => {
  it('with a Status is an error that says what happened, to what and where', async () => {
    const result = await answer(404, notFound)
    const error = result.error()
    expect(error?.message).toBe(
      'pods "web" not found (404 NotFound, GET http://server.test/api/v1/namespaces/a/pods/web)',
    )
    expect(error).toMatchObject({
      code: 404,
      reason: 'NotFound',
      details: { name: 'web', kind: 'pods' },
      method: 'GET',
    })
    for (const read of [() => result.into(), () => result.get(), () => result.raw()]) expect(read).toThrow(error)
  })

  it.each([
    [400, 'BadRequest'],
    [401, 'Unauthorized'],
    [403, 'Forbidden'],
    [404, 'NotFound'],
    [405, 'MethodNotAllowed'],
    [406, 'NotAcceptable'],
    [409, 'Conflict'],
    [415, 'UnsupportedMediaType'],
    [422, 'Invalid'],
    [429, 'TooManyRequests'],
    [500, 'InternalError'],
    [502, 'InternalError'],
    [503, 'ServiceUnavailable'],
    [504, 'Timeout'],
    [418, ''],
    [302, ''],
  ])('of %i without a Status has the reason "%s"', async (code, reason) => {
    const error = (await answer(code, 'the proxy says no', { 'content-type': 'text/plain' })).error()
    expect(error).toMatchObject({ code, reason, details: { name: 'web', kind: 'pods' } })
    expect(error?.details?.causes).toEqual([{ reason: 'UnexpectedServerResponse', message: 'the proxy says no' }])
    expect(error?.message).not.toContain('the proxy says no')
    expect(isUnexpectedServerError(error)).toBe(true)
  })

  it.each<[number, string | undefined, string]>([
    [301, 'web/proxy/', 'redirects to http://server.test/api/v1/namespaces/a/pods/web/proxy/, and redirects are not'],
    [302, 'https://u:pw@login.test:8443/in?state=secret#pw', 'redirects to https://login.test:8443/in, and redirects'],
    [308, '//other.test', 'redirects to http://other.test/, and redirects are not followed'],
    [307, undefined, 'answered with status 307, and what it said is in details.causes'],
    [302, 'http://[', 'answered with status 302, and what it said is in details.causes'],
    [302, 'data:text/plain,secret', 'answered with status 302, and what it said is in details.causes'],
    [418, '/other', 'answered with status 418, and what it said is in details.causes'],
  ])('of %i names where %j leads, and nothing secret of it', async (code, location, expected) => {
    const headers = { 'content-type': 'text/html', ...(location === undefined ? {} : { location }) }
    const message = (await answer(code, '<a href="...">Found</a>', headers)).error()?.message ?? ''
    expect(message).toContain(expected)
    expect(message).not.toMatch(/secret|pw/)
  })

  it('of 409 to a POST means that the object is there', async () => {
    expect(isAlreadyExists((await answer(409, '', {}, 'POST')).error())).toBe(true)
    expect(isConflict((await answer(409, '', {}, 'PUT')).error())).toBe(true)
  })

  it('is told in full, whatever limit the caller set and however the answer is read', async () => {
    const long = JSON.stringify({ ...JSON.parse(notFound), message: 'x'.repeat(5000) })
    const request = () =>
      clientOver(new ScriptedTransport({ status: 404, body: chunks(long.slice(0, 3000), long.slice(3000)) })).get()
    const reads: (() => Promise<unknown>)[] = [
      () => request().into({ maxBytes: 10 }),
      () => request().stream(),
      () => request().watch()[Symbol.asyncIterator]().next(),
      () => request().items({ maxBytes: 10 })[Symbol.asyncIterator]().next(),
    ]
    for (const read of reads) {
      await expect(read()).rejects.toMatchObject({ reason: 'NotFound', status: { message: 'x'.repeat(5000) } })
    }
  })

  it('keeps no more than 2048 bytes of a text, and nothing of what is no text', async () => {
    const long = (await answer(500, 'x'.repeat(5000), { 'content-type': 'text/plain' })).error()
    expect(long?.details?.causes?.[0]?.message?.length).toBe(2048)
    const binary = (await answer(500, 'x', { 'content-type': 'application/octet-stream' })).error()
    expect(binary?.details?.causes?.[0]?.message).toBe('unknown')
  })

  it('takes a Status without an apiVersion, and none of another kind', async () => {
    const old = '{"kind":"Status","status":"Failure","reason":"Gone","message":"m"}'
    expect((await answer(410, old)).error()).toMatchObject({ reason: 'Gone', code: 410 })
    const foreign = '{"kind":"Status","apiVersion":"example.com/v1","status":"Failure","reason":"Odd"}'
    expect((await answer(404, foreign)).error()?.reason).toBe('NotFound')
  })

  it('tells how long the server asks to wait', async () => {
    const error = (await answer(429, '', { 'retry-after': '7' })).error()
    expect(error?.retryAfterMs).toBe(7000)
  })
})
