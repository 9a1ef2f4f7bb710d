import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { AuthError, ConfigError } from '../errors/index.ts'
import type { CredentialSource } from '../transport/index.ts'
import { anonymousConfig, transportFor } from './open-transport.ts'
import { TokenBucketRateLimiter } from './rate-limiter.ts'
import { RESTClient, restClientFor, unversionedRestClientFor } from './rest-client.ts'
import type { RestConfig } from './rest-config.ts'
import { clientOver, ScriptedTransport, type ScriptStep } from './scripted-transport.test-support.ts'

const coreV1 = { apiPath: '/api', groupVersion: { group: '', version: 'v1' } }

async function headersFor(
  config: Partial<RestConfig>,
  build: (steps: ScriptStep[]) => ScriptStep[] = () => [{ body: '{}' }],
) {
  const transport = new ScriptedTransport(...build([]))
  const client = restClientFor({ host: 'http://h', ...coreV1, ...config, transport })
  await client.get().do()
  return transport.requests.map(({ headers }) => headers)
}

describe('restClientFor', () => {
  it.each<[Partial<RestConfig>, string]>([
    [{}, 'http://localhost/api/v1/pods'],
    [{ host: 'example.test:8080' }, 'http://example.test:8080/api/v1/pods'],
    [{ host: '10.0.0.1:6443', tls: { caData: 'x' } }, 'https://10.0.0.1:6443/api/v1/pods'],
    [{ host: '::1', tls: { insecure: true } }, 'https://[::1]/api/v1/pods'],
    [{ host: 'https://h/base/?q#f' }, 'https://h/base/api/v1/pods'],
    [
      { host: 'https://h', apiPath: '/apis', groupVersion: { group: 'apps', version: 'v1' } },
      'https://h/apis/apps/v1/pods',
    ],
  ])('with %j asks %s', async (config, url) => {
    const client = restClientFor({ host: '', ...coreV1, ...config })
    expect(client.get().resource('pods').url().href).toBe(url)
    await client.close()
  })

  it.each<[Partial<RestConfig>, string]>([
    [{ groupVersion: undefined }, 'groupVersion'],
    [{ host: 'h/path' }, 'host'],
    [{ host: 'ftp://h' }, 'host'],
    [{ host: 'http://user:s3cr3t@h' }, 'host'],
    [{ username: 'me', password: 's3cr3t', bearerToken: 's3cr3t' }, 'username, bearerToken'],
    [{ bearerToken: 's3cr3t', credentials: { get: async () => ({}) } }, 'credentials'],
    [{ impersonate: { groups: ['a'] } }, 'impersonate.userName'],
    [{ tls: { insecure: true, caData: 'x' } }, 'tls'],
    [{ tls: { caData: 'x' }, transport: new ScriptedTransport() }, 'tls'],
    [{ qps: 5, burst: -1 }, 'burst'],
    [{ qps: 5, burst: 1.5 }, 'burst'],
    [{ qps: Number.NaN }, 'qps'],
    [{ groupVersion: 'apps/v1' as never }, 'groupVersion'],
    [{ host: 5 as never }, 'host'],
    [{ host: 'http://h/%zz' }, 'host'],
    [{ timeoutMs: Number.POSITIVE_INFINITY }, 'timeoutMs'],
    [{ timeoutMs: -5 }, 'timeoutMs'],
    [{ maxRetries: Number.NaN }, 'maxRetries'],
    [{ bearerToken: 's3cr3t\n' }, 'bearerToken'],
    [{ userAgent: 'ü\u0100' }, 'userAgent'],
    [{ impersonate: { userName: 'a\nb' } }, 'impersonate.userName'],
  ])('refuses %j and names the field', (config, field) => {
    const make = () => restClientFor({ host: 'h', ...coreV1, ...config })
    expect(make).toThrow(ConfigError)
    expect(make).toThrow(expect.objectContaining({ field }))
    expect(make).not.toThrow(/s3cr3t/)
  })

  it('limits to ten requests at once unless told otherwise', () => {
    const limiter = restClientFor({ host: 'h', ...coreV1, transport: new ScriptedTransport(), qps: 1 }).getRateLimiter()
    expect(Array.from({ length: 11 }, () => limiter?.tryAccept())).toEqual([...Array(10).fill(true), false])
  })

  it('goes to this machine only if the host is empty, not if there is none', () => {
    const config = { ...coreV1, transport: new ScriptedTransport() }
    expect(
      restClientFor({ ...config, host: '' })
        .get()
        .url().host,
    ).toBe('localhost')
    const none = config as unknown as RestConfig
    expect(() => restClientFor(none)).toThrow("host: is missing: expected a URL or HOST:PORT, or '' for localhost")
    expect(() => new RESTClient(undefined as never, '/api/v1')).toThrow('host: is missing')
  })

  it('does not change the config', () => {
    const config = Object.freeze({ host: 'h', ...coreV1, transport: new ScriptedTransport() })
    expect(restClientFor(config).apiVersion()).toEqual({ group: '', version: 'v1' })
  })
})

