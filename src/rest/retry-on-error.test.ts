import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { isServiceUnavailable, RequestError, StatusError } from '../errors/index.ts'
import { type Backoff, defaultBackoff, defaultRetry, retryOnConflict, retryOnError } from './retry-on-error.ts'

beforeEach(() => vi.useFakeTimers({ now: 0 }))
afterEach(() => {
  vi.useRealTimers()
  vi.restoreAllMocks()
})

const conflict = (message: string) => new StatusError({ code: 409, reason: 'Conflict', message })

/** A function that fails with each of the errors and then gives a value, and the times at which it was called. */
function failing(...errors: readonly Error[]) {
  const at: number[] = []
  const act = async () => {
    at.push(Date.now())
    const error = errors[at.length - 1]
    if (error !== undefined) throw error
    return 'done'
  }
  return { act, at }
}

/** Lets all waits pass. */
async function settled<T>(promise: Promise<T>): Promise<{ value: T } | { error: unknown }> {
  const outcome = promise.then(
    (value) => ({ value }),
    (error: unknown) => ({ error }),
  )
  await vi.runAllTimersAsync()
  return outcome
}

const conflicts = (count: number) => Array.from({ length: count }, (_, index) => conflict(`${index + 1}`))

it('gives what the function gives, whether it waits or not', async () => {
  expect(await settled(retryOnConflict(async () => 1))).toEqual({ value: 1 })
  expect(await settled(retryOnConflict(() => 2))).toEqual({ value: 2 })
})

it.each<[string, Backoff | undefined, number, number[]]>([
  ['by default', undefined, 0, [0, 10, 20, 30, 40]],
  ['by default, with all the jitter', undefined, 1, [0, 11, 22, 33, 44]],
  ['with the longer default', defaultBackoff, 0, [0, 10, 60, 310]],
  ['with a backoff of its own', { steps: 3, durationMs: 100, factor: 2 }, 1, [0, 100, 300]],
  ['once', { steps: 1, durationMs: 100 }, 0, [0]],
])('%s, waits between the attempts, and throws the last conflict', async (_name, backoff, random, times) => {
  vi.spyOn(Math, 'random').mockReturnValue(random)
  const { act, at } = failing(...conflicts(9))
  expect(await settled(retryOnConflict(act, backoff))).toEqual({ error: conflict(`${times.length}`) })
  expect(at).toEqual(times)
})

it('ends with the first success', async () => {
  const { act, at } = failing(...conflicts(2))
  expect(await settled(retryOnConflict(act))).toEqual({ value: 'done' })
  expect(at).toHaveLength(3)
})

it.each([
  new StatusError({ code: 409, reason: 'AlreadyExists' }),
  new StatusError({ code: 404, reason: 'NotFound' }),
  new Error('another'),
])('throws at once what is no conflict: %s', async (error) => {
  const { act, at } = failing(error)
  expect(await settled(retryOnConflict(act))).toEqual({ error })
  expect(at).toHaveLength(1)
})

it('takes any notion of what can be retried', async () => {
  const unavailable = new StatusError({ code: 503, reason: 'ServiceUnavailable' })
  const { act, at } = failing(unavailable, unavailable, conflict('c'))
  expect(await settled(retryOnError(defaultRetry, isServiceUnavailable, act))).toEqual({ error: conflict('c') })
  expect(at).toHaveLength(3)
})

it('takes what is thrown before there is a promise', async () => {
  let calls = 0
  const act = () => {
    if (++calls < 3) throw conflict('c')
    return calls
  }
  expect(await settled(retryOnConflict(act))).toEqual({ value: 3 })
})

it('ends with the signal, before an attempt and in a wait', async () => {
  const early = failing()
  const aborted = AbortSignal.abort(new Error('enough'))
  expect(await settled(retryOnConflict(early.act, undefined, { signal: aborted }))).toEqual({
    error: new Error('enough'),
  })
  expect(early.at).toEqual([])
  const controller = new AbortController()
  const { act, at } = failing(...conflicts(9))
  const slow = { steps: 9, durationMs: 1000 }
  setTimeout(() => controller.abort(new Error('enough')), 1500)
  expect(await settled(retryOnConflict(act, slow, { signal: controller.signal }))).toEqual({
    error: new Error('enough'),
  })
  expect(at).toEqual([0, 1000])
  expect(vi.getTimerCount()).toBe(0)
})

it.each<[unknown, string]>([
  [null, 'invalid backoff: expected an object'],
  [{ signal: undefined }, 'invalid backoff.steps: expected a whole number from 1 on, found undefined'],
  [{ steps: 0, durationMs: 1 }, 'invalid backoff.steps'],
  [{ steps: 1 }, 'invalid backoff.durationMs: expected a number that is not negative, found undefined'],
  [{ steps: 1, durationMs: -1 }, 'invalid backoff.durationMs'],
  [{ steps: 1, durationMs: 1, factor: Number.NaN }, 'invalid backoff.factor'],
  [{ steps: 1, durationMs: 1, jitter: '1' }, 'invalid backoff.jitter'],
])('refuses %j and calls nothing', async (backoff, message) => {
  const { act, at } = failing()
  const call = retryOnConflict(act, backoff as Backoff)
  await expect(call).rejects.toBeInstanceOf(RequestError)
  await expect(call).rejects.toThrow(message)
  expect(at).toEqual([])
})
