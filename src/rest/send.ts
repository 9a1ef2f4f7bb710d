import { RequestError, TransportError } from '../errors/index.ts'
import { isKubeclientError } from '../errors/predicates.ts'
import { watchAbort } from '../transport/abort-watch.ts'
import type { RequestHeaders, Transport, TransportResponse } from '../transport/index.ts'
import { unlessAborted } from '../transport/unless-aborted.ts'
import { type RequestTarget, readFailure, statusErrorFromAnswer } from './answer.ts'
import type { BackoffManager } from './backoff.ts'
import { type Deadline, sleep } from './deadline.ts'
import { giveUp } from './give-up.ts'
import { isMeasured, measure, measureSince, startClock } from './metrics.ts'
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

/** The limits of a request, the outer one first. The signal of the last one follows those of the others. */
export type Deadlines = readonly Pick<Deadline, 'signal' | 'expired'>[]

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
export async function sendWithRetries(exchange: Exchange, deadlines: Deadlines): Promise<Sent> {
  const signal = deadlines[deadlines.length - 1]?.signal
  const { url, backoff } = exchange
  let previous: Error | undefined
  for (let attempt = 0; ; attempt++) {
    try {
      const delayMs = backoff?.delayMs(url) ?? 0
      if (attempt === 0 && delayMs > 0) await sleep(delayMs, signal)
      const mayRepeat = attempt < exchange.maxRetries && exchange.body.kind !== 'stream'
      signal?.throwIfAborted()
      let response: TransportResponse | undefined
      let waitMs: number | undefined = droppedConnectionDelayMs
      try {
        // Awaited here and not in a function of its own: each async frame counts in a small request.
        response = await sendOrAbort(exchange, signal)
      } catch (error) {
        previous = afterNoAnswer(exchange, attempt, mayRepeat, signal, error)
      }
      if (response !== undefined) {
        backoff?.update(url, undefined, response.status)
        measureAttempt(exchange, attempt, response.status)
        waitMs = mayRepeat ? retryAfterMs(response.status, response.headers) : undefined
        if (waitMs === undefined) return { response, previous }
        previous = await failureOf(response, exchange.target)
      }
      await sleep(Math.max(waitMs, backoff?.delayMs(url) ?? 0), signal)
      if (exchange.rateLimiter !== undefined) await throttle(exchange, exchange.rateLimiter, signal)
    } catch (error) {
      throw finalError(error, previous, deadlines)
    }
  }
}

/** What an attempt without an answer ended with, if it may be repeated. Throws that where it may not. */
function afterNoAnswer(
  exchange: Exchange,
  attempt: number,
  mayRepeat: boolean,
  signal: AbortSignal | undefined,
  error: unknown,
): Error {
  exchange.backoff?.update(exchange.url, error, undefined)
  measureAttempt(exchange, attempt, '<error>')
  if (signal?.aborted || !mayRepeat || !isRepeatable(error, exchange.target.method, exchange.mode)) throw error
  return error as Error
}

/** Sends, and gives up when the signal fires, even if the transport takes no notice of it. */
function sendOrAbort(exchange: Exchange, signal: AbortSignal | undefined): Promise<TransportResponse> {
  const sent = exchange.transport.send(transportRequest(exchange, signal))
  if (signal === undefined) return sent
  return new Promise((resolve, reject) => {
    const end = watchAbort(signal, {
      abort(reason) {
        reject(reason)
        sent.then(({ body }) => giveUp(body)).catch(() => undefined)
      },
    })
    sent.then(resolve, reject).finally(end)
  })
}

/**
 * Waits for the limiter. Without one it is not called: an await costs even where there is nothing to wait for.
 *
 * @throws {RequestError} if a limiter of somebody else's fails; the signal's own reason if that fires
 */
export async function throttle(
  exchange: Exchange,
  rateLimiter: RateLimiter,
  signal: AbortSignal | undefined,
): Promise<void> {
  const startedAt = startClock()
  try {
    // A limiter may take no notice of the signal.
    await unlessAborted(takeTurn(rateLimiter, signal), signal)
  } catch (error) {
    if (signal?.aborted) throw signal.reason
    const message = error instanceof Error ? error.message : String(error)
    throw isKubeclientError(error) ? error : new RequestError(`the rate limiter failed: ${message}`, { cause: error })
  }
  measureSince('rateLimiterLatency', exchange, startedAt)
}

async function takeTurn(limiter: RateLimiter, signal: AbortSignal | undefined): Promise<void> {
  signal?.throwIfAborted()
  await limiter.wait(signal)
}

function measureAttempt(exchange: Exchange, attempt: number, outcome: number | '<error>'): void {
  if (!isMeasured()) return
  const code = String(outcome)
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
  const body = await readFailure(response.body).catch(() => new Uint8Array())
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

function finalError(error: unknown, previous: Error | undefined, deadlines: Deadlines): unknown {
  const signal = deadlines.at(-1)?.signal
  if (!signal?.aborted) return addPreviousAttempt(asOwnError(error), previous)
  // A caller's own reason is rethrown untouched; a deadline of ours tells what it was waiting for.
  const isOurs = deadlines.some(({ expired }) => expired !== undefined && expired === signal.reason)
  return isOurs ? addPreviousAttempt(signal.reason, previous) : signal.reason
}

/** What a transport of somebody else's throws may be anything; callers are promised a {@link TransportError}. */
function asOwnError(error: unknown): unknown {
  if (isKubeclientError(error)) return error
  const message = error instanceof Error ? error.message : String(error)
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : undefined
  return new TransportError(`the transport failed: ${message}`, { cause: error, code })
}
