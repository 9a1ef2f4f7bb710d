import { ConfigError } from '../../errors/index.ts'

/** A login with an OpenID provider: a kubeconfig's auth-provider `oidc` in camel case. */
export interface OidcConfig {
  /** The provider; https, or http on this machine. */
  readonly idpIssuerUrl: string
  readonly clientId: string
  readonly clientSecret?: string | undefined
  /** PEM file of what the provider is verified with. Default: Node's own roots. */
  readonly idpCertificateAuthority?: string | undefined
  /** PEM text or bytes; wins over the file. */
  readonly idpCertificateAuthorityData?: string | Uint8Array | undefined
  /** Used until 10 s before it expires. */
  readonly idToken?: string | undefined
  /** Gets a new id token when that is needed. */
  readonly refreshToken?: string | undefined
  /**
   * Told of tokens that replace the ones above, before they are used: many providers take a refresh token only once.
   * If it fails, the tokens are used all the same, and a warning says that they were not kept.
   */
  readonly onRotated?: ((tokens: OidcTokens) => Promise<void> | void) | undefined
}

export interface OidcTokens {
  readonly idToken: string
  readonly refreshToken?: string | undefined
}

/** @throws {ConfigError} that names the field */
export function checkOidcConfig(oidc: OidcConfig): void {
  if (!oidc.clientId) throw new ConfigError('is missing', { field: 'oidc.clientId' })
  if (!oidc.idpIssuerUrl) throw new ConfigError('is missing', { field: 'oidc.idpIssuerUrl' })
  const problem = issuerProblem(oidc.idpIssuerUrl)
  if (problem !== undefined) throw new ConfigError(problem, { field: 'oidc.idpIssuerUrl' })
}

/** What is wrong with a provider's URL, which secrets are sent to; undefined if nothing is. */
export function issuerProblem(text: string): string | undefined {
  if (!URL.canParse(text)) return 'expected a URL such as https://login.example.com'
  const { hostname, protocol, username, password } = new URL(text)
  if (username !== '' || password !== '') return 'holds a user name or a password'
  if (protocol === 'https:') return undefined
  const isLocal = /^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname)
  return protocol === 'http:' && isLocal ? undefined : 'expected an https URL: secrets are sent there'
}
