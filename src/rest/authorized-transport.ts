import { RequestError } from '../errors/index.ts'
import type {
  CredentialSource,
  Transport,
  TransportRequest,
  TransportResponse,
  UpgradedStream,
} from '../transport/index.ts'
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
    async upgrade(request, protocols): Promise<UpgradedStream> {
      const stream = await transport.upgrade?.(await authorized(authorization, request), protocols)
      if (stream === undefined) throw new RequestError('the transport cannot open a WebSocket')
      return stream
    },
  }
}

async function sendAuthorized(
  transport: Transport,
  authorization: Authorization,
  request: TransportRequest,
): Promise<TransportResponse> {
  const { credentials } = authorization
  const response = await transport.send(await authorized(authorization, request))
  if (response.status !== 401 || credentials?.invalidate === undefined || !isRepeatable(request)) return response
  response.body.cancel?.()
  credentials.invalidate()
  return transport.send(await authorized(authorization, request))
}

async function authorized(authorization: Authorization, request: TransportRequest): Promise<TransportRequest> {
  let headers = addMissingHeaders(request.headers, authorization.headers)
  if (authorization.credentials !== undefined && !hasAuthorization(request)) {
    const value = authorizationHeader(await authorization.credentials.get(request.signal))
    // A source's token is newer than the one that the config holds as text.
    if (value !== undefined) headers = { ...headers, Authorization: value }
  }
  return { ...request, headers }
}

function hasAuthorization(request: TransportRequest): boolean {
  return Object.keys(request.headers).some((name) => name.toLowerCase() === 'authorization')
}

/** A body that is a stream is used up by the first attempt. */
function isRepeatable({ body }: TransportRequest): boolean {
  return body === undefined || typeof body === 'string' || body instanceof Uint8Array
}
