import { inspect } from 'node:util'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { AuthError, ConfigError } from '../../errors/index.ts'
import { createCertificateAuthority } from '../../server/certificates.ts'
import { Playground } from '../node/servers.test-support.ts'
import { idTokenExpiry } from './id-token.ts'
import { checkOidcConfig, type OidcConfig, type OidcTokens } from './oidc-config.ts'
import { type OidcProviderOptions, type OidcTestProvider, startOidcProvider } from './oidc-provider.test-support.ts'
import { OidcSource } from './oidc-source.ts'

const playground = new Playground()
const providers: OidcTestProvider[] = []
afterEach(async () => {
  await playground.close()
  await Promise.all(providers.splice(0).map((provider) => provider.close()))
})

async function start(options: OidcProviderOptions = {}): Promise<OidcTestProvider> {
  const provider = await startOidcProvider(options)
  providers.push(provider)
  return provider
}

async function configOf({ clientId, clientSecret, issuer, login }: OidcTestProvider): Promise<OidcConfig> {
  return { idpIssuerUrl: issuer, clientId, clientSecret, refreshToken: await login('jane') }
}

/** A token that nobody signed. */
function unsigned(payload: object): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  return `${part({ alg: 'none' })}.${part(payload)}.s3cret`
}

async function failureOf(source: OidcSource): Promise<AuthError> {
  const error = await source.get().catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(AuthError)
  return error as AuthError
}

describe.each(['client_secret_basic', 'client_secret_post', 'none'] as const)(
  'with a real provider and %s',
  (authMethod) => {
    test('a refresh token gets an id token, and is replaced', async () => {
      const provider = await start({ authMethod })
      const told: OidcTokens[] = []
      const config = { ...(await configOf(provider)), onRotated: (tokens: OidcTokens) => void told.push(tokens) }
      const source = new OidcSource(config)
      const first = await source.get()
      expect(idTokenExpiry(String(first.token))).toBeGreaterThan(Date.now())
      expect(told).toEqual([{ idToken: first.token, refreshToken: expect.stringMatching(/.+/) }])
      expect(told[0]?.refreshToken).not.toBe(config.refreshToken)
      // Within one second, two tokens of one kind are the same text.
      provider.setIdTokenTtl(7200)
      source.invalidate(first)
      const second = await source.get()
      expect(second.token).not.toBe(first.token)
      expect(provider.refreshes()).toBe(2)
    })
  },
)

test('an id token is used until 10 s before its end, and one refresh serves all', async () => {
  const provider = await start()
  const clock = { now: Date.now() }
  const idToken = unsigned({ exp: Math.floor(clock.now / 1000) + 60 })
  const source = new OidcSource({ ...(await configOf(provider)), idToken }, () => clock.now)
  expect(await source.get()).toMatchObject({ token: idToken })
  clock.now += 48_000
  expect(await source.get()).toMatchObject({ token: idToken })
  clock.now += 2_500
  const all = await Promise.all(Array.from({ length: 20 }, () => source.get()))
  expect(new Set(all.map(({ token }) => token)).size).toBe(1)
  expect(all[0]?.token).not.toBe(idToken)
  expect(provider.refreshes()).toBe(1)
})

test('a config that is used again goes on with the tokens that replaced its own', async () => {
  const provider = await start()
  const config = await configOf(provider)
  const { token } = await new OidcSource(config).get()
  // The provider takes the refresh token of the config only once.
  const again = new OidcSource({ ...config })
  expect(await again.get()).toMatchObject({ token })
  again.invalidate()
  await again.get()
  expect(provider.refreshes()).toBe(2)
})

test('the provider is verified with its own CA', async () => {
  const ca = await createCertificateAuthority('idp')
  const certificate = await ca.issue({ commonName: 'idp', ipAddresses: ['127.0.0.1'], usage: 'server' })
  const provider = await start({ certificate })
  const config = await configOf(provider)
  expect((await failureOf(new OidcSource(config))).message).toContain('not trusted')
  const trusting = new OidcSource({ ...config, idpCertificateAuthorityData: ca.certPem })
  expect((await trusting.get()).token).toBeDefined()
})

