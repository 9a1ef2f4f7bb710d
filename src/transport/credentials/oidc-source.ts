import { AuthError } from '../../errors/index.ts'
import { createDefaultTransport } from '../default-transport.ts'
import { unlessAborted } from '../unless-aborted.ts'
import type { CredentialSource, Credentials } from './credential-source.ts'
import { idTokenExpiry } from './id-token.ts'
import type { OidcConfig, OidcTokens } from './oidc-config.ts'
import { refreshTokens } from './oidc-refresh.ts'

/** Clocks differ, and a request takes its time. Source: `expiryDelta` in client-go's oidc. */
const earlyMs = 10_000
const refreshTimeoutMs = 30_000

/**
 * What has replaced the tokens of a config, by what the config says. It outlives the clients: a config that is used
 * again still holds the old refresh token, which many providers take only once.
 */
const rotated = new Map<string, OidcTokens>()

/** Id tokens of an OpenID provider. One refresh serves all who wait. */
export class OidcSource implements CredentialSource {
  readonly #oidc: OidcConfig
  readonly #now: () => number
  readonly #source: string
  readonly #key: string
  readonly #closing = new AbortController()
  #tokens: { readonly idToken?: string | undefined; readonly refreshToken?: string | undefined }
  #current: Credentials | undefined
  #refreshing: Promise<Credentials> | undefined

  constructor(oidc: OidcConfig, now: () => number = Date.now) {
    this.#oidc = oidc
    this.#now = now
    this.#source = `OIDC provider ${oidc.idpIssuerUrl}`
    this.#key = keyOf(oidc)
    this.#tokens = rotated.get(this.#key) ?? oidc
    const { idToken } = this.#tokens
    this.#current = idToken ? credentialsOf(idToken) : undefined
  }

  /** @throws {AuthError} if there is no id token that is still good and no new one to be had */
  async get(signal?: AbortSignal): Promise<Credentials> {
    signal?.throwIfAborted()
    const current = this.#current
    if (current?.expiresAt !== undefined && this.#now() + earlyMs < current.expiresAt.getTime()) return current
    this.#refreshing ??= this.#refresh().finally(() => {
      this.#refreshing = undefined
    })
    return unlessAborted(this.#refreshing, signal)
  }

  /** Without a refresh token there is nothing better to be had. */
  invalidate(refused?: Credentials): void {
    if (this.#tokens.refreshToken && (refused === undefined || refused === this.#current)) this.#current = undefined
  }

  close(): void {
    this.#closing.abort(new AuthError(this.#source, 'was left because its client was closed'))
  }

  async #refresh(): Promise<Credentials> {
    const { refreshToken, idToken } = this.#tokens
    if (!refreshToken) {
      const why = idToken ? 'the id token is expired, or is none' : 'there is no id token'
      throw new AuthError(this.#source, `${why}, and there is no refresh token to get a new one with: log in again`)
    }
    const { idpCertificateAuthority: caFile, idpCertificateAuthorityData: caData } = this.#oidc
    const transport = createDefaultTransport({ tls: { caFile, caData } })
    const signal = AbortSignal.any([this.#closing.signal, AbortSignal.timeout(refreshTimeoutMs)])
    try {
      const outcome = await refreshTokens(this.#oidc, refreshToken, transport, signal)
      if (!outcome.ok) throw new AuthError(this.#source, `no new id token: ${outcome.problem}`)
      return await this.#take(outcome.tokens)
    } catch (cause) {
      if (cause instanceof AuthError) throw cause
      const why = cause instanceof Error ? cause.message : 'it cannot be reached'
      throw new AuthError(this.#source, `no new id token: ${why}`, { cause })
    } finally {
      await transport.close()
    }
  }

  async #take(tokens: OidcTokens): Promise<Credentials> {
    this.#tokens = tokens
    rotated.set(this.#key, tokens)
    try {
      await this.#oidc.onRotated?.(tokens)
    } catch (error) {
      const why = error instanceof Error ? error.message : 'onRotated failed'
      process.emitWarning(`new tokens of the ${this.#source} were not kept: ${why}`, { code: 'KUBECLIENT_OIDC' })
    }
    const credentials = credentialsOf(tokens.idToken)
    this.#current = credentials
    return credentials
  }
}

function credentialsOf(token: string): Credentials {
  const expiry = idTokenExpiry(token)
  return { token, ...(expiry === undefined ? {} : { expiresAt: new Date(expiry) }) }
}

/** A hash, so that no token lives on in a map's keys. */
function keyOf({ idpIssuerUrl, clientId, idToken, refreshToken }: OidcConfig): string {
  const crypto = process.getBuiltinModule('node:crypto')
  const text = JSON.stringify([idpIssuerUrl, clientId, idToken, refreshToken])
  return crypto.createHash('sha256').update(text).digest('base64')
}
