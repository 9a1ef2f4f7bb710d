import type { TransportResponse } from '../transport/index.ts'
import {
  checkBodySize,
  checkJson,
  headerOf,
  readBody,
  readFailure,
  refuseFailure,
  statusErrorFromAnswer,
} from './answer.ts'
import { type ByteStream, byteStream } from './byte-stream.ts'
import type { CallOptions } from './call-options.ts'
import { checkTimeout, createDeadline, type Deadline } from './deadline.ts'
import { giveUp } from './give-up.ts'
import type { MetadataSettler } from './item-stream.ts'
import { type ObjectType, withItemTypes } from './item-type.ts'
import { measure, measureSince, startClock } from './metrics.ts'
import { iterateItems, type ListReading, readList } from './read-list.ts'
import { checkMaxBytes } from './request-checks.ts'
import { decodeAnswer, isSuccess, Result } from './result.ts'
import { type Exchange, type Sent, sendWithRetries, throttle } from './send.ts'
import { tell } from './tell.ts'
import { type Warning, type WarningHandler, warningsOf } from './warnings.ts'
import { WatchDecoder } from './watch-decoder.ts'
import { toWatchEvent } from './watch-event.ts'
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

/** Limits of a watch. */
export interface WatchReadOptions extends StreamOptions {
  /**
   * Ends the watch with a `BodyTooLargeError` at an event that is larger, counted after decompression. The watch as a
   * whole may be of any size. Default: no limit.
   */
  readonly maxBytes?: number | undefined
}

/** A request with what surrounds its sending. */
export interface PreparedRequest extends Exchange {
  readonly warningHandler: () => WarningHandler
  /** Reads JSON. */
  readonly parse: (text: string) => unknown
  /** The builder's deadline: it starts when the limiter lets the request go, and the server is told of it. */
  readonly timeoutMs: number | undefined
  /** What the items of a list are, where they do not say it themselves. */
  readonly itemType: ObjectType | undefined
}

/** Sends a request and reads the whole answer, whatever its status. */
export function performRead(request: PreparedRequest, options: ReadOptions): Promise<Result> {
  return exchange(request, options, readResult)
}

/** Below this size a body is read at once: nothing is gained by parsing it while it comes. */
const streamedBytes = 128 * 1024

/**
 * Sends a request and gives the value that comes back. A large list is parsed while it is still coming.
 *
 * @throws {StatusError} if the answer is a failure
 */
export function performInto(request: PreparedRequest, options: ReadOptions): Promise<unknown> {
  return exchange(request, options, readValue)
}

function readValue(request: PreparedRequest, options: ReadOptions, sent: Sent): Promise<unknown> {
  return mayBeLargeList(request, sent.response)
    ? readLargeList(request, options, sent)
    : readSmallValue(request, options, sent)
}

async function readSmallValue(request: PreparedRequest, options: ReadOptions, sent: Sent): Promise<unknown> {
  const { response, previous } = sent
  const { status, headers } = response
  const { target, parse, itemType } = request
  const body = await readWhole(request, options, response)
  reportWarnings(request, response)
  if (!isSuccess(status)) throw statusErrorFromAnswer({ status, headers, body }, target, previous)
  const value = decodeAnswer({ status, headers, body, target, parse })
  refuseFailure(value, status, target, previous)
  return itemType === undefined ? value : withItemTypes(value, itemType)
}

async function readLargeList(request: PreparedRequest, options: ReadOptions, sent: Sent): Promise<unknown> {
  const { response, previous } = sent
  reportWarnings(request, response)
  checkOrCancel(request, response, options.maxBytes)
  const value = await readList(response.body, {
    target: request.target,
    parse: request.parse,
    maxBytes: options.maxBytes,
    itemType: request.itemType,
    onSize: (bytes) => measure('responseSize', request, () => ({ bytes })),
  })
  refuseFailure(value, response.status, request.target, previous)
  return value
}

/** Whether parsing while the answer comes may be worth while. A list of more than 2 kB has no Content-Length. */
function mayBeLargeList({ target }: PreparedRequest, response: TransportResponse): boolean {
  if (target.method !== 'GET' || target.name !== '' || !isSuccess(response.status)) return false
  const length = headerOf(response, 'content-length')
  return length === undefined || Number(length) >= streamedBytes
}

/** Sends a request under its deadlines and hands the answer on while they run. */
async function exchange<T>(
  request: PreparedRequest,
  options: ReadOptions,
  read: (request: PreparedRequest, options: ReadOptions, sent: Sent) => Promise<T>,
): Promise<T> {
  checkTimeout('timeoutMs', options.timeoutMs)
  checkMaxBytes(options.maxBytes)
  const call = createDeadline([options.signal], options.timeoutMs, request.target)
  try {
    if (request.rateLimiter !== undefined) await throttle(request, request.rateLimiter, call.signal)
    const startedAt = startClock()
    const deadline = createDeadline([call.signal], request.timeoutMs, request.target)
    try {
      return await read(request, options, await sendWithRetries(request, [call, deadline]))
    } finally {
      deadline.dispose()
      measureSince('requestLatency', request, startedAt)
    }
  } finally {
    call.dispose()
  }
}