test('tokens that cannot be kept are used, and a warning says so', async () => {
  const provider = await start()
  const emitWarning = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
  const source = new OidcSource({
    ...(await configOf(provider)),
    onRotated: () => Promise.reject(new Error('read-only')),
  })
  const { token } = await source.get()
  expect(token).toBeDefined()
  expect(emitWarning.mock.calls[0]?.[0]).toContain('were not kept: read-only')
  expect(String(emitWarning.mock.calls[0]?.[0])).not.toContain(token)
  emitWarning.mockRestore()
})

describe('a failure', () => {
  const base = { idpIssuerUrl: 'http://127.0.0.1:1', clientId: 'kube', clientSecret: 's3cret' }

  test.each([
    ['expired', { idToken: unsigned({ exp: 1 }) }, 'is expired'],
    ['no token at all', { idToken: 's3cret' }, 'is expired, or is none'],
    ['missing', {}, 'there is no id token'],
  ])('says that the id token is %s, and that there is no way to get one', async (_, more, text) => {
    const error = await failureOf(new OidcSource({ ...base, ...more }))
    expect(error.message).toContain(text)
    expect(error.message).toContain('log in again')
    expect(inspect(error)).not.toContain('s3cret')
  })

  test('says that the refresh token is used up, without what was answered', async () => {
    const provider = await start()
    const config = { ...(await configOf(provider)), refreshToken: 's3cret-and-wrong' }
    const error = await failureOf(new OidcSource(config))
    expect(error.message).toBe(
      `OIDC provider ${provider.issuer}: no new id token: its token endpoint answered 400 invalid_grant: the refresh token is used up or revoked, log in again`,
    )
    expect(inspect(error, { depth: Infinity })).not.toContain('s3cret')
  })

  test('keeps no id token that cannot be sent', async () => {
    const idpIssuerUrl: string = await playground.http((request, response) => {
      const metadata = { token_endpoint: `${idpIssuerUrl}/token` }
      response.end(JSON.stringify(request.method === 'GET' ? metadata : { id_token: 's3cret\n', refresh_token: 'r' }))
    })
    const onRotated = vi.fn()
    const error = await failureOf(new OidcSource({ ...base, idpIssuerUrl, refreshToken: 'once', onRotated }))
    expect(error.message).toContain('has an id token that a header cannot hold')
    expect(inspect(error, { depth: Infinity })).not.toContain('s3cret')
    expect(onRotated).not.toHaveBeenCalled()
  })

  test.each([
    ['is not there', undefined, 'refuses the connection'],
    ['answers discovery with an error', [404, 's3cret'], 'its discovery answered 404'],
    ['answers discovery with nonsense', [200, 's3cret'], 'names no token endpoint'],
    [
      'sends tokens elsewhere in the clear',
      [200, '{"token_endpoint":"http://s3cret.example.com"}'],
      'no token endpoint',
    ],
  ] as const)('says that the provider %s', async (_, answer, text) => {
    const idpIssuerUrl =
      answer === undefined
        ? base.idpIssuerUrl
        : await playground.http((_request, response) => void response.writeHead(answer[0]).end(answer[1]))
    const error = await failureOf(new OidcSource({ ...base, idpIssuerUrl, refreshToken: 's3cret' }))
    expect(error.message).toContain(text)
    expect(inspect(error, { depth: Infinity })).not.toContain('s3cret')
  })
})

test.each([
  ['oidc.clientId', { clientId: '' }],
  ['oidc.idpIssuerUrl', { idpIssuerUrl: '' }],
  ['oidc.idpIssuerUrl', { idpIssuerUrl: 'login.example.com' }],
  ['oidc.idpIssuerUrl', { idpIssuerUrl: 'http://login.example.com' }],
  ['oidc.idpIssuerUrl', { idpIssuerUrl: 'https://jane:s3cret@login.example.com' }],
])('%s that cannot be meant is refused: %j', (field, more) => {
  const config = { idpIssuerUrl: 'https://login.example.com', clientId: 'kube' }
  expect(() => checkOidcConfig(config)).not.toThrow()
  expect(() => checkOidcConfig({ ...config, ...more })).toThrow(ConfigError)
  expect(() => checkOidcConfig({ ...config, ...more })).toThrow(`${field}: `)
})
