import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { RequestError } from '../errors/index.ts'
import type { UpgradedStream } from '../transport/index.ts'
import { closable } from './closable.ts'
import { RESTClient, restClientFor } from './rest-client.ts'
import { clientOver, ScriptedTransport } from './scripted-transport.test-support.ts'

let asked = 0
const server = createServer((_request, response) => {
  asked += 1
  response.writeHead(200, { 'content-type': 'application/json' }).end('{"a":1}')
})
let host = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  host = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterAll(() => new Promise((resolve) => server.close(resolve)))

const coreV1 = { apiPath: '/api', groupVersion: { group: '', version: 'v1' } }

describe('a closed client', () => {
  it('refuses requests although others of its config go on', async () => {
    const [first, second] = [restClientFor({ host, ...coreV1 }), restClientFor({ host, ...coreV1 })]
    const begun = first.get().resource('pods')
    await begun.do()
    await first.close()
    await first.close()
    const before = asked
    const refusal = new RequestError('the client was closed: GET /api/v1/pods was not sent')
    await expect(begun.do()).rejects.toThrow(refusal)
    await expect(first.get().resource('pods').into()).rejects.toThrow(refusal)
    await expect(first.get().resource('pods').stream()).rejects.toThrow(refusal)
    await expect(first.get().resource('pods').watch()[Symbol.asyncIterator]().next()).rejects.toThrow(refusal)
    await expect(first.get().resource('pods').items()[Symbol.asyncIterator]().next()).rejects.toThrow(refusal)
    expect(asked).toBe(before)
    await expect(second.get().into()).resolves.toEqual({ a: 1 })
    await second.close()
    await expect(second.get().into()).rejects.toThrow(RequestError)
  })

  it('is not repeated, and leaves a transport open that it was given', async () => {
    const transport = new ScriptedTransport({ body: '{}' })
    const close = vi.spyOn(transport, 'close')
    const client = clientOver(transport)
    await client[Symbol.asyncDispose]()
    await expect(client.get().do()).rejects.toBeInstanceOf(RequestError)
    expect(transport.requests).toEqual([])
    expect(close).not.toHaveBeenCalled()
  })

  it('takes those of other versions with it, and not the other way round', async () => {
    const client = clientOver(new ScriptedTransport({ body: '{}' }))
    const [one, other] = [{ group: 'apps', version: 'v1' }, coreV1.groupVersion].map((version) =>
      client.forGroupVersion(version),
    )
    await one?.close()
    await expect(one?.get().do()).rejects.toThrow(RequestError)
    await expect(other?.get().into()).resolves.toEqual({})
    await client.close()
    await expect(other?.get().do()).rejects.toThrow(RequestError)
  })
})

it('refuses WebSockets, too, where the transport below has them', async () => {
  const stream = {} as UpgradedStream
  class Upgrading extends ScriptedTransport {
    readonly #stream = stream
    upgrade(): Promise<UpgradedStream> {
      return Promise.resolve(this.#stream)
    }
  }
  const close = vi.fn(async () => undefined)
  const transport = closable(new Upgrading(), close)
  const request = { method: 'GET', url: new URL('http://server.test/x'), headers: {} }
  expect(await transport.upgrade?.(request, [])).toBe(stream)
  await transport.close()
  await expect(transport.upgrade?.(request, [])).rejects.toThrow(RequestError)
  expect(close).toHaveBeenCalledOnce()
  expect(closable(new ScriptedTransport(), close)).not.toHaveProperty('upgrade')
})

describe('new RESTClient', () => {
  it.each([
    ['text', () => host],
    ['a URL', () => new URL(`${host}/?query#fragment`)],
  ])('with %s, a path and nothing else is a client with connections of its own', async (_what, base) => {
    await using client = new RESTClient(base(), 'api/v1/')
    expect(client.get().resource('pods').url().href).toBe(`${host}/api/v1/pods`)
    expect(client.getRateLimiter()).toBeUndefined()
    expect(client.apiVersion()).toEqual({ group: '', version: '' })
    await expect(client.get().into()).resolves.toEqual({ a: 1 })
    await client.close()
    await expect(client.get().do()).rejects.toThrow(RequestError)
  })
})
