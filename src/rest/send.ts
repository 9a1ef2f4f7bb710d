import { TimeoutError } from '../errors/index.ts'
import type { RequestHeaders, Transport, TransportResponse } from '../transport/index.ts'
import { type RequestTarget, readBodyStart, statusErrorFromAnswer } from './answer.ts'
import type { BackoffManager } from './backoff.ts'
import { sleep } from './deadline.ts'
import { measure } from './metrics.ts'
import type { RateLimiter } from './rate-limiter.ts'
import type { EncodedBody } from './request-body.ts'
import { addPreviousAttempt, droppedConnectionDelayMs, isRepeatable, retryAfterMs, type SendMode } from './retry.ts'

/** A request in which everything is decided. */
export interface Exchange {
  readonly url: URL
  readonly headers: RequestHeaders
  readonly body: EncodedBody
  readonly target: RequestTarget
  /** The config's base path, which the labels of measurements keep. */
  readonly basePath: string
  readonly mode: SendMode
  readonly maxRetries: number
  readonly idleTimeoutMs: number | undefined
  readonly transport: Transport
  readonly rateLimiter: RateLimiter | undefined
  readonly backoff: BackoffManager | undefined
}

/** An answer, and what the attempt before it ended with. */
export interface Sent {
  readonly response: TransportResponse
  readonly previous: Error | undefined
}

/**
 * Sends a request, again and again where that is allowed: after 429 and 5xx with a Retry-After in seconds, and after a
 * dropped connection where nothing can have happened twice. Waits are cut short by the signal.
 *
 * Source: `withRetry` in k8s.io/client-go/rest.
 *
 * @throws {TransportError} if the last attempt got no answer; the signal's own reason if that fired
 */
export async function sendWithRetries(exchange: Exchange, signal: AbortSignal | undefined): Promise<Sent> {
  const { url, backoff } = exchange
  let previous: Error | undefined
  for (let attempt = 0; ; attempt++) {
    try {
      const delayMs = backoff?.delayMs(url) ?? 0
      if (attempt === 0 && delayMs > 0) await sleep(delayMs, signal)
      const mayRepeat = attempt < exchange.maxRetries && exchange.body.kind !== 'stream'
      const outcome = await tryOnce(exchange, attempt, mayRepeat, signal)
      if ('response' in outcome) return { response: outcome.response, previous }
      previous = outcome.error
      await sleep(Math.max(outcome.waitMs, backoff?.delayMs(url) ?? 0), signal)
      await throttle(exchange, signal)
    } catch (error) {
      throw finalError(error, previous, signal)
    }
  }
}

type Outcome = { readonly response: TransportResponse } | { readonly error: Error; readonly waitMs: number }

/** One attempt: an answer to hand on, or why and after how long to try again. Throws where there is nothing to repeat. */
async function tryOnce(
  exchange: Exchange,
  attempt: number,
  mayRepeat: boolean,
  signal: AbortSignal | undefined,
): Promise<Outcome> {
  signal?.throwIfAborted()
  let response: TransportResponse
  try {
    response = await exchange.transport.send(transportRequest(exchange, signal))
  } catch (error) {
    exchange.backoff?.update(exchange.url, error, undefined)
    measureAttempt(exchange, attempt, '<error>')
    if (signal?.aborted || !mayRepeat || !isRepeatable(error, exchange.target.method, exchange.mode)) throw error
    return { error: error as Error, waitMs: droppedConnectionDelayMs }
  }
  exchange.backoff?.update(exchange.url, undefined, response.status)
  measureAttempt(exchange, attempt, String(response.status))
  const waitMs = mayRepeat ? retryAfterMs(response.status, response.headers) : undefined
  if (waitMs === undefined) return { response }
  return { error: await failureOf(response, exchange.target), waitMs }
}

/** Waits for the limiter, if there is one. */
export async function throttle(exchange: Exchange, signal: AbortSignal | undefined): Promise<void> {
  if (exchange.rateLimiter === undefined) return
  const startedAt = performance.now()
  await exchange.rateLimiter.wait(signal)
  measure('rateLimiterLatency', exchange, () => ({ latencyMs: performance.now() - startedAt }))
}

function measureAttempt(exchange: Exchange, attempt: number, code: string): void {
  const { body } = exchange
  if (body.kind === 'bytes') measure('requestSize', exchange, () => ({ bytes: byteLength(body.data) }))
  measure('requestResult', exchange, () => ({ code }))
  if (attempt > 0) measure('requestRetry', exchange, () => ({ code, attempt }))
}

function byteLength(data: Uint8Array | string): number {
  return typeof data === 'string' ? new TextEncoder().encode(data).byteLength : data.byteLength
}

/** The failure that an answer to be repeated stands for; reading it frees the connection for the next attempt. */
async function failureOf(response: TransportResponse, target: RequestTarget): Promise<Error> {
  const body = await readBodyStart(response.body).catch(() => new Uint8Array())
  return statusErrorFromAnswer({ ...response, body }, target)
}

function transportRequest(exchange: Exchange, signal: AbortSignal | undefined) {
  return {
    method: exchange.target.method,
    url: exchange.url,
    headers: exchange.headers,
    body: exchange.body.kind === 'none' ? undefined : exchange.body.data,
    signal,
    stream: exchange.mode !== 'request',
    idleTimeoutMs: exchange.idleTimeoutMs,
  }
}

function finalError(error: unknown, previous: Error | undefined, signal: AbortSignal | undefined): unknown {
  // A caller's own reason is rethrown untouched; a deadline of ours tells what it was waiting for.
  if (signal?.aborted) {
    return signal.reason instanceof TimeoutError ? addPreviousAttempt(signal.reason, previous) : signal.reason
  }
  return addPreviousAttempt(error, previous)
}