it('makes a client without a version', () => {
  const client = unversionedRestClientFor({ host: 'https://h/base', transport: new ScriptedTransport() })
  expect(client.get().suffix('version').url().href).toBe('https://h/base/version')
  expect(client.apiVersion()).toEqual({ group: '', version: '' })
})

it('makes a config anonymous and keeps how the server is trusted', () => {
  const trust = { caData: 'ca', serverName: 'n' }
  const tls = { ...trust, certData: 'c', keyData: 's3cr3t' }
  const config = { host: 'h', tls, bearerToken: 's3cr3t', username: 'me', impersonate: { userName: 'you' }, qps: 1 }
  expect(anonymousConfig(config)).toEqual({ host: 'h', tls: trust, qps: 1 })
})

it('hands out a transport with credentials, and leaves one open that was brought along', async () => {
  const own = new ScriptedTransport()
  const close = vi.spyOn(own, 'close')
  const transport = transportFor({ host: 'h', transport: own, bearerToken: 'abc' })
  await transport.send({ method: 'GET', url: new URL('http://h/x'), headers: {} })
  expect(own.requests[0]?.headers['Authorization']).toBe('Bearer abc')
  await transport.close()
  expect(close).not.toHaveBeenCalled()
})

it('limits requests only if asked to, and shares a limiter that it is given', () => {
  const transport = new ScriptedTransport()
  const limiter = new TokenBucketRateLimiter(5, 10)
  expect(restClientFor({ host: 'h', ...coreV1, transport }).getRateLimiter()).toBeUndefined()
  expect(restClientFor({ host: 'h', ...coreV1, transport, qps: 7, burst: 9 }).getRateLimiter()?.qps).toBe(7)
  expect(restClientFor({ host: 'h', ...coreV1, transport, qps: 7 }).getRateLimiter()?.qps).toBe(7)
  expect(restClientFor({ host: 'h', ...coreV1, transport, qps: -1 }).getRateLimiter()).toBeUndefined()
  expect(restClientFor({ host: 'h', ...coreV1, transport, rateLimiter: limiter }).getRateLimiter()).toBe(limiter)
})

it('refuses a verb that is no HTTP method', () => {
  const client = clientOver(new ScriptedTransport())
  expect(client.verb('GET /').resource('pods').error()).toMatchObject({
    name: 'RequestError',
    message: 'invalid verb "GET /": expected an HTTP method',
  })
  expect(client.verb(undefined as never).error()?.message).toContain('invalid verb')
})

it('keeps an unknown type of patch as the first error', async () => {
  const request = clientOver(new ScriptedTransport())
    .patch('yaml' as never)
    .name('')
  expect(request.error()?.message).toContain('unknown patch type "yaml"')
  await expect(request.do()).rejects.toThrow('unknown patch type "yaml"')
})

