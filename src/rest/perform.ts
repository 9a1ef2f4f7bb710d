import { RequestError } from '../errors/index.ts'
import type { TransportResponse } from '../transport/index.ts'
import { readBody, readBodyStart, statusErrorFromAnswer } from './answer.ts'
import { byteStream } from './byte-stream.ts'
import type { CallOptions } from './call-options.ts'
import { checkTimeout, createDeadline, type Deadline } from './deadline.ts'
import { Result } from './result.ts'
import { type Exchange, type Sent, sendWithRetries } from './send.ts'
import { type Warning, type WarningHandler, warningsOf } from './warnings.ts'
import type { OpenWatch } from './watch-stream.ts'

/** Limits of a call whose answer is read as a whole. */
export interface ReadOptions extends CallOptions {
  /** Refuses an answer that is larger, counted after decompression. Default: no limit. */
  readonly maxBytes?: number | undefined
}

/** Limits of a call whose answer may stay open. */
export interface StreamOptions extends CallOptions {
  /** Ends the stream with a `TimeoutError` when no byte arrives for this long, in milliseconds. Default: no limit. */
  readonly idleTimeoutMs?: number | undefined
}

/** A request with what surrounds its sending. */
export interface PreparedRequest extends Exchange {
  readonly warningHandler: () => WarningHandler
  /** The builder's deadline: it starts when the limiter lets the request go, and the server is told of it. */
  readonly timeoutMs: number | undefined
}

/** Sends a request and reads the whole answer, whatever its status. */
export async function performRead(request: PreparedRequest, options: ReadOptions): Promise<Result> {
  checkTimeout('timeoutMs', options.timeoutMs)
  const call = createDeadline([options.signal], options.timeoutMs, request.target)
  try {
    await request.rateLimiter?.wait(call.signal)
    const deadline = createDeadline([call.signal], request.timeoutMs, request.target)
    try {
      const { response, previous } = await sendWithRetries(request, deadline.signal)
      const body = await readBody(response.body, options.maxBytes, request.target)
      const warnings = reportWarnings(request, response)
      return new Result({ ...head(response), body, warnings, target: request.target, previous })
    } finally {
      deadline.dispose()
    }
  } finally {
    call.dispose()
  }
}

/**
 * Sends a request and hands over the bytes of the answer.
 *
 * @throws {StatusError} if the answer is not 200 to 299
 */
export async function performStream(
  request: PreparedRequest,
  options: StreamOptions,
): Promise<ReadableStream<Uint8Array>> {
  const { response, deadline } = await open(request, options, [options.signal], true)
  return byteStream(response.body, () => deadline.dispose())
}

/**
 * Opens a watch. A watch does not wait for the limiter at first, only when it is repeated.
 *
 * @throws {StatusError} if the answer is not 200
 */
export async function performWatch(
  request: PreparedRequest,
  options: StreamOptions,
  closed: AbortSignal,
): Promise<OpenWatch & { readonly response: TransportResponse }> {
  const { response, deadline } = await open(request, options, [options.signal, closed], false)
  return { body: response.body, deadline, response }
}

async function open(
  request: PreparedRequest,
  options: StreamOptions,
  signals: readonly (AbortSignal | undefined)[],
  isThrottled: boolean,
): Promise<{ response: TransportResponse; deadline: Deadline }> {
  checkTimeout('timeoutMs', options.timeoutMs)
  checkTimeout('idleTimeoutMs', options.idleTimeoutMs)
  const deadline = createDeadline(signals, options.timeoutMs ?? request.timeoutMs, request.target)
  try {
    if (isThrottled) await request.rateLimiter?.wait(deadline.signal)
    const sent = await sendWithRetries({ ...request, idleTimeoutMs: options.idleTimeoutMs }, deadline.signal)
    reportWarnings(request, sent.response)
    await checkOpened(request, sent)
    deadline.lift()
    return { response: sent.response, deadline }
  } catch (error) {
    deadline.dispose()
    throw error
  }
}

/** @throws {StatusError} if the answer is no success for this kind of request */
async function checkOpened(request: PreparedRequest, { response, previous }: Sent): Promise<void> {
  const { status } = response
  if (request.mode === 'watch' ? status === 200 : status >= 200 && status <= 299) return
  const body = await readBodyStart(response.body)
  throw statusErrorFromAnswer({ ...head(response), body }, request.target, previous)
}

function reportWarnings(request: PreparedRequest, response: TransportResponse): Warning[] {
  const warnings = warningsOf(response.headers)
  for (const { code, agent, text } of warnings) request.warningHandler().handleWarningHeader(code, agent, text)
  return warnings
}

function head(response: TransportResponse): Pick<TransportResponse, 'status' | 'headers'> {
  return { status: response.status, headers: response.headers }
}

/**
 * What a request without a namespace, where one was asked for, must not do.
 *
 * Source: `requestPreflightCheck` in k8s.io/client-go/rest.
 *
 * @throws {RequestError} for a creation, and for a single object
 */
export function checkNamespace(method: string, namespace: string | undefined, name: string): void {
  if (namespace !== '') return
  if (method === 'POST') throw new RequestError('an empty namespace may not be set during creation')
  if ((method === 'GET' || method === 'PUT' || method === 'DELETE') && name !== '') {
    throw new RequestError('an empty namespace may not be set when a resource name is provided')
  }
}
