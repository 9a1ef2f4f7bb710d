import type { GroupVersion } from '../meta/index.ts'
import type { CredentialSource, TlsOptions, Transport } from '../transport/index.ts'

/**
 * How to reach a server and who to be there. A plain value: it may be written by hand, spread and changed, and
 * nothing here ever mutates one. `clientcmd` makes them from kubeconfig files.
 */
export interface RestConfig {
  /** URL or `host:port`, with or without a base path. Without a scheme: https if `tls` trusts or shows anything, else http. */
  readonly host: string
  /** Root of the API: `/api` for the core group, `/apis` for all others. */
  readonly apiPath?: string | undefined
  readonly groupVersion?: GroupVersion | undefined
  /** Basic authentication. Cannot be combined with a bearer token. */
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly bearerToken?: string | undefined
  /** Read anew about every 50 s; wins over `bearerToken` once it has been read. */
  readonly bearerTokenFile?: string | undefined
  readonly credentials?: CredentialSource | undefined
  readonly impersonate?: ImpersonationConfig | undefined
  readonly tls?: TlsOptions | undefined
  /** Default: `<script>/<its version> (<os>/<arch>) kubeclient/<version>`. */
  readonly userAgent?: string | undefined
  /** Does not ask for gzip. Default: false. */
  readonly disableCompression?: boolean | undefined
  /** Deadline for each request that is not a stream, in milliseconds; the server is told. Default: none. */
  readonly timeoutMs?: number | undefined
  /** Replaces the connections to the server. TLS options beside it are a {@link ConfigError}. */
  readonly transport?: Transport | undefined
}

/** Whom to act as. The caller needs the right to impersonate. */
export interface ImpersonationConfig {
  readonly userName?: string | undefined
  readonly uid?: string | undefined
  readonly groups?: readonly string[] | undefined
  readonly extra?: Readonly<Record<string, readonly string[]>> | undefined
}