describe('headers', () => {
  it('say who is asking', async () => {
    const [headers] = await headersFor({})
    expect(headers?.['User-Agent']).toMatch(
      /^[\w.+-]+\/[\w.+-]+ \((linux|darwin|windows)\/\w+\) kubeclient\/\d+\.\d+\.\d+$/,
    )
    expect(headers).not.toHaveProperty('Authorization')
    expect((await headersFor({ userAgent: 'mine/1' }))[0]?.['User-Agent']).toBe('mine/1')
  })

  it('carry basic authentication or a token', async () => {
    const [basic] = await headersFor({ username: 'müller', password: 'a:b' })
    expect(basic?.['Authorization']).toBe(`Basic ${Buffer.from('müller:a:b').toString('base64')}`)
    expect((await headersFor({ bearerToken: 'abc' }))[0]?.['Authorization']).toBe('Bearer abc')
  })

  it('are left out where a text is empty', async () => {
    const empty = {
      username: '',
      password: '',
      bearerToken: '',
      userAgent: '',
      contentType: '',
      acceptContentTypes: '',
    }
    const [headers] = await headersFor(empty)
    expect(headers).not.toHaveProperty('Authorization')
    expect(headers).toMatchObject({
      Accept: 'application/json, */*',
      'User-Agent': expect.stringContaining('kubeclient'),
    })
  })

  it('carry all of an impersonation', async () => {
    const impersonate = {
      userName: 'jane',
      uid: '7',
      groups: ['dev', 'ops'],
      extra: { scopes: ['a', 'b'], 'example.com/x y%': ['c'], none: [] },
    }
    expect((await headersFor({ impersonate }))[0]).toMatchObject({
      'Impersonate-User': 'jane',
      'Impersonate-Uid': '7',
      'Impersonate-Group': ['dev', 'ops'],
      'Impersonate-Extra-scopes': ['a', 'b'],
      'Impersonate-Extra-example.com%2Fx%20y%25': ['c'],
    })
  })

  it('have names in UTF-8, as a server reads them', async () => {
    const impersonate = { userName: 'Łukasz', uid: 'ü', groups: ['Größe'], extra: { team: ['café'] } }
    const bytes = (text: string) => Buffer.from(text).toString('latin1')
    expect((await headersFor({ impersonate }))[0]).toMatchObject({
      'Impersonate-User': bytes('Łukasz'),
      'Impersonate-Uid': bytes('ü'),
      'Impersonate-Group': [bytes('Größe')],
      'Impersonate-Extra-team': [bytes('café')],
    })
  })

  it('have the token of a config as long as its token file has none', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'kubeclient-rest-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    const bearerTokenFile = join(folder, 'token')
    const transport = new ScriptedTransport({ body: '{}' }, { body: '{}' }, { body: '{}' })
    const client = restClientFor({ host: 'h', ...coreV1, bearerToken: 'fixed', bearerTokenFile, transport })
    await client.get().do()
    await writeFile(bearerTokenFile, '\n')
    await client.get().do()
    await writeFile(bearerTokenFile, 'of-the-file\n')
    await client.get().do()
    const sent = transport.requests.map(({ headers }) => headers['Authorization'])
    expect(sent).toEqual(['Bearer fixed', 'Bearer fixed', 'Bearer of-the-file'])
  })

  it('of the request win over those of the config', async () => {
    const transport = new ScriptedTransport({ body: '{}' })
    const impersonate = { userName: 'jane', groups: ['dev'] }
    const client = restClientFor({ host: 'h', ...coreV1, transport, bearerToken: 'abc', impersonate })
    await client.get().setHeader('authorization', 'Bearer xyz').setHeader('Impersonate-User', 'joe').do()
    expect(transport.requests[0]?.headers).toMatchObject({ authorization: 'Bearer xyz', 'Impersonate-User': 'joe' })
    expect(transport.requests[0]?.headers).not.toHaveProperty('Authorization')
    expect(transport.requests[0]?.headers).not.toHaveProperty('Impersonate-Group')
  })
})

describe('a credential source', () => {
  const source = (tokens: string[], invalidate?: () => void): CredentialSource => ({
    get: async () => ({ token: tokens[0] }),
    ...(invalidate === undefined ? {} : { invalidate }),
  })
  const unauthorized: ScriptStep = { status: 401, body: '' }

  it('is asked before every request', async () => {
    expect((await headersFor({ credentials: source(['abc']) }))[0]?.['Authorization']).toBe('Bearer abc')
  })

  it('is asked for a fresh token after a 401, once', async () => {
    const tokens = ['old', 'new', 'newest']
    const credentials = source(tokens, () => void tokens.shift())
    const headers = await headersFor({ credentials }, () => [unauthorized])
    expect(headers.map((each) => each['Authorization'])).toEqual(['Bearer old', 'Bearer new'])
  })

  it('that fails is an AuthError with the reason, and nothing is sent', async () => {
    const cause = new Error('the vault is sealed')
    const transport = new ScriptedTransport({ body: '{}' })
    const client = restClientFor({ host: 'h', ...coreV1, transport, credentials: { get: () => Promise.reject(cause) } })
    const error = await client
      .get()
      .do()
      .catch((thrown: unknown) => thrown)
    expect(error).toBeInstanceOf(AuthError)
    expect(error).toMatchObject({ message: expect.stringContaining('the vault is sealed'), cause })
    expect(transport.requests).toEqual([])
  })

  it('that cannot be invalidated is not asked again', async () => {
    expect((await headersFor({ credentials: source(['abc']) }, () => [unauthorized])).length).toBe(1)
  })
})
