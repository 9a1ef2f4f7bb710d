import { inspect } from 'node:util'
import { describe, expect, it } from 'vitest'
import * as errors from './index.ts'
import { RequestError, StatusError, TimeoutError, TransportError } from './index.ts'

const status = (code: number, reason?: string) => new StatusError({ code, ...(reason === undefined ? {} : { reason }) })

/** Each predicate with the reason that it is for, and the code that stands for it where the reason is not known. */
const predicates: [string, string, number | undefined, (error: unknown) => boolean][] = [
  ['isNotFound', 'NotFound', 404, errors.isNotFound],
  ['isAlreadyExists', 'AlreadyExists', undefined, errors.isAlreadyExists],
  ['isConflict', 'Conflict', 409, errors.isConflict],
  ['isInvalid', 'Invalid', 422, errors.isInvalid],
  ['isGone', 'Gone', 410, errors.isGone],
  ['isResourceExpired', 'Expired', undefined, errors.isResourceExpired],
  ['isForbidden', 'Forbidden', 403, errors.isForbidden],
  ['isUnauthorized', 'Unauthorized', 401, errors.isUnauthorized],
  ['isTimeout', 'Timeout', 504, errors.isTimeout],
  ['isServerTimeout', 'ServerTimeout', undefined, errors.isServerTimeout],
  ['isInternalError', 'InternalError', 500, errors.isInternalError],
  ['isTooManyRequests', 'TooManyRequests', 429, errors.isTooManyRequests],
  ['isServiceUnavailable', 'ServiceUnavailable', 503, errors.isServiceUnavailable],
  ['isMethodNotSupported', 'MethodNotAllowed', 405, errors.isMethodNotSupported],
  ['isBadRequest', 'BadRequest', 400, errors.isBadRequest],
  ['isNotAcceptable', 'NotAcceptable', 406, errors.isNotAcceptable],
  ['isUnsupportedMediaType', 'UnsupportedMediaType', 415, errors.isUnsupportedMediaType],
  ['isRequestEntityTooLarge', 'RequestEntityTooLarge', 413, errors.isRequestEntityTooLarge],
]
/** A code decides even beside another known reason. */
const codeWins = ['isTooManyRequests', 'isRequestEntityTooLarge']

describe.each(predicates)('%s', (name, reason, code, is) => {
  it('goes by the reason', () => {
    expect(is(status(418, reason))).toBe(true)
    expect(is(status(418, 'Other'))).toBe(false)
  })

  it('goes by the code only where the reason is not a known one', () => {
    const byCode = code ?? 409
    expect(is(status(byCode))).toBe(code !== undefined)
    expect(is(status(byCode, 'WordOfANewerServer'))).toBe(code !== undefined)
    const other = reason === 'NotFound' ? 'Conflict' : 'NotFound'
    expect(is(status(byCode, other))).toBe(codeWins.includes(name))
  })

  it('sees through wrappers, but not to an earlier attempt', () => {
    const error = status(code ?? 409, reason)
    expect(is(new Error('wrapped', { cause: new Error('twice', { cause: error }) }))).toBe(true)
    expect(is(new TransportError('the last attempt failed otherwise', { cause: error }))).toBe(false)
    expect(is(new StatusError({ code: 418, reason: 'Odd' }, undefined, { cause: error }))).toBe(false)
  })

  it.each([undefined, null, 'text', { reason }, new Error(reason), new RequestError(reason)])(
    'is false for %s',
    (value) => {
      expect(is(value)).toBe(false)
    },
  )
})

it('ends its search in a cycle of causes', () => {
  const error = new Error('a')
  error.cause = error
  expect(errors.isNotFound(error)).toBe(false)
  expect(errors.reasonForError(error)).toBe('')
})

describe('StatusError', () => {
  const request = { method: 'GET', path: '/api/v1/namespaces/a/pods/web-1' }

  it('says what happened, to what and where', () => {
    const error = new StatusError({ code: 404, reason: 'NotFound', message: 'pods "web-1" not found' }, request)
    expect(error.message).toBe('pods "web-1" not found (404 NotFound, GET /api/v1/namespaces/a/pods/web-1)')
    expect(error).toMatchObject({ name: 'StatusError', code: 404, reason: 'NotFound', ...request })
    expect(inspect(error)).toContain('StatusError: pods "web-1" not found')
  })

  it('has a message even if the Status has next to nothing', () => {
    expect(new StatusError({}).message).toBe('the server answered with a failure and gave no message')
    expect(new StatusError({ reason: 'Gone', code: 410 }).message).toBe('Gone (410 Gone)')
  })

  it('has the Status as it came, and its kind', () => {
    const status = { kind: 'Status', apiVersion: 'v1', code: 404, more: 1 }
    expect(new StatusError(status).status).toEqual(status)
    expect(new StatusError({ code: 404 }).status).toEqual({ kind: 'Status', code: 404 })
  })

  it('tells how long the server asks to wait', () => {
    expect(new StatusError({ details: { retryAfterSeconds: 3 } }).retryAfterMs).toBe(3000)
    expect(new StatusError({}).retryAfterMs).toBeUndefined()
    expect(errors.suggestsClientDelay(new StatusError({ details: { retryAfterSeconds: 3 } }))).toBe(3000)
    expect(errors.suggestsClientDelay(new StatusError({ reason: 'ServerTimeout' }))).toBe(0)
    expect(errors.suggestsClientDelay(new StatusError({ reason: 'Conflict' }))).toBeUndefined()
  })
})

it('keeps the class and the data of a timeout', () => {
  const error = new TimeoutError('no answer within 5 ms', 5, { method: 'GET', host: 'https://h', path: '/x' })
  expect(error).toBeInstanceOf(TransportError)
  expect(error).toMatchObject({ name: 'TimeoutError', code: 'ETIMEDOUT', timeoutMs: 5 })
  expect(error.message).toBe('no answer within 5 ms (GET https://h/x)')
})

it('names file and field of a ConfigError, and the source of an AuthError', () => {
  expect(new errors.ConfigError('is empty', { file: 'f', field: 'clusters[a].server' }).message).toBe(
    'f: clusters[a].server: is empty',
  )
  expect(new errors.ConfigError('is empty').message).toBe('is empty')
  expect(new errors.AuthError('token file t', 'is empty')).toMatchObject({
    source: 'token file t',
    message: 'token file t: is empty',
  })
})
