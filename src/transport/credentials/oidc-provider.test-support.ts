import { generateKeyPairSync } from 'node:crypto'
import { createServer as createHttpServer, type Server } from 'node:http'
import { createServer as createHttpsServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import type { Provider } from 'oidc-provider'
import type { KeyedCertificate } from '../../server/certificates.ts'

export interface OidcProviderOptions {
  /** Makes it an https one. */
  readonly certificate?: KeyedCertificate | undefined
  readonly idTokenTtlSeconds?: number | undefined
  readonly authMethod?: 'client_secret_basic' | 'client_secret_post' | 'none' | undefined
}

/** A real OpenID provider, where `jane` can have logged in. */
export interface OidcTestProvider {
  readonly issuer: string
  readonly clientId: string
  /** Undefined for a public client. */
  readonly clientSecret: string | undefined
  /** How often tokens were asked for. */
  readonly refreshes: () => number
  setIdTokenTtl(seconds: number): void
  /** A login, as far as its refresh token. Each one is good for one use. */
  readonly login: (account: string) => Promise<string>
  close(): Promise<void>
}

const clientId = 'kube'
const secret = 'not so s3cret:%'

export async function startOidcProvider(options: OidcProviderOptions = {}): Promise<OidcTestProvider> {
  const { certificate } = options
  let handler: ReturnType<Provider['callback']> | undefined
  const server = (
    certificate === undefined
      ? createHttpServer()
      : createHttpsServer({ cert: certificate.certPem, key: certificate.keyPem })
  ) as Server
  let refreshes = 0
  server.on('request', (request, response) => {
    if (request.url === '/token') refreshes += 1
    void handler?.(request, response)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const issuer = `${certificate === undefined ? 'http' : 'https'}://127.0.0.1:${port}`
  const state = { ttl: options.idTokenTtlSeconds ?? 3600 }
  const provider = await makeProvider(issuer, options.authMethod ?? 'client_secret_basic', state)
  handler = provider.callback()
  return {
    issuer,
    clientId,
    clientSecret: options.authMethod === 'none' ? undefined : secret,
    refreshes: () => refreshes,
    setIdTokenTtl(seconds) {
      state.ttl = seconds
    },
    login: (account) => login(provider, account),
    async close() {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function makeProvider(issuer: string, method: string, state: { ttl: number }): Promise<Provider> {
  // It warns of versions of Node that it was not written for.
  const warn = console.warn
  console.warn = () => undefined
  try {
    const { Provider: Made } = await import('oidc-provider')
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
    const provider = new Made(issuer, {
      clients: [
        {
          client_id: clientId,
          ...(method === 'none' ? {} : { client_secret: secret }),
          token_endpoint_auth_method: method as 'none',
          grant_types: ['authorization_code', 'refresh_token'],
          redirect_uris: [`${issuer.replace('http:', 'https:')}/done`],
        },
      ],
      clientAuthMethods: [method as 'none'],
      jwks: { keys: [{ ...privateKey.export({ format: 'jwk' }), alg: 'RS256', use: 'sig' } as never] },
      features: { devInteractions: { enabled: false } },
      findAccount: (_context: unknown, sub: string) => ({ accountId: sub, claims: () => ({ sub }) }),
      rotateRefreshToken: true,
      ttl: { IdToken: () => state.ttl, RefreshToken: 3600, AccessToken: 600, Grant: 3600 },
    })
    provider.on('server_error', (_context: unknown, error: Error) => console.error(error))
    return provider
  } finally {
    console.warn = warn
  }
}

async function login(provider: Provider, accountId: string): Promise<string> {
  const scope = 'openid offline_access'
  const grant = new provider.Grant({ accountId, clientId })
  grant.addOIDCScope(scope)
  const grantId = await grant.save()
  const client = await provider.Client.find(clientId)
  if (client === undefined) throw new Error('the provider does not know its client')
  const token = new provider.RefreshToken({ accountId, client, grantId, scope, gty: 'authorization_code' } as never)
  return token.save()
}
