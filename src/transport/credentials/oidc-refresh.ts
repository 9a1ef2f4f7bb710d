import type { Transport, TransportRequest } from '../transport.ts'
import { issuerProblem, type OidcConfig, type OidcTokens } from './oidc-config.ts'
import { isToken } from './token-text.ts'

export type RefreshOutcome =
  | { readonly ok: true; readonly tokens: OidcTokens }
  | { readonly ok: false; readonly problem: string }

const wrong = (problem: string): RefreshOutcome => ({ ok: false, problem })
/** A provider's metadata and answers are a few kilobytes. */
const maxBytes = 1024 * 1024

/**
 * Gets a new id token for a refresh token: one GET (OpenID Connect Discovery 1.0, section 4) and one POST (RFC 6749,
 * section 6). Nothing here is encrypted or verified by the client, so no package is needed for it. No problem quotes
 * an answer, beyond the error code that RFC 6749 defines.
 */
export async function refreshTokens(
  oidc: OidcConfig,
  refreshToken: string,
  transport: Transport,
  signal: AbortSignal,
): Promise<RefreshOutcome> {
  const discovery = new URL(`${oidc.idpIssuerUrl.replace(/\/$/, '')}/.well-known/openid-configuration`)
  const headers = { Accept: 'application/json' }
  const metadata = await ask(transport, { method: 'GET', url: discovery, headers, signal })
  if (metadata.status !== 200) return wrong(`its discovery answered ${metadata.status} (${discovery.href})`)
  const endpoint = metadata.fields['token_endpoint']
  if (typeof endpoint !== 'string' || issuerProblem(endpoint) !== undefined) {
    return wrong('its discovery names no token endpoint that can be used')
  }
  const post = tokenRequest(oidc, refreshToken, metadata.fields['token_endpoint_auth_methods_supported'])
  const answer = await ask(transport, { method: 'POST', url: new URL(endpoint), signal, ...post })
  return tokensOf(answer, refreshToken)
}

interface Answer {
  readonly status: number
  /** Empty if it is no JSON object. */
  readonly fields: Readonly<Record<string, unknown>>
}

async function ask(transport: Transport, request: TransportRequest): Promise<Answer> {
  const response = await transport.send(request)
  const bytes = await response.body.bytes?.(maxBytes)
  try {
    const value: unknown = JSON.parse(new TextDecoder().decode(bytes))
    const isObject = typeof value === 'object' && value !== null && !Array.isArray(value)
    return { status: response.status, fields: isObject ? (value as Readonly<Record<string, unknown>>) : {} }
  } catch {
    return { status: response.status, fields: {} }
  }
}

/** How a client proves who it is; without a word of the provider, it is the header (OpenID Connect Core, section 9). */
function tokenRequest(oidc: OidcConfig, refreshToken: string, methods: unknown) {
  const { clientId, clientSecret } = oidc
  const form = new URLSearchParams({ grant_type: 'refresh_token', refresh_token: refreshToken })
  const headers: Record<string, string> = {
    Accept: 'application/json',
    'Content-Type': 'application/x-www-form-urlencoded',
  }
  const supported = Array.isArray(methods) ? (methods as unknown[]) : ['client_secret_basic']
  if (clientSecret && (supported.includes('client_secret_basic') || !supported.includes('client_secret_post'))) {
    const pair = `${formEncoded(clientId)}:${formEncoded(clientSecret)}`
    headers['Authorization'] = `Basic ${Buffer.from(pair).toString('base64')}`
  } else {
    form.set('client_id', clientId)
    if (clientSecret) form.set('client_secret', clientSecret)
  }
  return { headers, body: form.toString() }
}

/** RFC 6749, section 2.3.1. */
function formEncoded(text: string): string {
  return new URLSearchParams({ '': text }).toString().slice(1)
}

function tokensOf({ status, fields }: Answer, refreshToken: string): RefreshOutcome {
  if (status !== 200) {
    const code = fields['error']
    const known = typeof code === 'string' && /^[a-z_]{1,40}$/.test(code) ? ` ${code}` : ''
    const hint = code === 'invalid_grant' ? ': the refresh token is used up or revoked, log in again' : ''
    return wrong(`its token endpoint answered ${status}${known}${hint}`)
  }
  const idToken = fields['id_token']
  if (typeof idToken !== 'string' || idToken === '') {
    return wrong('its answer has no id token: was the login without the scope openid?')
  }
  // Before it takes the place of a good one in somebody's kubeconfig.
  if (!isToken(idToken)) return wrong('its answer has an id token that a header cannot hold')
  const next = fields['refresh_token']
  return { ok: true, tokens: { idToken, refreshToken: typeof next === 'string' && next !== '' ? next : refreshToken } }
}
