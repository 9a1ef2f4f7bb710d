import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { StatusError, TimeoutError, TransportError } from '../errors/index.ts'
import { chunks, clientOver, ScriptedTransport, type ScriptStep } from './scripted-transport.test-support.ts'
import { sending } from './sending.ts'

const ok: ScriptStep = { body: '{"kind":"Pod"}' }
const busy = (after: string | undefined, status = 429): ScriptStep => ({
  status,
  headers: { 'content-type': 'text/plain', ...(after === undefined ? {} : { 'retry-after': after }) },
  body: 'busy',
})
const reset = () => new TransportError('the connection was reset', { code: 'ECONNRESET' })

// What is loaded with the first request takes real time, which the timers here do not know of.
beforeAll(async () => void (await sending()))
beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

/** Sends and lets all waits pass; gives what came of it and how long it took. */
async function run<T>(send: Promise<T>): Promise<{ value?: T; error?: unknown; tookMs: number }> {
  const start = Date.now()
  const settled = send.then(
    (value) => ({ value, tookMs: Date.now() - start }),
    (error: unknown) => ({ error, tookMs: Date.now() - start }),
  )
  await vi.runAllTimersAsync()
  return settled
}

describe('a failing answer', () => {
  it.each([
    ['429 with Retry-After', busy('2'), 2, 2000],
    ['500 with Retry-After', busy('1', 500), 2, 1000],
    ['503 with Retry-After 0', busy('0', 503), 2, 0],
    ['429 without Retry-After', busy(undefined), 1, 0],
    ['429 with a date', busy('Wed, 21 Oct 2026 07:28:00 GMT'), 1, 0],
    ['429 with a fraction', busy('1.5'), 1, 0],
    ['409 with Retry-After', busy('1', 409), 1, 0],
  ])('%s', async (_name, step, attempts, tookMs) => {
    const transport = new ScriptedTransport(step, ok)
    const result = await run(clientOver(transport).post().resource('pods').body({}).do())
    expect(transport.requests.length).toBe(attempts)
    expect(result.tookMs).toBe(tookMs)
  })

  it('is repeated ten times at most, or as often as the request says', async () => {
    for (const [count, attempts] of [
      [undefined, 11],
      [2, 3],
      [0, 1],
      [-1, 1],
    ] as const) {
      const transport = new ScriptedTransport(busy('1'))
      const request = clientOver(transport).get().resource('pods')
      if (count !== undefined) request.maxRetries(count)
      const { value } = await run(request.do())
      expect(transport.requests.length).toBe(attempts)
      expect(value?.error()?.reason).toBe('TooManyRequests')
      expect(value?.error()?.retryAfterMs).toBe(1000)
    }
  })

  it('sends the same body each time', async () => {
    const transport = new ScriptedTransport(busy('1'), busy('1'), ok)
    await run(clientOver(transport).put().resource('pods').name('a').body({ a: 1 }).do())
    expect(transport.requests.map((request) => request.body)).toEqual(['{"a":1}', '{"a":1}', '{"a":1}'])
  })

  it('is not repeated when the body is a stream', async () => {
    const transport = new ScriptedTransport(busy('1'), ok)
    const { value } = await run(clientOver(transport).post().body(chunks('{}')).do())
    expect(transport.requests.length).toBe(1)
    expect(value?.statusCode).toBe(429)
  })

  it('keeps the earlier failure in the message and as the cause', async () => {
    const transport = new ScriptedTransport(busy('1'), { status: 404, headers: {}, body: '' })
    const { value } = await run(clientOver(transport).get().resource('pods').name('a').do())
    const error = value?.error()
    expect(error?.message).toMatch(/404 NotFound.* - error from a previous attempt: .*429 TooManyRequests/)
    expect(error?.cause).toBeInstanceOf(StatusError)
  })
})

describe('a dropped connection', () => {
  it.each([
    ['GET', 2],
    ['POST', 1],
    ['PUT', 1],
    ['PATCH', 1],
    ['DELETE', 1],
  ])('under %s makes %i attempts', async (verb, attempts) => {
    const transport = new ScriptedTransport(reset(), ok)
    const { error, tookMs } = await run(clientOver(transport).verb(verb).resource('pods').do())
    expect(transport.requests.length).toBe(attempts)
    expect(error === undefined).toBe(attempts === 2)
    expect(tookMs).toBe(attempts === 2 ? 1000 : 0)
  })

  it('is repeated for a watch, and not for a stream', async () => {
    const watched = new ScriptedTransport(reset(), { body: '' })
    await run(clientOver(watched).get().resource('pods').watch()[Symbol.asyncIterator]().next())
    expect(watched.requests.length).toBe(2)
    const streamed = new ScriptedTransport(reset(), { body: '' })
    const { error } = await run(clientOver(streamed).get().resource('pods').stream())
    expect(error).toBeInstanceOf(TransportError)
    expect(streamed.requests.length).toBe(1)
  })

  it('is told of by an error that keeps its class, its code and the attempt before', async () => {
    const last = new TransportError('connection refused', { code: 'ECONNREFUSED' })
    const { error } = await run(clientOver(new ScriptedTransport(reset(), last)).get().do())
    expect(error).toBe(last)
    expect(last.message).toBe('connection refused - error from a previous attempt: the connection was reset')
    expect(last.cause).toMatchObject({ code: 'ECONNRESET' })
  })

  it('keeps the error of the system in front of that of the attempt before', async () => {
    const system = new Error('connect ECONNREFUSED')
    const last = new TransportError('connection refused', { code: 'ECONNREFUSED', cause: system })
    await run(clientOver(new ScriptedTransport(reset(), last)).get().do())
    expect(last.cause).toBe(system)
    expect(system.cause).toMatchObject({ code: 'ECONNRESET' })
  })

  it('of a transport that throws something else is a TransportError all the same', async () => {
    const { error } = await run(
      clientOver(new ScriptedTransport(new TypeError('fetch failed')))
        .get()
        .do(),
    )
    expect(error).toBeInstanceOf(TransportError)
    expect(error).toMatchObject({ cause: { name: 'TypeError' } })
  })

  it('is an error when it happens at every start of a watch', async () => {
    const transport = new ScriptedTransport(() => reset())
    const { error } = await run(clientOver(transport).get().watch()[Symbol.asyncIterator]().next())
    expect(error).toBeInstanceOf(TransportError)
    expect(transport.requests.length).toBe(11)
  })
})

