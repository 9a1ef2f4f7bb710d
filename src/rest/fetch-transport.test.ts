import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { TransportError } from '../errors/index.ts'
import type { Transport } from '../transport/index.ts'
import { eventually } from '../transport/node/servers.test-support.ts'
import { clientOver } from './scripted-transport.test-support.ts'

/** The whole of a transport over `fetch`, as a browser or an edge runtime would have it. */
const fetchTransport: Transport = {
  async send({ url, method, headers, body, signal }) {
    const flat = Object.entries(headers).map(([name, value]): [string, string] => [name, String(value)])
    const init = { method, headers: flat, body: (body as string | undefined) ?? null, signal: signal ?? null }
    const response = await fetch(url, { ...init, redirect: 'manual' })
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: response.body ?? new ReadableStream<Uint8Array>({ start: (controller) => controller.close() }),
    }
  },
  async close() {},
}

let server: Server
let base: string
const open = new Set<ServerResponse>()

beforeEach(async () => {
  server = createServer((request, response) => {
    open.add(response)
    response.once('close', () => open.delete(response))
    if (request.url?.startsWith('/api/v1/missing')) {
      response.writeHead(404, { 'content-type': 'application/json' })
      response.end('{"kind":"Status","status":"Failure","reason":"NotFound","code":404}')
      return
    }
    response.writeHead(200, { 'content-type': 'application/json' })
    if (request.url?.includes('watch=true')) response.write('{"type":"ADDED","object":{}}\n')
    else if (request.url?.includes('endless')) response.write('drip')
    else response.end('{"items":[{"a":1},{"a":2}],"metadata":{}}')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  base = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
})
afterEach(async () => {
  server.closeAllConnections()
  await new Promise((resolve) => server.close(resolve))
})

describe('a transport over fetch', () => {
  const client = () => clientOver(fetchTransport, { base })

  it('reads values, items and failures', async () => {
    expect(await client().get().resource('pods').into()).toMatchObject({ items: [{ a: 1 }, { a: 2 }] })
    const seen: unknown[] = []
    for await (const item of client().get().resource('pods').items()) seen.push(item)
    expect(seen).toEqual([{ a: 1 }, { a: 2 }])
    await expect(client().get().resource('missing').into()).rejects.toMatchObject({ reason: 'NotFound' })
  })

  it('frees its connection when a watch is left', async () => {
    for await (const { type } of client().get().resource('pods').watch()) {
      expect(type).toBe('ADDED')
      break
    }
    await eventually(() => open.size === 0, 'the answer is over')
  })

  it('frees its connection when a stream is cancelled', async () => {
    const stream = await client().get().resource('endless').stream()
    const text = stream.pipeThrough(new TextDecoderStream())
    for await (const chunk of text) {
      expect(chunk).toBe('drip')
      break
    }
    await eventually(() => open.size === 0, 'the answer is over')
  })

  it('fails as any other', async () => {
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
    await expect(client().get().resource('pods').maxRetries(0).into()).rejects.toBeInstanceOf(TransportError)
  })
})
