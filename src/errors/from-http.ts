import { causeUnexpectedServerResponse, type Status, type StatusCause, type StatusReason } from './status.ts'

/** What is known of an HTTP answer that is a failure and has no Status body. */
export interface HttpAnswer {
  /** HTTP status code. */
  code: number
  /** Method of the request, upper case. */
  method: string
  /** Origin of the server, such as `https://10.0.0.1:6443`; undefined if the answer may be that of one behind it. */
  host?: string | undefined
  /** What the request was about, as far as it is known. */
  group?: string | undefined
  resource?: string | undefined
  name?: string | undefined
  /** The start of the body, if it is text. Kept in a cause, never in the message. */
  body?: string | undefined
  /** From the header Retry-After, if it is an integer. */
  retryAfterSeconds?: number | undefined
  /** The header Location as an absolute URL. The message of a redirect names its origin and path only. */
  location?: string | undefined
}

/**
 * Makes a Status from an answer that has none, such as a proxy's 502 or the plain 404 of an unknown path.
 *
 * Source of codes and reasons: `NewGenericServerResponse` in k8s.io/apimachinery/pkg/api/errors.
 */
export function statusFromHttpAnswer(answer: HttpAnswer): Status {
  const { reason, message } = explain(answer)
  const causes: StatusCause[] =
    answer.body === undefined || answer.body === ''
      ? []
      : [{ reason: causeUnexpectedServerResponse, message: answer.body }]
  if (causes.length === 0) causes.push({ reason: causeUnexpectedServerResponse, message: 'unknown' })
  return {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: plainToTls(answer) ?? message + subject(answer),
    ...(reason === undefined ? {} : { reason }),
    details: {
      ...(answer.name === undefined || answer.name === '' ? {} : { name: answer.name }),
      ...(answer.group === undefined || answer.group === '' ? {} : { group: answer.group }),
      ...(answer.resource === undefined || answer.resource === '' ? {} : { kind: answer.resource }),
      causes,
      ...(answer.retryAfterSeconds === undefined ? {} : { retryAfterSeconds: answer.retryAfterSeconds }),
    },
    code: answer.code,
  }
}

function explain(answer: HttpAnswer): { reason: StatusReason | undefined; message: string } {
  switch (answer.code) {
    case 400:
      return { reason: 'BadRequest', message: `the server refused the request${said(answer, ' and did not say why')}` }
    case 401:
      return { reason: 'Unauthorized', message: 'the server does not accept the credentials, or asks for some' }
    case 403:
      return { reason: 'Forbidden', message: 'the server does not allow this' }
    case 404:
      return { reason: 'NotFound', message: 'the server does not have what was asked for' }
    case 405:
      return { reason: 'MethodNotAllowed', message: `the server does not allow ${answer.method} here` }
    case 406:
      return { reason: 'NotAcceptable', message: 'the server cannot answer in any of the formats asked for' }
    case 407:
      // From a proxy that was sent the request itself, which is so with plain http.
      return {
        reason: undefined,
        message:
          'a proxy on the way wants a user name and password in its URL, or does not accept those that are there',
      }
    case 409:
      return answer.method === 'POST'
        ? { reason: 'AlreadyExists', message: 'the server has an object of this name already' }
        : { reason: 'Conflict', message: 'the server reported a conflict' }
    case 410:
      return { reason: 'Gone', message: 'the server no longer has what was asked for' }
    case 413:
      return { reason: 'RequestEntityTooLarge', message: 'the request body is larger than the server takes' }
    case 415:
      return { reason: 'UnsupportedMediaType', message: 'the server does not read the format of the request body' }
    case 422:
      return { reason: 'Invalid', message: 'the server refused the content of the request' }
    case 429:
      return { reason: 'TooManyRequests', message: 'the server has too many requests and asks to try again later' }
    case 503:
      return { reason: 'ServiceUnavailable', message: 'the server cannot handle the request at the moment' }
    case 504:
      return { reason: 'Timeout', message: 'the server could not answer in the time allowed, and may still be at work' }
    default:
      if (answer.code >= 300 && answer.code < 400) return { reason: undefined, message: redirectMessage(answer) }
      return answer.code >= 500
        ? { reason: 'InternalError', message: 'an error on the server kept the request from succeeding' }
        : { reason: undefined, message: bareMessage(answer) }
  }
}

/** How a message without a reason goes on where the server sent a text, which it does not hold. */
function said({ body = '' }: HttpAnswer, otherwise: string): string {
  return body === '' ? otherwise : ', and what it said is in details.causes'
}

function bareMessage(answer: HttpAnswer): string {
  return `the server answered with status ${answer.code}${said(answer, ' and nothing more')}`
}

/** Redirects are not followed. What stands in a URL besides origin and path may be secret, such as a login's state. */
function redirectMessage(answer: HttpAnswer): string {
  const { location = '' } = answer
  if (!URL.canParse(location)) return bareMessage(answer)
  const { protocol, origin, pathname } = new URL(location)
  if (protocol !== 'http:' && protocol !== 'https:') return bareMessage(answer)
  return `the server redirects to ${origin}${pathname}, and redirects are not followed`
}

/** What Go's server, which kube-apiserver is, and nginx answer to plain http on a port for https. */
const wantsTls = /client sent an http request to an https server|plain http request was sent to https port/i

function plainToTls({ code, host, body = '' }: HttpAnswer): string | undefined {
  if (code !== 400 || host === undefined || !host.startsWith('http://') || !wantsTls.test(body)) return undefined
  return `${host.slice('http://'.length)} speaks TLS: is its URL one with https://?`
}

function subject(answer: HttpAnswer): string {
  if (answer.resource === undefined || answer.resource === '') return ''
  const resource =
    answer.group === undefined || answer.group === '' ? answer.resource : `${answer.resource}.${answer.group}`
  const name = answer.name === undefined || answer.name === '' ? '' : ` "${answer.name}"`
  return `: ${answer.method.toLowerCase()} ${resource}${name}`
}
