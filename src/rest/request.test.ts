import { describe, expect, it } from 'vitest'
import { RequestError } from '../errors/index.ts'
import type { Request } from './request.ts'
import { RESTClient } from './rest-client.ts'
import { clientOver, ScriptedTransport } from './scripted-transport.test-support.ts'

const client = clientOver(new ScriptedTransport())
const behindProxy = clientOver(new ScriptedTransport(), { base: 'https://proxy.test:8443/k8s/clusters/c-1/' })

const target = (request: Request) => request.url().pathname + request.url().search

describe('Request.url', () => {
  it.each<[string, Request]>([
    ['/api/v1', client.get()],
    ['/api/v1/pods', client.get().resource('pods')],
    ['/api/v1/namespaces/a/pods', client.get().namespace('a').resource('pods')],
    ['/api/v1/pods', client.get().namespace('').resource('pods')],
    ['/api/v1/namespaces/a/pods/web', client.get().namespace('a').resource('pods').name('web')],
    ['/api/v1/namespaces/a/pods/Web', client.get().namespace('a').resource('Pods').name('Web')],
    ['/api/v1/nodes/n/proxy/metrics', client.get().resource('nodes').name('n').subresource('proxy', 'metrics')],
    ['/api/v1/nodes/n/proxy/a/b', client.get().resource('nodes').name('n').subresource('proxy').suffix('a', 'b/')],
    ['/api/v1/proxy/pods', client.get().prefix('proxy').resource('pods')],
    ['/api/v1/watch/namespaces/a/pods', client.get().namespace('a').resource('pods').prefix('watch')],
    ['/version', client.get().absPath('/version')],
    ['/apis/g/v1/things', client.get().absPath('/apis', 'g', 'v1').resource('things')],
    ['/openapi/', client.get().absPath('/openapi/')],
    ['/openapi/things', client.get().absPath('/openapi/').resource('things')],
    ['/', client.get().absPath('/')],
    ['/b', client.get().absPath('/a').absPath('/b')],
    ['/apis?x=1&y=2&y=3', client.get().param('old', '1').requestUri('/apis?y=2&x=1&y=3')],
    ['/apis', client.get().param('old', '1').requestUri('/apis')],
    ['/api/v1/pods/a%20b:c@d', client.get().resource('pods').name('a b:c@d')],
    ['/api/v1/x%3Fy%23z', client.get().suffix('x?y#z')],
    ['/api/v1?a=1&a=2&b=x+y%2Fz', client.get().param('b', 'x y/z').param('a', '1').param('a', '2')],
    ['/api/v1?timeout=1m30s', client.get().param('timeout', '1s').timeoutMs(90_000)],
    ['/api/v1', client.get().timeoutMs(10).timeoutMs(0)],
    ['/k8s/clusters/c-1/api/v1/pods', behindProxy.get().resource('pods')],
    ['/k8s/clusters/c-1/version', behindProxy.get().absPath('/version')],
    ['/k8s/clusters/c-1/', behindProxy.get().absPath('/')],
    ['/k8s/clusters/c-1/openapi/v3?hash=1', behindProxy.get().requestUri('/openapi/v3?hash=1')],
  ])('is %s', (expected, request) => {
    expect(request.error()).toBeUndefined()
    expect(target(request)).toBe(expected)
  })

  it('is the same in any order of the calls', () => {
    const steps: ((request: Request) => Request)[] = [
      (request) => request.namespace('a'),
      (request) => request.resource('pods'),
      (request) => request.name('web'),
      (request) => request.subresource('log'),
      (request) => request.suffix('x'),
      (request) => request.param('tailLines', '1'),
      (request) => request.param('follow', 'true'),
    ]
    for (let turn = 0; turn < steps.length; turn++) {
      const order = [...steps.slice(turn), ...steps.slice(0, turn)]
      const request = order.reduce((built, step) => step(built), client.get())
      expect(target(request)).toBe('/api/v1/namespaces/a/pods/web/log/x?follow=true&tailLines=1')
    }
  })

  it('takes options under their wire names and leaves out what is not set', () => {
    const options = {
      labelSelector: 'a=b',
      limit: 5,
      dryRun: ['All'],
      watch: false,
      fieldSelector: '',
      continue: undefined,
    }
    expect(target(client.get().resource('pods').versionedParams(options))).toBe(
      '/api/v1/pods?dryRun=All&labelSelector=a%3Db&limit=5&watch=false',
    )
    const same = client.get().resource('pods').specificallyVersionedParams(options, { group: '', version: 'v1' })
    expect(target(same)).toBe(target(client.get().resource('pods').versionedParams(options)))
  })
})

