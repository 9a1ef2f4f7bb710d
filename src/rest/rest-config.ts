import type { GroupVersion } from '../meta/index.ts'
import type { CredentialSource, ExecConfig, OidcConfig, TlsOptions, Transport } from '../transport/index.ts'
import type { NumberMode } from './numbers.ts'
import type { RateLimiter } from './rate-limiter.ts'
import type { WarningHandler } from './warnings.ts'

/**
 * How to reach a server and who to be there. A plain value: it may be written by hand, spread and changed, and
 * nothing here ever mutates one. `clientcmd` makes them from kubeconfig files.
 */
export interface RestConfig {
  /**
   * URL or `host:port`, with or without a base path. Without a scheme: https if `tls` trusts or shows anything, else http.
   * Empty: localhost.
   */
  readonly host: string
  /** Root of the API: `/api` for the core group, `/apis` for all others. */
  readonly apiPath?: string | undefined
  readonly groupVersion?: GroupVersion | undefined
  /** Media type of what is sent. Default: `application/json`, the only one that is spoken. */
  readonly contentType?: string | undefined
  /** The header Accept. Default: the content type, then anything. */
  readonly acceptContentTypes?: string | undefined
  /** Basic authentication. Cannot be combined with a bearer token. */
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly bearerToken?: string | undefined
  /** Read anew about every 50 s; wins over `bearerToken` once it has been read. */
  readonly bearerTokenFile?: string | undefined
  /**
   * A program that gives a token, a client certificate or both. Set aside, as in client-go, where a token, basic
   * authentication or a client certificate is given. After a 401 it is run again and the request repeated once.
   */
  readonly exec?: ExecConfig | undefined
  /** A login with an OpenID provider. Set aside where a token or basic authentication is given. */
  readonly oidc?: OidcConfig | undefined
  /** Where a token or a client certificate comes from that may change. */
  readonly credentials?: CredentialSource | undefined
  readonly impersonate?: ImpersonationConfig | undefined
  readonly tls?: TlsOptions | undefined
  /** Default: `<script>/<its version> (<os>/<arch>) kubeclient/<version>`. */
  readonly userAgent?: string | undefined
  /** Does not ask for gzip. Default: false. */
  readonly disableCompression?: boolean | undefined
  /** Requests a second in the long run, for each client made from this. Default: no limit on this side. */
  readonly qps?: number | undefined
  /** Requests at once before `qps` bites. Default: 10; a Clientset, whose groups share the limit, has to be told. */
  readonly burst?: number | undefined
  /** Decides instead of `qps` and `burst`; may be shared by several configs. */
  readonly rateLimiter?: RateLimiter | undefined
  /** How often a request may be repeated. Default: 10. */
  readonly maxRetries?: number | undefined
  /** Is told of the server's warnings. Default: {@link setDefaultWarningHandler}'s, which writes to standard error. */
  readonly warningHandler?: WarningHandler | undefined
  /** `exact` keeps integers beyond 2^53, as `bigint`. Default: `double`. */
  readonly numbers?: NumberMode | undefined
  /**
   * Deadline of each request, in milliseconds; the server is told (query `timeout`). Of a stream or a watch it covers the
   * time to the head of the answer. Default: none.
   */
  readonly timeoutMs?: number | undefined
  /**
   * URL of a proxy: `http:`, `https:` or `socks5:`, with user name and password if it wants them. Used for every
   * server. Default: `HTTPS_PROXY`, `HTTP_PROXY` and `NO_PROXY`, by Go's rules.
   */
  readonly proxyUrl?: string | undefined
  /** Replaces the connections to the server. TLS options or a proxy beside it are a {@link ConfigError}. */
  readonly transport?: Transport | undefined
}

/** Whom to act as. The caller needs the right to impersonate. */
export interface ImpersonationConfig {
  readonly userName?: string | undefined
  readonly uid?: string | undefined
  readonly groups?: readonly string[] | undefined
  readonly extra?: Readonly<Record<string, readonly string[]>> | undefined
}