it('never repeats a refused connection', async () => {
  const refused = new TransportError('connection refused', { code: 'ECONNREFUSED' })
  const transport = new ScriptedTransport(refused)
  await run(clientOver(transport).get().do())
  await run(clientOver(transport).get().watch()[Symbol.asyncIterator]().next())
  expect(transport.requests.length).toBe(2)
})

describe('a wait', () => {
  it('is cut short by the caller, whose own reason is thrown', async () => {
    const controller = new AbortController()
    const reason = new Error('no longer needed')
    setTimeout(() => controller.abort(reason), 100)
    const call = clientOver(new ScriptedTransport(busy('60')))
      .get()
      .do({ signal: controller.signal })
    expect(await run(call)).toEqual({ error: reason, tookMs: 100 })
    expect(reason.message).toBe('no longer needed')
  })

  it('counts towards timeoutMs, whose error tells what was waited for', async () => {
    for (const limited of ['call', 'builder'] as const) {
      const request = clientOver(new ScriptedTransport(() => busy('60')))
        .get()
        .resource('pods')
      if (limited === 'builder') request.timeoutMs(250)
      const { error, tookMs } = await run(request.do(limited === 'call' ? { timeoutMs: 250 } : {}))
      expect(tookMs).toBe(250)
      expect(error).toBeInstanceOf(TimeoutError)
      expect((error as Error).message).toMatch(/no answer within 250 ms .*previous attempt: .*429/)
    }
  })

  it('leaves no timer and no listener behind', async () => {
    const { signal } = new AbortController()
    const removed = vi.spyOn(signal, 'removeEventListener')
    const request = () =>
      clientOver(new ScriptedTransport({ body: '{"items":[]}' }))
        .get()
        .timeoutMs(5000)
    await request().do({ timeoutMs: 9000, signal })
    for await (const _ of request().items({ timeoutMs: 9000, signal })) expect.unreachable()
    await (await request().stream({ timeoutMs: 9000, signal })).cancel()
    expect(vi.getTimerCount()).toBe(0)
    expect(removed).toHaveBeenCalledTimes(3)
  })

  it('is as long as the server asks, beyond what a timer can count', async () => {
    const transport = new ScriptedTransport(busy('3000000'), ok)
    const { tookMs } = await run(clientOver(transport).get().do())
    expect(tookMs).toBe(3_000_000_000)
  })

  it('is the longer one of what the server and the backoff manager ask for', async () => {
    const backoff = { update: () => undefined, delayMs: () => 5000 }
    const { tookMs } = await run(
      clientOver(new ScriptedTransport(busy('1'), ok))
        .get()
        .backoff(backoff)
        .do(),
    )
    expect(tookMs).toBe(5000 + 5000)
  })

  it('can be cut short for many calls by one signal, without a warning of a leak', async () => {
    const warnings = vi.spyOn(process, 'emitWarning')
    const { signal } = new AbortController()
    const client = clientOver(new ScriptedTransport(ok))
    await run(Promise.all(Array.from({ length: 20 }, () => client.get().do({ signal, timeoutMs: 100 }))))
    expect(warnings).not.toHaveBeenCalled()
  })

  it('does not change the reason of the caller, even if that is an error of ours', async () => {
    const controller = new AbortController()
    const reason = new TimeoutError('the whole job took too long', 500)
    setTimeout(() => controller.abort(reason), 500)
    const call = () =>
      clientOver(new ScriptedTransport(() => busy('60')))
        .get()
        .do({ signal: controller.signal })
    const { error } = await run(Promise.allSettled([call(), call()]).then((results) => Promise.reject(results)))
    expect(error).toMatchObject([{ reason }, { reason }])
    expect(reason.message).toBe('the whole job took too long')
  })

  it('ends with the deadline even if the transport takes no notice of it', async () => {
    const deaf = { send: () => new Promise<never>(() => undefined), close: async () => undefined }
    const { error, tookMs } = await run(clientOver(deaf).get().do({ timeoutMs: 300 }))
    expect(error).toBeInstanceOf(TimeoutError)
    expect(tookMs).toBe(300)
  })
})

it('sends nothing when the signal has fired before', async () => {
  const transport = new ScriptedTransport(ok)
  const { error } = await run(
    clientOver(transport)
      .get()
      .do({ signal: AbortSignal.abort('gone') }),
  )
  expect(error).toBe('gone')
  expect(transport.requests).toEqual([])
})
