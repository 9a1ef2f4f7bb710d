import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { AuthError, DecodeError, RequestError, StatusError, TimeoutError, TransportError } from '../errors/index.ts'
import type { KubernetesObject } from '../meta/index.ts'
import type { WatchEvent } from '../rest/index.ts'
import { RestartDelay } from './restart-delay.ts'
import { retryWatch, type WatchStartOptions } from './retry-watch.ts'
import { until } from './until.ts'

type Step = WatchEvent | Error | 'quiet'

const change = (type: 'ADDED' | 'MODIFIED' | 'DELETED', version: string): WatchEvent => ({
  type,
  object: { metadata: { name: 'a', resourceVersion: version } },
})
const bookmark = (version: string): WatchEvent => ({
  type: 'BOOKMARK',
  object: { apiVersion: 'v1', kind: 'Pod', metadata: { resourceVersion: version } },
})
const status = (code: number, reason: string) => new StatusError({ code, reason })

/** Starts watches from scripts, one for each connection; the last one repeats. */
function scripted(...scripts: Step[][]) {
  const starts: WatchStartOptions[] = []
  const start = async function* (options: WatchStartOptions) {
    starts.push(options)
    const script = (scripts.length > 1 ? scripts.shift() : scripts[0]) ?? []
    for (const step of script) {
      if (step instanceof Error) throw step
      if (step === 'quiet') {
        await new Promise((_resolve, reject) =>
          options.signal.addEventListener('abort', () => reject(options.signal.reason)),
        )
      } else {
        yield step
      }
    }
  }
  return { start, starts, versions: () => starts.map(({ resourceVersion }) => resourceVersion) }
}

/** Takes a number of events, letting all waits pass. */
async function take(watch: AsyncIterable<WatchEvent<KubernetesObject>>, count: number) {
  const seen: string[] = []
  const work = (async () => {
    try {
      for await (const { type, object } of watch) {
        seen.push(`${type} ${object.metadata?.resourceVersion}`)
        if (seen.length === count) return undefined
      }
      return 'ended'
    } catch (error) {
      return error
    }
  })()
  for (let turn = 0; turn < 50; turn++) await vi.advanceTimersByTimeAsync(1000)
  return { seen, end: await work }
}

beforeEach(() => vi.useFakeTimers())
afterEach(() => vi.useRealTimers())

