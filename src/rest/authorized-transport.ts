import { RequestError } from '../errors/index.ts'
import {
  type CredentialSource,
  type Credentials,
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
  const authorizedTransport: Transport = {
    send: (request) => sendAuthorized(transport, authorization, request),
    close,
  }
  if (transport.upgrade === undefined) return authorizedTransport
  return {
    ...authorizedTransport,
    upgrade: (request, protocols) => upgradeAuthorized(transport, authorization, request, protocols),
  }
}

async function sendAuthorized(
  transport: Transport,
  authorization: Authorization,
  request: TransportRequest,
): Promise<TransportResponse> {
  // Without changeable credentials there is nothing to wait for.
  if (authorization.credentials === undefined) return transport.send(withHeaders(authorization, request))
  const first = await authorized(authorization, request)
  const response = await transport.send(first.request)
  if (response.status !== 401 || !refuse(authorization, first) || !isRepeatable(request)) return response
  giveUp(response.body)
  return transport.send((await authorized(authorization, request)).request)
}

async function upgradeAuthorized(
  transport: Transport,
  authorization: Authorization,
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
function refuse({ credentials }: Authorization, { used }: AuthorizedRequest): boolean {
  if (used === undefined || credentials?.invalidate === undefined) return false
  credentials.invalidate(used)
  return true
}

async function authorized(authorization: Authorization, request: TransportRequest): Promise<AuthorizedRequest> {
  const ready = withHeaders(authorization, request)
  if (authorization.credentials === undefined || hasAuthorization(request)) return { request: ready }
  const used = await authorization.credentials.get(request.signal)
  const value = authorizationHeader(used)
  // A source's token is newer than the one that the config holds as text.
  if (value === undefined) return { request: ready, used }
  return { request: { ...ready, headers: { ...ready.headers, Authorization: value } }, used }
}

function withHeaders(authorization: Authorization, request: TransportRequest): TransportRequest {
  return { ...request, headers: addMissingHeaders(request.headers, authorization.headers) }
}

function hasAuthorization(request: TransportRequest): boolean {
  return Object.keys(request.headers).some((name) => name.toLowerCase() === 'authorization')
}

/** A body that is a stream is used up by the first attempt. */
function isRepeatable({ body }: TransportRequest): boolean {
  return body === undefined || typeof body === 'string' || body instanceof Uint8Array
}
