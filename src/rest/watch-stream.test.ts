import { describe, expect, it, type Mock, vi } from 'vitest'
import { DecodeError, StatusError, TransportError } from '../errors/index.ts'
import type { ResponseBody } from '../transport/index.ts'
import { chunks, clientOver, ScriptedTransport } from './scripted-transport.test-support.ts'

const event = (type: string, name: string) => `${JSON.stringify({ type, object: { metadata: { name } } })}\n`

function watching(body: string | ResponseBody, status = 200) {
  const transport = new ScriptedTransport({ status, body })
  return { transport, watch: clientOver(transport).get().resource('pods').watch() }
}

/** Collects events until the end, which may be an error. */
async function collect(watch: AsyncIterable<{ type: string }>): Promise<{ types: string[]; error?: unknown }> {
  const types: string[] = []
  try {
    for await (const { type } of watch) types.push(type)
  } catch (error) {
    return { types, error }
  }
  return { types }
}

/** A body whose next chunk never comes. */
function silentBody(first: string): ResponseBody & { cancel: Mock<() => void> } {
  return {
    cancel: vi.fn<() => void>(),
    async *[Symbol.asyncIterator]() {
      yield* chunks(first)
      // A real transport ends the iteration when it is cancelled; this one shows that nobody relies on it.
      await new Promise(() => undefined)
    },
  }
}

describe('a watch', () => {
  it('gives the events in order and ends with the stream', async () => {
    const { watch, transport } = watching(event('ADDED', 'a') + event('MODIFIED', 'a') + event('DELETED', 'a'))
    expect(await collect(watch)).toEqual({ types: ['ADDED', 'MODIFIED', 'DELETED'] })
    expect(transport.requests[0]?.url.search).toBe('?watch=true')
    expect(transport.requests[0]?.stream).toBe(true)
  })

  it('sends nothing before it is iterated, and once for each iteration', async () => {
    const { watch, transport } = watching('')
    expect(transport.requests.length).toBe(0)
    await collect(watch)
    await collect(watch)
    expect(transport.requests.length).toBe(2)
  })

  it('throws a failure of its start', async () => {
    const { error } = await collect(watching('{"kind":"Status","status":"Failure","reason":"Expired"}', 410).watch)
    expect(error).toBeInstanceOf(StatusError)
    expect(error).toMatchObject({ code: 410, reason: 'Expired' })
  })

  it('takes no other success than 200', async () => {
    expect((await collect(watching('', 204).watch)).error).toBeInstanceOf(StatusError)
  })

  it('throws an ERROR event as what it says, after the events before it', async () => {
    const gone = {
      type: 'ERROR',
      object: { kind: 'Status', status: 'Failure', code: 410, reason: 'Expired', message: 'too old' },
    }
    const { types, error } = await collect(watching(`${event('ADDED', 'a')}${JSON.stringify(gone)}\n`).watch)
    expect(types).toEqual(['ADDED'])
    expect(error).toMatchObject({ name: 'StatusError', code: 410, reason: 'Expired' })
  })

  it.each([
    ['a type that is not known', event('RENAMED', 'a'), 'unknown type of watch event: "RENAMED"'],
    ['an event without an object', '{"type":"ADDED"}\n', 'has no object'],
    ['an ERROR that is no Status', '{"type":"ERROR","object":{}}\n', 'not a Status'],
    ['a line that is not JSON', 'oops\n', 'not JSON'],
    ['an end in mid-event', '{"type":"ADD', 'middle of an event'],
  ])('refuses %s, after the events before it', async (_name, text, message) => {
    const { types, error } = await collect(watching(event('ADDED', 'a') + text).watch)
    expect(types).toEqual(['ADDED'])
    expect(error).toBeInstanceOf(DecodeError)
    expect((error as Error).message).toContain(message)
  })

  it('refuses an answer that is not JSON', async () => {
    const transport = new ScriptedTransport({ headers: { 'content-type': 'text/html' }, body: '<html>' })
    const { error } = await collect(clientOver(transport).get().watch())
    expect(error).toBeInstanceOf(DecodeError)
  })

  it('throws when the connection drops', async () => {
    async function* dropped() {
      yield* chunks(event('ADDED', 'a'))
      throw new TransportError('cut', { code: 'ECONNRESET' })
    }
    const { types, error } = await collect(watching(dropped()).watch)
    expect(types).toEqual(['ADDED'])
    expect(error).toBeInstanceOf(TransportError)
  })

  it('frees the socket on break', async () => {
    const body = silentBody(event('ADDED', 'a') + event('ADDED', 'b'))
    for await (const { object } of watching(body).watch) {
      expect(object.metadata).toEqual({ name: 'a' })
      break
    }
    expect(body.cancel).toHaveBeenCalledOnce()
  })

  it('frees the socket on return, while next() waits for an event', async () => {
    const body = silentBody(event('ADDED', 'a'))
    const iterator = watching(body).watch[Symbol.asyncIterator]()
    await iterator.next()
    const waiting = iterator.next()
    await new Promise((resolve) => setTimeout(resolve, 5))
    await expect(iterator.return()).resolves.toEqual({ done: true, value: undefined })
    expect(body.cancel).toHaveBeenCalledOnce()
    await expect(waiting).resolves.toEqual({ done: true, value: undefined })
    await expect(iterator.next()).resolves.toEqual({ done: true, value: undefined })
  })

  it('answers several calls of next() in order', async () => {
    const iterator = watching(event('ADDED', 'a') + event('DELETED', 'a')).watch[Symbol.asyncIterator]()
    const results = await Promise.all([iterator.next(), iterator.next(), iterator.next()])
    expect(results.map(({ value }) => value?.type)).toEqual(['ADDED', 'DELETED', undefined])
  })
})
