import { format, inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { RestConfig } from '../rest/rest-config.ts'
import { base64, fakeCertificate, fakeKey } from './fixtures.test-support.ts'
import { parseKubeConfig } from './index.ts'

const secretKey = fakeKey('a secret')
const text = JSON.stringify({
  'current-context': 'a',
  clusters: [
    { name: 'a', cluster: { server: 'https://h:6443', 'certificate-authority-data': base64(fakeCertificate('ca')) } },
  ],
  users: [
    {
      name: 'a',
      user: {
        token: 'secret-token',
        'client-certificate-data': base64(fakeCertificate('client')),
        'client-key-data': base64(secretKey),
        as: 'jane',
      },
    },
  ],
  contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
})

async function loaded(): Promise<RestConfig> {
  return (await parseKubeConfig(text)).restConfig()
}

/** The ways in which a value gets into a log. */
function printsOf(value: unknown): string[] {
  return [
    inspect(value),
    inspect(value, { depth: Infinity, showHidden: true, compact: false }),
    format('%s %o %O %j', 'config', value, value, value),
    `${JSON.stringify(value)}${JSON.stringify(value, null, 2)}`,
    inspect(new Error('failed', { cause: value })),
    inspect(new Map([['config', value]])),
  ]
}

describe('a loaded config', () => {
  test('prints without secrets, and its fields stay readable', async () => {
    const config = await loaded()
    expect(config).toMatchObject({ bearerToken: 'secret-token', tls: { keyData: secretKey } })
    expect(JSON.parse(JSON.stringify(config))).toEqual({
      host: 'https://h:6443',
      impersonate: { userName: 'jane' },
      bearerToken: '<redacted>',
      tls: { caData: '<PEM, 79 bytes>', certData: '<PEM, 83 bytes>', keyData: '<redacted>' },
    })
    expect(inspect(config)).toBe(inspect(JSON.parse(JSON.stringify(config))))
  })

  test('so do spread copies, nested ones and the kubeconfig itself', async () => {
    const config = await loaded()
    const copies: unknown[] = [
      config,
      { ...config },
      { ...config, apiPath: '/api', password: 'another-secret', transport: { headers: 'secret-token' } },
      { ...config, exec: { env: [{ name: 'A', value: 'another-secret' }] }, someFutureField: ['another-secret'] },
      { ...config, tls: { ...config.tls, passphrase: 'another-secret' }, credentials: { token: 'another-secret' } },
      { ...config, host: 'https://jane:another-secret@h' },
      { ...config, host: 'jane:another-secret@h', proxyUrl: 'http://jane:another-secret@proxy' },
      { ...config, proxyUrl: 'http://jane:another-secret/another-secret@proxy' },
      { outer: [{ config }] },
      Object.assign({}, config),
      await parseKubeConfig(text),
    ]
    for (const copy of copies) {
      for (const print of printsOf(copy)) {
        expect(print).not.toMatch(/secret-token|another-secret/)
        expect(print).not.toContain(base64('key of a secret'))
        expect(print).not.toContain(base64(secretKey))
      }
    }
  })

  test('plugins, logins and proxies print what they are, and nothing that was said in confidence', async () => {
    const config = (
      await parseKubeConfig(`current-context: a
clusters: [{name: a, cluster: {server: "https://h", proxy-url: "http://jane:secret-token@proxy"}}]
contexts: [{name: a, context: {cluster: a, user: a}}, {name: b, context: {cluster: a, user: b}}]
users:
- name: a
  user:
    exec:
      apiVersion: client.authentication.k8s.io/v1beta1
      command: aws
      args: [--password=secret-token]
      env: [{name: A, value: secret-token}]
      installHint: secret-token
- name: b
  user:
    auth-provider:
      name: oidc
      config: {idp-issuer-url: "https://login", client-id: kube, client-secret: secret-token, id-token: secret-token, refresh-token: secret-token}
`)
    ).setContext('a')
    expect(JSON.parse(JSON.stringify(config.restConfig()))).toEqual({
      host: 'https://h',
      proxyUrl: 'http://<redacted>@proxy',
      exec: {
        apiVersion: 'client.authentication.k8s.io/v1beta1',
        command: 'aws',
        args: '<1 arguments>',
        env: '<1 variables>',
        installHint: '<omitted>',
        interactiveMode: 'IfAvailable',
      },
    })
    expect(JSON.parse(JSON.stringify(config.setContext('b').restConfig()))).toEqual({
      host: 'https://h',
      proxyUrl: 'http://<redacted>@proxy',
      oidc: {
        idpIssuerUrl: 'https://login',
        clientId: 'kube',
        clientSecret: '<redacted>',
        idToken: '<redacted>',
        refreshToken: '<redacted>',
      },
    })
    for (const name of ['a', 'b']) {
      const loaded = config.setContext(name).restConfig()
      for (const value of [config, loaded, { ...loaded }]) {
        for (const print of printsOf(value)) expect(print).not.toContain('secret-token')
      }
    }
  })

  test('a copy prints what the copy holds', async () => {
    const copy = { ...(await loaded()), host: 'https://other', userAgent: 'mine', bearerToken: undefined }
    expect(JSON.parse(JSON.stringify(copy))).toMatchObject({ host: 'https://other', userAgent: 'mine' })
    expect(inspect(copy)).not.toContain('bearerToken')
  })

  test('whatever is put into a copy, nothing but known fields is printed', async () => {
    const config = await loaded()
    const name = fc.oneof(
      fc.string(),
      fc.constantFrom('password', 'bearerToken', 'tls', 'credentials', 'transport', 'exec', 'oidc'),
    )
    fc.assert(
      fc.property(name, fc.oneof(secretInside(), fc.record({ keyData: secretInside() })), (field, value) => {
        fc.pre(!plainFields.has(field))
        for (const print of printsOf({ ...config, [field]: value })) expect(print).not.toContain('s3cr3t')
      }),
    )
  })
})

const plainFields: ReadonlySet<string> = new Set(['toJSON', '__proto__'])

function secretInside(): fc.Arbitrary<unknown> {
  return fc.constantFrom<unknown>(
    's3cr3t',
    ['s3cr3t'],
    { a: 's3cr3t' },
    { toJSON: () => 's3cr3t' },
    new Map([['s3cr3t', 1]]),
  )
}
