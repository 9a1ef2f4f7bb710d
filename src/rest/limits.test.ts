import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { RequestError, TimeoutError } from '../errors/index.ts'
import { backoffFromEnvironment, HostBackoff } from './backoff.ts'
import { formatGoDuration } from './go-duration.ts'
import { joinPath } from './path.ts'
import { type RateLimiter, TokenBucketRateLimiter } from './rate-limiter.ts'
import { clientOver, ScriptedTransport } from './scripted-transport.test-support.ts'

describe('formatGoDuration', () => {
  it.each([
    [0, '0s'],
    [1, '1ms'],
    [1500, '1.5s'],
    [10_000, '10s'],
    [60_000, '1m0s'],
    [90_500, '1m30.5s'],
    [3_600_000, '1h0m0s'],
    [3_661_001, '1h1m1.001s'],
    [0.25, '0.25ms'],
  ])('writes %d ms as %s', (milliseconds, text) => {
    expect(formatGoDuration(milliseconds)).toBe(text)
  })
})

describe('joinPath', () => {
  it.each([
    [[], ''],
    [['', ''], ''],
    [['/', 'a'], '/a'],
    [['a', 'b'], 'a/b'],
    [['/a/', '/b/'], '/a/b'],
    [['/a', '../..', 'b'], '/b'],
    [['..', 'a'], '../a'],
    [['a', '..'], '.'],
  ] as [string[], string][])('makes of %j %s', (segments, path) => {
    expect(joinPath(...segments)).toBe(path)
  })

  it('leaves a joined path as it is', () => {
    const segment = fc.stringMatching(/^[a-z./]{0,6}$/)
    fc.assert(
      fc.property(fc.array(segment), (segments) => {
        const path = joinPath('/', ...segments)
        expect(joinPath(path)).toBe(path)
        expect(path).toMatch(/^\/$|^(\/(?!\.{1,2}(\/|$))[^/]+)+$/)
      }),
    )
  })
})

describe('TokenBucketRateLimiter', () => {
  beforeEach(() => vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance', 'Date'] }))
  afterEach(() => vi.useRealTimers())

  it('lets a burst through and then keeps to its rate, in order', async () => {
    const limiter = new TokenBucketRateLimiter(10, 3)
    const times: number[] = []
    const start = performance.now()
    const all = Promise.all(
      Array.from({ length: 6 }, () => limiter.wait().then(() => times.push(performance.now() - start))),
    )
    await vi.runAllTimersAsync()
    await all
    expect(times.map((time) => Math.round(time))).toEqual([0, 0, 0, 100, 200, 300])
  })

  it('gives a turn back that was not waited for to its end', async () => {
    const limiter = new TokenBucketRateLimiter(1, 1)
    expect(limiter.tryAccept()).toBe(true)
    expect(limiter.tryAccept()).toBe(false)
    const controller = new AbortController()
    const waiting = limiter.wait(controller.signal)
    controller.abort(new Error('enough'))
    await expect(waiting).rejects.toThrow('enough')
    await vi.advanceTimersByTimeAsync(1000)
    expect(limiter.tryAccept()).toBe(true)
  })

  it.each([
    [0, 1],
    [-1, 1],
    [Number.NaN, 1],
    [1, 0],
    [1, 1.5],
  ])('refuses %d a second with a burst of %d', (qps, burst) => {
    expect(() => new TokenBucketRateLimiter(qps, burst)).toThrow(RequestError)
  })
})

it('a request waits for its own limiter, a watch only when it is repeated', async () => {
  const turns: string[] = []
  const limiter = (name: string) => ({ qps: 1, tryAccept: () => true, wait: async () => void turns.push(name) })
  const transport = new ScriptedTransport({ status: 503, headers: { 'retry-after': '0' } }, { body: '' })
  const client = clientOver(transport)
  for await (const _ of client.get().throttle(limiter('watch')).watch()) expect.unreachable()
  await client.get().throttle(limiter('do')).do()
  await (await client.get().throttle(limiter('stream')).stream()).cancel()
  await client.get().throttle(undefined).do()
  expect(turns).toEqual(['watch', 'do', 'stream'])
})

describe('a limiter of somebody else', () => {
  const clientWith = (wait: RateLimiter['wait']) => {
    const transport = new ScriptedTransport({ body: '{}' })
    const request = clientOver(transport)
      .get()
      .throttle({ qps: 1, tryAccept: () => false, wait })
    return { request, transport }
  }

  it('that fails is named, and nothing is sent', async () => {
    const cause = new Error('over quota')
    const { request, transport } = clientWith(() => Promise.reject(cause))
    const error = await request.do().catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(RequestError)
    expect(error).toMatchObject({ message: 'the rate limiter failed: over quota', cause })
    expect(transport.requests).toEqual([])
  })

  it('that takes no notice of the signal holds nobody up', async () => {
    const { request, transport } = clientWith(() => new Promise(() => undefined))
    const reason = new Error('enough')
    const controller = new AbortController()
    const sent = request.do({ signal: controller.signal })
    controller.abort(reason)
    await expect(sent).rejects.toBe(reason)
    const late = expect(request.do({ timeoutMs: 5 })).rejects.toBeInstanceOf(TimeoutError)
    await late
    expect(transport.requests).toEqual([])
  })
})

describe('HostBackoff', () => {
  const url = new URL('https://a.test/x')

  it('doubles with every answer of 429 or 5xx, up to its cap, for each host', () => {
    const backoff = new HostBackoff({ baseMs: 10, maxMs: 50 })
    const delays = [429, 500, 503, 599, 500].map((code) => {
      backoff.update(url, undefined, code)
      return backoff.delayMs(url)
    })
    expect(delays).toEqual([10, 20, 40, 50, 50])
    expect(backoff.delayMs(new URL('https://b.test/x'))).toBe(0)
    backoff.update(url, undefined, 404)
    expect(backoff.delayMs(url)).toBe(0)
  })

  it('is over when the host was left alone for long', () => {
    let now = 0
    const backoff = new HostBackoff({ baseMs: 10, maxMs: 50, now: () => now })
    backoff.update(url, undefined, 500)
    now = 101
    expect(backoff.delayMs(url)).toBe(0)
  })

  it('is asked for by two whole numbers of seconds in the environment', () => {
    const both = { KUBE_CLIENT_BACKOFF_BASE: '1', KUBE_CLIENT_BACKOFF_DURATION: '30' }
    expect(backoffFromEnvironment(both)).toBeInstanceOf(HostBackoff)
    expect(backoffFromEnvironment({ ...both, KUBE_CLIENT_BACKOFF_BASE: undefined })).toBeUndefined()
    expect(backoffFromEnvironment({ ...both, KUBE_CLIENT_BACKOFF_DURATION: '1s' })).toBeUndefined()
  })
})
