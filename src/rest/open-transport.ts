import { acquireConnections, TokenFileSource, type Transport } from '../transport/index.ts'
import { authorize } from './authorized-transport.ts'
import { staticHeaders } from './request-headers.ts'
import type { RestConfig } from './rest-config.ts'

/** A transport that carries a config's identity. */
export interface OpenedTransport {
  readonly transport: Transport
  /** Gives the connections back. What the caller brought along stays open. */
  readonly release: () => Promise<void>
}

/** Gets the connections of a config, shared with all clients of the same one, and puts its credentials on them. */
export function openTransport(config: RestConfig, origin: string): OpenedTransport {
  const headers = staticHeaders(config)
  if (config.transport !== undefined) {
    const file = config.bearerTokenFile
    const credentials = config.credentials ?? (file ? new TokenFileSource(file) : undefined)
    return { transport: authorize(config.transport, { headers, credentials }), release: async () => undefined }
  }
  const lease = acquireConnections({
    host: origin,
    tls: config.tls,
    disableCompression: config.disableCompression,
    credentials: config.credentials,
    bearerTokenFile: config.bearerTokenFile,
  })
  return {
    transport: authorize(lease.transport, { headers, credentials: lease.credentials }),
    release: () => lease.release(),
  }
}