describe('retryWatch', () => {
  it('goes on from the last version after an end, a drop and a failure', async () => {
    const { start, versions } = scripted(
      [change('ADDED', '5')],
      [new TransportError('cut', { code: 'ECONNRESET' })],
      [change('MODIFIED', '6'), new TransportError('cut')],
      [status(500, 'InternalError')],
      [new DecodeError('torn')],
      [change('DELETED', '9'), 'quiet'],
    )
    const { seen } = await take(retryWatch(start, { resourceVersion: '3' }), 3)
    expect(seen).toEqual(['ADDED 5', 'MODIFIED 6', 'DELETED 9'])
    expect(versions()).toEqual(['3', '5', '5', '6', '6', '6'])
  })

  it('keeps bookmarks to itself and goes on from them', async () => {
    const { start, starts, versions } = scripted([bookmark('8')], [change('ADDED', '9'), 'quiet'])
    const { seen } = await take(retryWatch(start, { resourceVersion: '3' }), 1)
    expect(seen).toEqual(['ADDED 9'])
    expect(versions()).toEqual(['3', '8'])
    expect(starts[0]?.allowWatchBookmarks).toBe(true)
  })

  it.each<[string, Error]>([
    ['410 Gone', status(410, 'Gone')],
    ['410 Expired', status(410, 'Expired')],
    ['401', status(401, 'Unauthorized')],
    ['403', status(403, 'Forbidden')],
    ['a refused argument', new RequestError('bad')],
    ['a bug in start', new TypeError('undefined is not a function')],
    ['credentials that cannot be had', new AuthError('exec plugin x', 'failed')],
  ])('ends with %s', async (_name, error) => {
    const { start, starts } = scripted([change('ADDED', '5')], [error])
    expect(await take(retryWatch(start, { resourceVersion: '3' }), 9)).toEqual({ seen: ['ADDED 5'], end: error })
    expect(starts.length).toBe(2)
  })

  it('ends with an object that has no version', async () => {
    const { start } = scripted([{ type: 'ADDED', object: {} }])
    expect((await take(retryWatch(start, { resourceVersion: '3' }), 1)).end).toBeInstanceOf(DecodeError)
  })

  it.each(['', '0', undefined as never, 5 as never])('refuses to begin at the version "%s"', (resourceVersion) => {
    expect(() => retryWatch(scripted().start, { resourceVersion })).toThrow(RequestError)
  })

  it('holds back longer while failures repeat, up to half a minute', async () => {
    const delays: number[] = []
    const failing = scripted([new TransportError('no')])
    const controller = new AbortController()
    const watch = retryWatch(failing.start, {
      resourceVersion: '3',
      signal: controller.signal,
      onRestart: ({ delayMs }) => delays.push(delayMs),
    })
    await Promise.all([take(watch, 1), vi.advanceTimersByTimeAsync(49_000).then(() => controller.abort('enough'))])
    expect(delays.length).toBeGreaterThan(3)
    for (const [index, delay] of delays.entries()) {
      const wanted = Math.min(30_000, 1000 * 2 ** index)
      expect(delay).toBeGreaterThanOrEqual(wanted)
      expect(delay).toBeLessThanOrEqual(wanted * 1.5)
    }
  })

  it('waits as long as the server asks', async () => {
    const delays: number[] = []
    const busy = new StatusError({ code: 429, reason: 'TooManyRequests', details: { retryAfterSeconds: 20 } })
    const { start } = scripted([busy], [change('ADDED', '5'), 'quiet'])
    const onRestart = ({ delayMs }: { delayMs: number }) => delays.push(delayMs)
    await take(retryWatch(start, { resourceVersion: '3', onRestart }), 1)
    expect(delays).toEqual([20_000])
  })

  it('gives up a connection that is silent, and goes on with another', async () => {
    const { start, versions } = scripted([change('ADDED', '2'), 'quiet'], [change('MODIFIED', '3'), 'quiet'])
    const restarts: unknown[] = []
    const onRestart = ({ error }: { error: unknown }) => restarts.push(error)
    const watch = retryWatch(start, { resourceVersion: '1', idleTimeoutMs: 5000, onRestart })
    expect((await take(watch, 2)).seen).toEqual(['ADDED 2', 'MODIFIED 3'])
    expect(versions()).toEqual(['1', '2'])
    expect(restarts).toEqual([expect.any(TimeoutError)])
  })

  it('gives up a silent connection that takes no notice of its signal', async () => {
    let returned = 0
    const starts: AbortSignal[] = []
    const start = ({ signal }: WatchStartOptions) => {
      starts.push(signal)
      const iterator = {
        next: () => new Promise<never>(() => {}),
        async return() {
          returned += 1
          return { done: true as const, value: undefined }
        },
      }
      return { [Symbol.asyncIterator]: () => iterator }
    }
    const iterator = retryWatch(start, { resourceVersion: '1', idleTimeoutMs: 5000 })[Symbol.asyncIterator]()
    iterator.next().catch(() => undefined)
    await vi.advanceTimersByTimeAsync(7000)
    expect(starts.length).toBe(2)
    expect(starts[0]?.aborted).toBe(true)
    expect(returned).toBe(1)
    await iterator.return()
  })

  it('is silent for five minutes unless told otherwise, and does not count the time of its reader', async () => {
    const { start, starts } = scripted([change('ADDED', '2'), change('ADDED', '3'), 'quiet'])
    const iterator = retryWatch(start, { resourceVersion: '1' })[Symbol.asyncIterator]()
    await iterator.next()
    await vi.advanceTimersByTimeAsync(1_000_000)
    await iterator.next()
    iterator.next().catch(() => undefined)
    await vi.advanceTimersByTimeAsync(299_000)
    expect(starts.length).toBe(1)
    await vi.advanceTimersByTimeAsync(3000)
    expect(starts.length).toBe(2)
    await iterator.return()
    const patient = retryWatch(start, { resourceVersion: '1', idleTimeoutMs: Number.POSITIVE_INFINITY })
    const { seen } = await take({ [Symbol.asyncIterator]: () => patient[Symbol.asyncIterator]() }, 2)
    expect(seen).toEqual(['ADDED 2', 'ADDED 3'])
  })

  it.each([-1, Number.NaN, 'a' as never])('refuses %o as a limit', (idleTimeoutMs) => {
    expect(() => retryWatch(scripted([]).start, { resourceVersion: '1', idleTimeoutMs })).toThrow(RequestError)
  })

  it('throws the reason of the signal, while it waits too', async () => {
    for (const script of [['quiet' as const], [new TransportError('no')]]) {
      const controller = new AbortController()
      const watch = retryWatch(scripted(script).start, { resourceVersion: '3', signal: controller.signal })
      setTimeout(() => controller.abort('enough'), 500)
      expect(await take(watch, 1)).toEqual({ seen: [], end: 'enough' })
    }
  })

  it('ends a connection that takes no notice of its signal', async () => {
    let isFreed = false
    const start = () => ({
      [Symbol.asyncIterator]: () => {
        let end: (result: IteratorResult<WatchEvent, undefined>) => void = () => undefined
        return {
          next: () => new Promise<IteratorResult<WatchEvent, undefined>>((resolve) => (end = resolve)),
          async return(): Promise<IteratorResult<WatchEvent, undefined>> {
            isFreed = true
            end({ done: true, value: undefined })
            return { done: true, value: undefined }
          },
        }
      },
    })
    const iterator = retryWatch(start, { resourceVersion: '3' })[Symbol.asyncIterator]()
    const waiting = iterator.next()
    await vi.advanceTimersByTimeAsync(1)
    await iterator.return()
    expect(isFreed).toBe(true)
    await expect(waiting).resolves.toEqual({ done: true, value: undefined })
  })

  it('listens to the signal only while it runs', async () => {
    const { signal } = new AbortController()
    const added = vi.spyOn(signal, 'addEventListener')
    const removed = vi.spyOn(signal, 'removeEventListener')
    const watch = retryWatch(scripted([change('ADDED', '5'), 'quiet']).start, { resourceVersion: '3', signal })
    watch[Symbol.asyncIterator]()
    expect(added).not.toHaveBeenCalled()
    await take(watch, 1)
    expect(removed).toHaveBeenCalledTimes(added.mock.calls.length)
  })

  it('ends its connection on break, and on return while it waits', async () => {
    const { start, starts } = scripted([change('ADDED', '5'), 'quiet'])
    await take(retryWatch(start, { resourceVersion: '3' }), 1)
    expect(starts[0]?.signal.aborted).toBe(true)
    const iterator = retryWatch(scripted(['quiet']).start, { resourceVersion: '3' })[Symbol.asyncIterator]()
    const waiting = iterator.next()
    await vi.advanceTimersByTimeAsync(1)
    await iterator.return()
    await expect(waiting).resolves.toEqual({ done: true, value: undefined })
    expect(vi.getTimerCount()).toBe(0)
  })
})

