import { describe, expect, it } from 'vitest'
import { DecodeError, isForbidden, RequestError, StatusError, TransportError } from '../errors/index.ts'
import type { KubernetesList, KubernetesObject } from '../meta/index.ts'
import { chunks, clientOver, ScriptedTransport, type ScriptStep } from './scripted-transport.test-support.ts'

const pod = (name: string) => ({ metadata: { name }, spec: { x: 'ü'.repeat(10) } })
const list = {
  kind: 'PodList',
  apiVersion: 'v1',
  metadata: { resourceVersion: '7' },
  items: [pod('a'), pod('b'), pod('c')],
}
const request = (step: ScriptStep) => clientOver(new ScriptedTransport(step)).get().resource('pods')

/** The text in chunks of a few bytes, which cut characters in two. */
async function* inPieces(text: string) {
  const bytes = new TextEncoder().encode(text)
  for (let start = 0; start < bytes.length; start += 7) yield bytes.subarray(start, start + 7)
}

async function names(items: AsyncIterable<KubernetesObject>): Promise<string[]> {
  const found: string[] = []
  for await (const { metadata } of items) found.push(metadata?.name ?? '')
  return found
}

describe('items()', () => {
  it('gives each item, and the metadata of the list', async () => {
    const items = request({ body: inPieces(JSON.stringify(list)) }).items()
    expect(await names(items)).toEqual(['a', 'b', 'c'])
    expect(await items.metadata).toEqual({ resourceVersion: '7' })
  })

  it('gives the metadata as soon as it has come, or at the end', async () => {
    const early = request({ body: inPieces(JSON.stringify(list)) }).items()
    for await (const _ of early) {
      expect(await early.metadata).toEqual({ resourceVersion: '7' })
      break
    }
    const { items, ...rest } = list
    const late = request({ body: inPieces(JSON.stringify({ items, ...rest })) }).items()
    expect(await names(late)).toEqual(['a', 'b', 'c'])
    expect(await late.metadata).toEqual({ resourceVersion: '7' })
  })

  it('gives the metadata before anybody iterates, and all items after it', async () => {
    const transport = new ScriptedTransport({ body: inPieces(JSON.stringify(list)) })
    const items = clientOver(transport).get().resource('pods').items()
    expect(await items.metadata).toEqual({ resourceVersion: '7' })
    expect(await items.metadata).toEqual({ resourceVersion: '7' })
    expect(await names(items)).toEqual(['a', 'b', 'c'])
    expect(await items.metadata).toEqual({ resourceVersion: '7' })
    expect(transport.requests.length).toBe(1)
  })

  it('fails for the metadata and for the items if there is no list', async () => {
    const items = request({ status: 403, body: '{}' }).items()
    const error = await items.metadata.catch((thrown: unknown) => thrown)
    expect(error).toSatisfy(isForbidden)
    await expect(names(items)).rejects.toBe(error)
  })

  it('gives nothing for a list without items', async () => {
    for (const items of [',"items":[]', ',"items":null', '']) {
      expect(await names(request({ body: `{"kind":"PodList","metadata":{}${items}}` }).items())).toEqual([])
    }
  })

  it('gives the items of a list that has fields of its own in front of them', async () => {
    expect(await names(request({ body: JSON.stringify({ columns: [], ...list }) }).items())).toEqual(['a', 'b', 'c'])
  })

  it('sends nothing before it is iterated, and can be iterated once', async () => {
    const transport = new ScriptedTransport({ body: JSON.stringify(list) })
    const items = clientOver(transport).get().resource('pods').items()
    expect(transport.requests.length).toBe(0)
    await names(items)
    expect(() => items[Symbol.asyncIterator]()).toThrow(RequestError)
    expect(transport.requests[0]?.stream).toBe(true)
  })

  it('frees the socket when it is left early, and says so to whoever waits for the metadata', async () => {
    const { items, ...rest } = list
    let isFreed = false
    async function* body() {
      try {
        yield* inPieces(JSON.stringify({ items, ...rest }))
      } finally {
        isFreed = true
      }
    }
    const stream = request({ body: body() }).items()
    for await (const _ of stream) break
    expect(isFreed).toBe(true)
    await expect(stream.metadata).rejects.toThrow(RequestError)
  })

  it.each<[string, ScriptStep, (error: unknown) => boolean]>([
    ['a failure', { status: 403, body: '{}' }, isForbidden],
    ['a 200 that carries a failure', { body: '{"kind":"Status","status":"Failure"}' }, (e) => e instanceof StatusError],
    ['an object that is no list', { body: '{"kind":"Pod","spec":{}}' }, (e) => e instanceof DecodeError],
    ['a page', { headers: { 'content-type': 'text/html' }, body: '<html>' }, (e) => e instanceof DecodeError],
    ['a list that is cut', { body: '{"items":[{"a":1},{"b"' }, (e) => e instanceof DecodeError],
    ['a dropped connection', new TransportError('cut'), (e) => e instanceof TransportError],
  ])('throws %s, to whoever waits for the metadata too', async (_name, step, isExpected) => {
    const items = request(step).items()
    const error = await names(items).catch((thrown: unknown) => thrown)
    expect(error).toSatisfy(isExpected)
    await expect(items.metadata).rejects.toBe(error)
  })

  it('stops at maxBytes', async () => {
    const error = await names(request({ body: inPieces(JSON.stringify(list)) }).items({ maxBytes: 50 })).catch(String)
    expect(error).toContain('50 bytes')
  })
})

describe('into()', () => {
  it('gives the same value, however the answer comes', async () => {
    const text = JSON.stringify(list)
    const whole = await request({ body: chunks(text) }).into<KubernetesList<KubernetesObject>>()
    expect(whole).toEqual(list)
    expect(Object.keys(whole)).toEqual(Object.keys(list))
    expect(await request({ body: inPieces(text) }).into()).toEqual(list)
    const known = { 'content-type': 'application/json', 'content-length': String(text.length) }
    expect(await request({ headers: known, body: text }).into()).toEqual(list)
  })

  it.each(['{"a":1}', '[1]', '"text"', '7', 'null'])('gives %s', async (text) => {
    expect(await request({ body: text }).into()).toEqual(JSON.parse(text))
  })

  it('throws what the answer is', async () => {
    await expect(request({ status: 403, body: '{}' }).into()).rejects.toSatisfy(isForbidden)
    await expect(request({ body: '{"kind":"Status","status":"Failure","code":403}' }).into()).rejects.toSatisfy(
      isForbidden,
    )
    await expect(request({ body: '' }).into()).rejects.toThrow(
      'the answer is empty (GET http://server.test/api/v1/pods)',
    )
    await expect(request({ headers: { 'content-type': 'text/html' }, body: '<' }).into()).rejects.toThrow(DecodeError)
  })
})