async function readResult(request: PreparedRequest, options: ReadOptions, sent: Sent): Promise<Result> {
  const { response, previous } = sent
  const { status, headers } = response
  const body = await readWhole(request, options, response)
  const warnings = reportWarnings(request, response)
  return new Result({ status, headers, body, warnings, target: request.target, parse: request.parse, previous })
}

async function readWhole(
  request: PreparedRequest,
  options: ReadOptions,
  response: TransportResponse,
): Promise<Uint8Array> {
  // A failure has a limit of its own: a small one of the caller's must not hide what went wrong.
  const body = isSuccess(response.status)
    ? await readBody(response.body, options.maxBytes, request.target)
    : await readFailure(response.body)
  measure('responseSize', request, () => ({ bytes: body.byteLength }))
  return body
}

/** The items of a list, read as they come; the first one sends the request. Throws a `StatusError` for a failure. */
export function performItems<T>(
  request: PreparedRequest,
  options: ReadOptions & StreamOptions,
  settle: MetadataSettler,
): AsyncGenerator<T, undefined> {
  const connect = async () => {
    const { response, deadline } = await open(request, options, [options.signal], true)
    return { body: response.body, deadline }
  }
  return iterateItems<T>(connect, { ...listReading(request), maxBytes: options.maxBytes }, settle)
}

function listReading({ target, parse, itemType }: PreparedRequest): Omit<ListReading, 'maxBytes'> {
  return { target, parse, itemType }
}

/**
 * Sends a request and hands over the bytes of the answer.
 *
 * @throws {StatusError} if the answer is not 200 to 299
 */
export async function performStream(request: PreparedRequest, options: StreamOptions): Promise<ByteStream> {
  // Ends a read that is under way, which cancelling a body cannot with every transport.
  const cancelled = new AbortController()
  const { response, deadline } = await open(request, options, [options.signal, cancelled.signal], true)
  return byteStream(response.body, () => {
    deadline.dispose()
    cancelled.abort()
  })
}

/**
 * Opens a watch. A watch does not wait for the limiter at first, only when it is repeated.
 *
 * @throws {StatusError} if the answer is not 200
 */
export async function performWatch(
  request: PreparedRequest,
  { maxBytes, ...options }: WatchReadOptions,
  closed: AbortSignal,
): Promise<OpenWatch> {
  checkMaxBytes(maxBytes)
  const { response, deadline } = await open(request, options, [options.signal, closed], false)
  return {
    body: response.body,
    deadline,
    decoder: new WatchDecoder(request.parse, maxBytes, request.target),
    toEvent: (frame) => toWatchEvent<unknown>(frame, request.target, request.itemType),
  }
}

async function open(
  request: PreparedRequest,
  options: StreamOptions & Pick<ReadOptions, 'maxBytes'>,
  signals: readonly (AbortSignal | undefined)[],
  isThrottled: boolean,
): Promise<{ response: TransportResponse; deadline: Deadline }> {
  checkTimeout('timeoutMs', options.timeoutMs)
  checkTimeout('idleTimeoutMs', options.idleTimeoutMs)
  checkMaxBytes(options.maxBytes)
  const deadline = createDeadline(signals, options.timeoutMs ?? request.timeoutMs, request.target)
  try {
    if (isThrottled && request.rateLimiter !== undefined) await throttle(request, request.rateLimiter, deadline.signal)
    const startedAt = startClock()
    const sent = await sendWithRetries({ ...request, idleTimeoutMs: options.idleTimeoutMs }, [deadline])
    measureSince('requestLatency', request, startedAt)
    reportWarnings(request, sent.response)
    await checkOpened(request, sent)
    if (request.mode !== 'stream') checkOrCancel(request, sent.response, options.maxBytes)
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
  const body = await readFailure(response.body)
  const { headers } = response
  throw statusErrorFromAnswer({ status, headers, body }, request.target, previous)
}

/**
 * Frees the connection of an answer that is not going to be read.
 *
 * @throws {DecodeError} if the answer is not JSON; {@link BodyTooLargeError} if it says that it is larger than wanted
 */
function checkOrCancel(request: PreparedRequest, response: TransportResponse, maxBytes: number | undefined): void {
  try {
    checkBodySize(Number(headerOf(response, 'content-length') ?? 0), maxBytes, request.target)
    checkJson(headerOf(response, 'content-type'), request.target)
  } catch (error) {
    giveUp(response.body)
    throw error
  }
}

function reportWarnings(request: PreparedRequest, response: TransportResponse): Warning[] {
  const warnings = warningsOf(response.headers)
  for (const { code, agent, text } of warnings) {
    tell(() => request.warningHandler().handleWarningHeader(code, agent, text))
  }
  return warnings
}
