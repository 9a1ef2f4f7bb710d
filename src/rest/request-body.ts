import { RequestError } from '../errors/index.ts'
import type { JsonCodec } from './numbers.ts'

/** What a request can send: an object becomes JSON; text, bytes and streams go as they are. */
export type BodyInput = object | string | Uint8Array | AsyncIterable<Uint8Array>

/** A body ready for the wire. */
export type EncodedBody =
  | { readonly kind: 'none' }
  | { readonly kind: 'bytes'; readonly data: Uint8Array | string; readonly isObject: boolean }
  /** Can be sent once only, so such a request is never repeated. */
  | { readonly kind: 'stream'; readonly data: AsyncIterable<Uint8Array> }

export const noBody: EncodedBody = { kind: 'none' }

/**
 * Turns what the caller gave into what is sent. An object is turned into text at once, so that a later change of it
 * does not reach a later attempt.
 *
 * @throws {RequestError} for what cannot be sent, naming the type and never the content
 */
export function encodeBody(body: unknown, stringify: JsonCodec['stringify']): EncodedBody {
  if (body === undefined || body === null) return noBody
  if (typeof body === 'string') return { kind: 'bytes', data: body, isObject: false }
  if (body instanceof Uint8Array) return { kind: 'bytes', data: body, isObject: false }
  if (typeof body !== 'object') throw unknownBody(typeof body)
  if (isAsyncIterable(body)) return { kind: 'stream', data: body }
  const mistake = mistakenFor(body)
  if (mistake !== undefined) throw unknownBody(mistake)
  return { kind: 'bytes', data: toJson(body, stringify), isObject: true }
}

/** What an object is that would silently become `{}` as JSON. */
function mistakenFor(body: object): string | undefined {
  if ('then' in body && typeof body.then === 'function') return 'a promise: is an await missing?'
  if (body instanceof ArrayBuffer || ArrayBuffer.isView(body)) return 'a buffer that is not a Uint8Array'
  const isCollection =
    body instanceof Map || body instanceof Set || body instanceof URLSearchParams || body instanceof FormData
  return isCollection || body instanceof Blob ? `a ${body.constructor.name}` : undefined
}

function toJson(body: object, stringify: JsonCodec['stringify']): string {
  let text: string | undefined
  try {
    text = stringify(body)
  } catch (error) {
    // The runtime's own message names properties only: a cycle's path, or that a bigint was met. What a toJSON of
    // somebody's throws may name anything, so it is a cause.
    const reason = error instanceof TypeError ? error.message : 'its toJSON failed'
    throw new RequestError(`the body cannot be written as JSON: ${reason}`, { cause: error })
  }
  if (text === undefined) throw unknownBody('an object whose toJSON() gives nothing')
  return text
}

function isAsyncIterable(value: object): value is AsyncIterable<Uint8Array> {
  return Symbol.asyncIterator in value
}

function unknownBody(found: string): RequestError {
  return new RequestError(
    `unknown type used for body: expected an object, a string, a Uint8Array or an async iterable, found ${found}`,
  )
}