/** A request of a client that names this as the type of what it sends. */
const ofType = (contentType: string) =>
  new RESTClient('http://server.test', '/api/v1', { contentType }, undefined, new ScriptedTransport()).post()

describe('Request.error', () => {
  it.each<[string, Request]>([
    ['namespace already set to "a", cannot change to "b"', client.get().namespace('a').namespace('b')],
    ['namespace already set to "", cannot change to "b"', client.get().namespace('').namespace('b')],
    ['resource already set to "pods", cannot change to "nodes"', client.get().resource('pods').resource('nodes')],
    ['resource name already set to "a", cannot change to "b"', client.get().name('a').name('b')],
    ['subresource already set to "a/b", cannot change to "c"', client.get().subresource('a', 'b').subresource('c')],
    ['resource name may not be empty', client.get().name('')],
    ['invalid namespace "..": may not be \'..\'', client.get().namespace('..')],
    ['invalid resource "a/b": may not contain \'/\'', client.get().resource('a/b')],
    ["invalid resource name \"a/%\": may not contain '/', may not contain '%'", client.get().name('a/%')],
    ['invalid subresource ".": may not be \'.\'', client.get().subresource('status', '.')],
    ['invalid parameter "preconditions": expected a string', client.get().versionedParams({ preconditions: {} })],
    ['invalid parameter "limit": expected a finite number', client.get().versionedParams({ limit: Number.NaN })],
    ['invalid header name "a b"', client.get().setHeader('a b', 'c')],
    ['invalid timeoutMs: expected 0 to', client.get().timeoutMs(-1)],
    ['unknown type used for body', client.post().body(5 as unknown as string)],
    ['cannot be written as JSON', client.post().body({ big: 1n })],
    ['found a promise: is an await missing?', client.post().body(Promise.resolve({}))],
    ['found a Map', client.post().body(new Map())],
    ['found a buffer that is not a Uint8Array', client.post().body(new Float32Array(1))],
    ['invalid resource name: it holds half of a surrogate pair', client.get().name('\ud800')],
    ['invalid parameter "a": it holds half of a surrogate pair', client.get().param('a', '\udfff')],
    ['invalid namespace: expected a string, found undefined', client.get().namespace(undefined as never)],
    ['invalid resource name: expected a string, found number', client.get().name(5 as never)],
    ['invalid subresource: expected a string, found null', client.get().subresource('a', null as never)],
    ['invalid suffix: expected a string, found undefined', client.get().suffix(undefined as never)],
    ['invalid path: expected a string, found an array', client.get().absPath(['a'] as never)],
    ['invalid request URI: expected a string, found undefined', client.get().requestUri(undefined as never)],
    ['invalid parameter "limit": expected a string, found number', client.get().param('limit', 5 as never)],
    ['invalid options: expected an object, found undefined', client.get().versionedParams(undefined as never)],
    ['invalid options: expected an object, found an array', client.get().versionedParams(['a'])],
    [
      'invalid value for the header "a": expected a string, found an array',
      client.get().setHeader('a', ['b'] as never),
    ],
    [
      'invalid value for the header "a": expected a string, found undefined',
      client.get().setHeader('a', undefined as never),
    ],
    ['expected an object with a function handleWarningHeader', client.get().warningHandler((() => 1) as never)],
    ['found a FormData', client.post().body(new FormData())],
    [
      'cannot write a body as application/vnd.kubernetes.protobuf',
      ofType('application/vnd.kubernetes.protobuf').body({}),
    ],
    ['cannot write a body as application/cbor', ofType('application/CBOR; x=y').body({})],
  ])('is: %s', async (message, request) => {
    expect(request.error()).toBeInstanceOf(RequestError)
    expect(request.error()?.message).toContain(message)
  })

  it('is none for a body that is JSON by another name, or not an object', () => {
    for (const type of ['application/json;charset=utf-8', 'application/yaml', 'application/merge-patch+json', '']) {
      expect(ofType(type).body({}).error(), type).toBeUndefined()
    }
    expect(ofType('application/cbor').body(new Uint8Array(1)).error()).toBeUndefined()
  })

  it('is the first one, and nothing is sent', async () => {
    const transport = new ScriptedTransport()
    const request = clientOver(transport).get().name('').namespace('..')
    await expect(request.do()).rejects.toThrow('resource name may not be empty')
    await expect(request.stream()).rejects.toThrow('resource name may not be empty')
    await expect(request.watch()[Symbol.asyncIterator]().next()).rejects.toThrow('resource name may not be empty')
    expect(transport.requests).toEqual([])
  })

  it('comes before what is found out when sending', async () => {
    const request = clientOver(new ScriptedTransport()).post().namespace('').name('')
    await expect(request.do()).rejects.toBe(request.error())
  })

  it('does not show the value of a header', () => {
    expect(client.get().setHeader('Authorization', 'Bearer s3cr3t\n').error()?.message).not.toContain('s3cr3t')
  })
})