describe('RestartDelay', () => {
  it('counts the time that the connection lasted', async () => {
    const delay = new RestartDelay(() => 0)
    delay.started()
    await vi.advanceTimersByTimeAsync(400)
    expect(delay.next()).toBe(600)
    delay.started()
    await vi.advanceTimersByTimeAsync(60_000)
    expect(delay.next()).toBe(0)
    delay.started()
    delay.started()
    delay.started()
    expect(delay.next()).toBe(8000)
    delay.progressed()
    expect(delay.next()).toBe(1000)
  })
})

describe('until', () => {
  async function* events() {
    yield change('ADDED', '1')
    yield change('MODIFIED', '2')
    yield change('DELETED', '3')
  }

  it('gives the event that meets the last condition', async () => {
    const isModified = (event: WatchEvent) => event.type === 'MODIFIED'
    expect(await until(events(), isModified)).toMatchObject({ type: 'MODIFIED' })
    expect(await until(events(), isModified, isModified, async ({ type }) => type === 'DELETED')).toMatchObject({
      type: 'DELETED',
    })
    expect(await until(events())).toBeUndefined()
  })

  it('throws when the events end before, and what a condition throws', async () => {
    await expect(until(events(), () => false)).rejects.toThrow('when 0 of 1 conditions had been met')
    const refuse = () => {
      throw new Error('wrong object')
    }
    await expect(until(events(), refuse)).rejects.toThrow('wrong object')
  })
})
