import { describe, expect, test } from 'vitest'
import type { RestConfig } from '../rest/rest-config.ts'
import { base64, configErrorFrom, fakeCertificate, fakeKey, simpleKubeconfig } from './fixtures.test-support.ts'
import { type ConfigOverrides, parseKubeConfig } from './index.ts'

const ca = fakeCertificate('ca')
const cert = fakeCertificate('client')
const key = fakeKey('client')
const cluster = `{server: "https://h", tls-server-name: name, certificate-authority-data: ${base64(ca)}, disable-compression: true}`
const certified = `{client-certificate-data: ${base64(cert)}, client-key-data: ${base64(key)}}`

async function overridden(overrides: ConfigOverrides, user = '{token: t}'): Promise<RestConfig> {
  return (await parseKubeConfig(simpleKubeconfig({ cluster, user }), { overrides })).restConfig()
}

describe('overrides of the cluster', () => {
  test.each<[string, ConfigOverrides, object]>([
    ['none', {}, { host: 'https://h', tls: { serverName: 'name', caData: ca }, disableCompression: true }],
    [
      'empty ones',
      { server: '', token: '', insecureSkipTlsVerify: false, asGroups: [] },
      { host: 'https://h', tls: { serverName: 'name', caData: ca } },
    ],
    ['a server drops the TLS name', { server: 'https://new' }, { host: 'https://new', tls: { caData: ca } }],
    [
      'unless there is one with it',
      { server: 'https://new', tlsServerName: 'n' },
      { host: 'https://new', tls: { serverName: 'n', caData: ca } },
    ],
    ['insecure drops the CA', { insecureSkipTlsVerify: true }, { tls: { insecure: true, serverName: 'name' } }],
    [
      'a CA file drops the data',
      { certificateAuthority: '/dev/null' },
      { tls: { caFile: '/dev/null', serverName: 'name' } },
    ],
    [
      'CA data replaces it',
      { certificateAuthorityData: fakeCertificate('b') },
      { tls: { caData: fakeCertificate('b') } },
    ],
    ['a deadline', { timeoutMs: 1000 }, { timeoutMs: 1000 }],
  ])('%s', async (_, overrides, expected) => {
    const config = await overridden(overrides)
    expect(config).toMatchObject(expected)
    if ('tls' in expected) expect(config.tls).toEqual({ ...config.tls, ...(expected.tls as object) })
  })

  test('the TLS fields that go are gone', async () => {
    expect((await overridden({ insecureSkipTlsVerify: true })).tls).toEqual({ insecure: true, serverName: 'name' })
    expect((await overridden({ server: 'https://new' })).tls).toEqual({ caData: ca })
  })
})

describe('overrides of the user', () => {
  test.each<[string, string, ConfigOverrides, object]>([
    ['a token replaces the token', '{token: t}', { token: 'new' }, { bearerToken: 'new' }],
    ['a token replaces the token file', '{tokenFile: /missing}', { token: 'new' }, { bearerToken: 'new' }],
    ['a token file replaces the token', '{token: t}', { tokenFile: '/dev/null' }, { bearerTokenFile: '/dev/null' }],
    ['a token sets an exec plugin aside', '{exec: {command: aws}}', { token: 'new' }, { bearerToken: 'new' }],
    [
      'a key file replaces the data',
      certified,
      { clientKey: '/dev/null' },
      { tls: { certData: cert, keyFile: '/dev/null' } },
    ],
    [
      'a certificate replaces the data',
      certified,
      { clientCertificate: '/dev/null' },
      { tls: { certFile: '/dev/null', keyData: key } },
    ],
    ['basic beside nothing', '{}', { username: 'u', password: 'p' }, { username: 'u', password: 'p' }],
    [
      'impersonation',
      '{token: t, as: a, as-groups: [g], as-user-extra: {x: [one], z: [two]}}',
      { as: 'b', asUserExtra: { x: ['new'] } },
      { impersonate: { userName: 'b', groups: ['g'], extra: { x: ['new'], z: ['two'] } } },
    ],
  ])('%s', async (_, user, overrides, expected) => {
    const config = await overridden(overrides, user)
    expect(config).toMatchObject(expected)
    if ('bearerToken' in expected) expect(config.bearerTokenFile).toBeUndefined()
    if ('bearerTokenFile' in expected) expect(config.bearerToken).toBeUndefined()
  })

  test('a problem with an override is the override’s', async () => {
    const twice = await configErrorFrom(() => overridden({ token: 'new' }, '{username: u, password: p}'))
    expect(twice).toMatchObject({ field: 'overrides.token', file: undefined })
    const missing = await configErrorFrom(() => overridden({ certificateAuthority: '/nonexistent/ca.crt' }))
    expect(missing.message).toBe('overrides.certificateAuthority: names /nonexistent/ca.crt, which does not exist')
  })
})
