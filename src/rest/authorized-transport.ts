import { AuthError, RequestError } from '../errors/index.ts'
import { isKubeclientError } from '../errors/predicates.ts'
import {
  type CredentialSource,
  type Credentials,
  type RequestHeaders,
  type Transport,
  type TransportRequest,
  type TransportResponse,
  type UpgradedStream,
  UpgradeRefusedError,
} from '../transport/index.ts'
import { giveUp } from './give-up.ts'
import { addMissingHeaders, authorizationHeader, type MutableHeaders } from './request-headers.ts'

/** What {@link authorize} puts on every request. */
export interface Authorization {
  /** Headers that never change; what a request has itself wins. */
  readonly headers: Readonly<MutableHeaders>
  /** Where a token comes from that may change. */
  readonly credentials?: CredentialSource | undefined
}

/**
 * Wraps a transport so that requests carry who is asking. After a 401, a credential source that can be invalidated is
 * asked for a fresh one and the request is repeated once: a token may have been revoked before its time.
 *
 * @param close what closing the wrapper does
 */
export function authorize(transport: Transport, authorization: Authorization, close: () => Promise<void>): Transport {
  const withHeaders = headerAdder(authorization.headers)
  const { credentials } = authorization
  const authorizedTransport: Transport = {
    send:
      credentials === undefined
        ? (request) => transport.send(withHeaders(request))
        : (request) => sendAuthorized(transport, { withHeaders, credentials }, request),
    close,
  }
  if (transport.upgrade === undefined) return authorizedTransport
  return {
    ...authorizedTransport,
    upgrade: (request, protocols) => upgradeAuthorized(transport, { withHeaders, credentials }, request, protocols),
  }
}

/** What puts headers on a request, and the credentials that may change meanwhile. */
interface Authorizer {
  readonly withHeaders: (request: TransportRequest) => TransportRequest
  readonly credentials: CredentialSource | undefined
}

async function sendAuthorized(
  transport: Transport,
  authorization: Authorizer,
  request: TransportRequest,
): Promise<TransportResponse> {
  const first = await authorized(authorization, request)
  const response = await transport.send(first.request)
  if (response.status !== 401 || !refuse(authorization, first) || !isRepeatable(request)) return response
  giveUp(response.body)
  return transport.send((await authorized(authorization, request)).request)
}

async function upgradeAuthorized(
  transport: Transport,
  authorization: Authorizer,
  request: TransportRequest,
  protocols: readonly string[],
): Promise<UpgradedStream> {
  const open = (ready: AuthorizedRequest) => {
    if (transport.upgrade === undefined) throw new RequestError('the transport cannot open a WebSocket')
    return transport.upgrade(ready.request, protocols)
  }
  const first = await authorized(authorization, request)
  try {
    return await open(first)
  } catch (error) {
    const isRefused = error instanceof UpgradeRefusedError && error.response.status === 401
    if (!isRefused || !refuse(authorization, first)) throw error
  }
  return open(await authorized(authorization, request))
}

/** A request with its headers, and the changeable credentials that it was given, if any. */
interface AuthorizedRequest {
  readonly request: TransportRequest
  readonly used?: Credentials | undefined
}

/** Reports that credentials were refused. False if nothing better is to be had. */
function refuse({ credentials }: Authorizer, { used }: AuthorizedRequest): boolean {
  if (used === undefined || credentials?.invalidate === undefined) return false
  credentials.invalidate(used)
  return true
}

async function authorized(authorization: Authorizer, request: TransportRequest): Promise<AuthorizedRequest> {
  const ready = authorization.withHeaders(request)
  if (authorization.credentials === undefined || hasAuthorization(request)) return { request: ready }
  const used = await ask(authorization.credentials, request.signal).catch((error: unknown) => {
    // A token beside a token file counts for as long as the file has none.
    if (request.signal?.aborted || ready.headers['Authorization'] === undefined) throw error
    return undefined
  })
  if (used === undefined) return { request: ready }
  const value = authorizationHeader(used)
  // A source's token is newer than the one that the config holds as text.
  if (value === undefined) return { request: ready, used }
  return { request: { ...ready, headers: { ...ready.headers, Authorization: value } }, used }
}

/** @throws {AuthError} if a source of somebody else's fails; the signal's own reason if that fires */
async function ask(source: CredentialSource, signal: AbortSignal | undefined): Promise<Credentials> {
  try {
    return await source.get(signal)
  } catch (error) {
    if (signal?.aborted || isKubeclientError(error)) throw error
    const message = error instanceof Error ? error.message : String(error)
    throw new AuthError('credential source', `failed: ${message}`, { cause: error })
  }
}

/** Adds headers. Most requests come with the same ones, a client's, which are put together once. */
function headerAdder(added: Readonly<MutableHeaders>): (request: TransportRequest) => TransportRequest {
  const known = new WeakMap<RequestHeaders, RequestHeaders>()
  return (request) => {
    let headers = known.get(request.headers)
    if (headers === undefined) {
      headers = addMissingHeaders(request.headers, added)
      if (Object.isFrozen(request.headers)) known.set(request.headers, Object.freeze(headers))
    }
    // Written out: a spread costs more than all the rest of this.
    const { method, url, body, signal, stream, idleTimeoutMs } = request
    return { method, url, headers, body, signal, stream, idleTimeoutMs }
  }
}

function hasAuthorization(request: TransportRequest): boolean {
  return Object.keys(request.headers).some((name) => name.toLowerCase() === 'authorization')
}

/** A body that is a stream is used up by the first attempt. */
function isRepeatable({ body }: TransportRequest): boolean {
  return body === undefined || typeof body === 'string' || body instanceof Uint8Array
}
