import { ConfigError } from '../errors/index.ts'
import type { ClientCertificateSource } from './credentials/certificate-slot.ts'
import { type ProxyServer, parseProxyUrl } from './proxy/proxy-url.ts'
import { type TlsOptions, validateTlsOptions } from './tls-options.ts'

/** What the default transport can be told. */
export interface TransportOptions {
  readonly tls?: TlsOptions | undefined
  /** Wins over the certificate of `tls`. When it changes, connections that were made with another one are closed. */
  readonly clientCertificate?: ClientCertificateSource | undefined
  /**
   * URL of the proxy to go through, whatever the server: `http:`, `https:` or `socks5:`, with user name and password
   * if it wants them. Default: what `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY` say, by Go's rules. An https proxy is
   * verified with the CA of `tls`, if there is one, and is never shown the client certificate.
   */
  readonly proxyUrl?: string | undefined
  /** Does not ask for gzip. Default: false. */
  readonly disableCompression?: boolean | undefined
  /** How many ordinary requests may hold a socket at the same time; more of them wait in line. Default: 64. */
  readonly maxSockets?: number | undefined
  /** Limit for name resolution, TCP and TLS handshake together, in milliseconds. Default: 30,000. */
  readonly connectTimeoutMs?: number | undefined
  /** How long an unused socket is kept, in milliseconds. Default: 90,000. */
  readonly idleSocketTimeoutMs?: number | undefined
}

/** {@link TransportOptions} with everything set. */
export interface ResolvedTransportOptions {
  readonly tls: TlsOptions
  readonly clientCertificate: ClientCertificateSource | undefined
  /** Undefined: as the environment says. */
  readonly proxy: ProxyServer | undefined
  readonly disableCompression: boolean
  readonly maxSockets: number
  readonly connectTimeoutMs: number
  readonly idleSocketTimeoutMs: number
}

/** @throws {ConfigError} if an option has a value that cannot work */
export function resolveTransportOptions(options: TransportOptions = {}): ResolvedTransportOptions {
  const tls = options.tls ?? {}
  validateTlsOptions(tls)
  return {
    tls,
    clientCertificate: options.clientCertificate,
    proxy: options.proxyUrl ? parseProxyUrl(options.proxyUrl, 'proxyUrl') : undefined,
    disableCompression: options.disableCompression ?? false,
    maxSockets: positive('maxSockets', options.maxSockets ?? 64),
    connectTimeoutMs: positive('connectTimeoutMs', options.connectTimeoutMs ?? 30_000),
    idleSocketTimeoutMs: positive('idleSocketTimeoutMs', options.idleSocketTimeoutMs ?? 90_000),
  }
}

function positive(field: string, value: number): number {
  if (!Number.isInteger(value) || value < 1)
    throw new ConfigError(`has to be a positive integer, is ${value}`, { field })
  return value
}