describe('an empty namespace', () => {
  it.each([
    ['POST', '', false],
    ['GET', 'web', false],
    ['PUT', 'web', false],
    ['DELETE', 'web', false],
    ['GET', '', true],
    ['DELETE', '', true],
    ['PATCH', 'web', true],
  ])('with %s and name "%s" is let through: %s', async (verb, name, isFine) => {
    const transport = new ScriptedTransport({ body: '{}' })
    const request = clientOver(transport).verb(verb).namespace('').resource('pods')
    if (name !== '') request.name(name)
    if (isFine) await request.do()
    else await expect(request.do()).rejects.toThrow(RequestError)
    expect(transport.requests.length).toBe(isFine ? 1 : 0)
  })
})

describe('headers', () => {
  const sent = async (build: (request: Request) => Request) => {
    const transport = new ScriptedTransport({ body: '{}' })
    await build(clientOver(transport).post()).do()
    return transport.requests[0]?.headers
  }

  it('ask for JSON, and name the type of an object that is sent', async () => {
    expect(await sent((request) => request.body({}))).toEqual({
      Accept: 'application/json, */*',
      'Content-Type': 'application/json',
    })
    expect(await sent((request) => request.body('{}'))).toEqual({ Accept: 'application/json, */*' })
  })

  it('are never overridden once the caller has set them, in whatever case', async () => {
    const headers = await sent((request) =>
      request.setHeader('accept', 'text/plain').setHeader('content-type', 'a/b').body({}),
    )
    expect(headers).toEqual({ accept: 'text/plain', 'content-type': 'a/b' })
  })

  it('replace one another whatever their case, and may have several values', async () => {
    const headers = await sent((request) => request.setHeader('X-A', '1').setHeader('x-a', '2', '3'))
    expect(headers).toEqual({ Accept: 'application/json, */*', 'x-a': ['2', '3'] })
  })

  it.each([
    ['json', 'application/json-patch+json'],
    ['merge', 'application/merge-patch+json'],
    ['strategic', 'application/strategic-merge-patch+json'],
    ['apply', 'application/apply-patch+yaml'],
    ['application/merge-patch+json', 'application/merge-patch+json'],
  ] as const)('name the type of a %s patch', async (type, mediaType) => {
    const transport = new ScriptedTransport({ body: '{}' })
    await clientOver(transport).patch(type).resource('pods').name('web').body({}).do()
    expect(transport.requests[0]?.headers['Content-Type']).toBe(mediaType)
  })
})

it('sends the object as it was when it was given', async () => {
  const transport = new ScriptedTransport({ body: '{}' })
  const object = { metadata: Object.freeze({ name: 'a' }), data: { x: '1' } }
  const request = clientOver(transport).post().resource('pods').body(object)
  object.data.x = '2'
  await request.do()
  expect(transport.requests[0]?.body).toBe('{"metadata":{"name":"a"},"data":{"x":"1"}}')
})

it('sends a body that is a stream once, and does not send an empty one in its place', async () => {
  const transport = new ScriptedTransport({ body: '{}' })
  const bytes = () => new Blob(['a']).stream()
  const request = clientOver(transport).post().resource('pods').body(bytes())
  await request.do()
  await expect(request.do()).rejects.toThrow(RequestError)
  await request.body(bytes()).do()
  expect(transport.requests.length).toBe(2)
})

it.each([Number.NaN, -1, '5' as never])('refuses a limit of %s before anything is sent', async (limit) => {
  const transport = new ScriptedTransport({ body: '{}' })
  const get = clientOver(transport).get().resource('pods')
  const first = (items: AsyncIterable<unknown>) => items[Symbol.asyncIterator]().next()
  await expect(get.do({ maxBytes: limit })).rejects.toThrow('invalid maxBytes')
  await expect(first(get.items({ maxBytes: limit }))).rejects.toThrow('invalid maxBytes')
  await expect(first(get.watch({ maxBytes: limit }))).rejects.toThrow('invalid maxBytes')
  await expect(get.into({ timeoutMs: limit })).rejects.toThrow('invalid timeoutMs')
  await expect(first(get.watch({ idleTimeoutMs: limit }))).rejects.toThrow('invalid idleTimeoutMs')
  expect(transport.requests).toEqual([])
})
