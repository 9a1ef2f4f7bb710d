import { rename, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { expect, test, vi } from 'vitest'
import { loadConfig } from '../../src/clientcmd/index.ts'
import { isForbidden, isUnauthorized } from '../../src/errors/index.ts'
import type { RESTClient } from '../../src/rest/index.ts'
import type { KeyedCertificate } from '../../src/server/certificates.ts'
import { makeExecPlugin } from '../../src/transport/credentials/exec-plugin.test-support.ts'
import { idTokenExpiry } from '../../src/transport/credentials/id-token.ts'
import { retryWatch } from '../../src/watch/index.ts'
import { describeCredentials } from './credentials-plane.ts'

const admins = ['system:masters']

describeCredentials((get) => {
  test('a client certificate is who it says', async () => {
    const { client, plane, server, whoAmI } = get()
    const { certPem, keyPem } = await plane.issueClient('jane', ['devs', 'ops'])
    const tls = { ...server.tls, certData: certPem, keyData: keyPem }
    expect(await whoAmI(client({ ...server, tls }))).toMatchObject({
      username: 'jane',
      groups: ['devs', 'ops', 'system:authenticated'],
    })
  })

  test('a client certificate that is replaced in its file counts from then on, in the middle of a watch', async () => {
    const { client, folder, plane, server, whoAmI } = get()
    const tls = { ...server.tls, certFile: path.join(folder, 'client.crt'), keyFile: path.join(folder, 'client.key') }
    const write = async ({ certPem, keyPem }: KeyedCertificate) => {
      await writeFile(`${tls.keyFile}.new`, keyPem)
      await writeFile(tls.certFile, certPem)
      await rename(`${tls.keyFile}.new`, tls.keyFile)
    }
    await write(await plane.issueClient('first', admins))
    const own = client({ ...server, tls })
    expect(await whoAmI(own)).toMatchObject({ username: 'first' })
    await survivesRotation(own, 'file', async () => {
      await write(await plane.issueClient('second', admins))
      await vi.waitFor(async () => expect(await whoAmI(own)).toMatchObject({ username: 'second' }), 5000)
    })
  })

  test('a static token is who it belongs to, and a wrong one is nobody', async () => {
    const { client, plane, server, whoAmI } = get()
    expect(await whoAmI(client({ ...server, bearerToken: plane.adminToken }))).toMatchObject({
      username: 'token-admin',
    })
    const wrong = client({ ...server, bearerToken: 'n0t-a-t0ken' })
    const error = await whoAmI(wrong).catch((reason: unknown) => reason)
    expect(isUnauthorized(error)).toBe(true)
    expect(String(error)).not.toContain('n0t-a-t0ken')
  })

  test('service account tokens count, and their file is read again when the server refuses the last one', async () => {
    const { client, folder, plane, server, whoAmI } = get()
    const admin = client(plane.config)
    const bearerTokenFile = path.join(folder, 'service-account-token')
    await writeFile(bearerTokenFile, await tokenOf(admin, 'one'))
    const own = client({ ...server, bearerTokenFile })
    expect(await whoAmI(own)).toMatchObject({ username: 'system:serviceaccount:default:one' })
    await writeFile(bearerTokenFile, await tokenOf(admin, 'two'))
    await admin.delete().namespace('default').resource('serviceaccounts').name('one').do()
    // The server itself remembers a good token for 10 s.
    await vi.waitFor(
      async () => expect(await whoAmI(own)).toMatchObject({ username: 'system:serviceaccount:default:two' }),
      { timeout: 30_000, interval: 500 },
    )
  }, 45_000)

  test('impersonation carries user, uid, groups and extra', async () => {
    const { client, plane, whoAmI } = get()
    const impersonate = {
      userName: 'jane doe',
      uid: 'u-1',
      groups: ['devs', 'ops'],
      extra: { 'example.com/Team': ['a', 'b'], 'per%cent': ['c'] },
    }
    expect(await whoAmI(client({ ...plane.config, impersonate }))).toEqual({
      username: 'jane doe',
      uid: 'u-1',
      groups: ['devs', 'ops', 'system:authenticated'],
      // The server lower-cases what came as a header's name.
      extra: { 'example.com/team': ['a', 'b'], 'per%cent': ['c'] },
    })
    const abroad = { userName: 'Łukasz', uid: 'ü', groups: ['Größe'], extra: { team: ['café'] } }
    expect(await whoAmI(client({ ...plane.config, impersonate: abroad }))).toEqual({
      username: 'Łukasz',
      uid: 'ü',
      groups: ['Größe', 'system:authenticated'],
      extra: { team: ['café'] },
    })
    const asJane = client({ ...plane.config, impersonate: { userName: 'jane' } })
    const error = await asJane
      .get()
      .resource('nodes')
      .into()
      .catch((reason: unknown) => reason)
    expect(isForbidden(error)).toBe(true)
  })

  test('an exec plugin gives a token, and is run again when it has expired', async () => {
    const { client, plane, server, whoAmI } = get()
    const plugin = await makeExecPlugin()
    await plugin.answers({ token: plane.limitedToken, expirationTimestamp: new Date(Date.now() + 1500).toISOString() })
    const own = client({ ...server, exec: plugin.config })
    expect(await whoAmI(own)).toMatchObject({ username: 'limited' })
    await plugin.answers({ token: plane.adminToken })
    expect(await whoAmI(own)).toMatchObject({ username: 'limited' })
    await vi.waitFor(async () => expect(await whoAmI(own)).toMatchObject({ username: 'token-admin' }), 5000)
    expect(await plugin.runs()).toHaveLength(2)
  })

  test('an exec plugin is run again after a 401, once, and the request repeated', async () => {
    const { client, plane, server, whoAmI } = get()
    const plugin = await makeExecPlugin(
      `[ -e '${path.join(get().folder, 'ready')}' ] && printf '%s' '${JSON.stringify({
        kind: 'ExecCredential',
        apiVersion: 'client.authentication.k8s.io/v1',
        status: { token: plane.adminToken },
      })}' && exit 0; touch '${path.join(get().folder, 'ready')}'`,
    )
    await plugin.answers({ token: 'revoked' })
    const own = client({ ...server, exec: plugin.config })
    expect(await whoAmI(own)).toMatchObject({ username: 'token-admin' })
    expect(await plugin.runs()).toHaveLength(2)
  })

  test('an exec plugin gives a certificate, and another one in the middle of a watch', async () => {
    const { client, plane, server, whoAmI } = get()
    const plugin = await makeExecPlugin()
    const gives = async (name: string, ms: number) => {
      const { certPem, keyPem } = await plane.issueClient(name, admins)
      const expirationTimestamp = new Date(Date.now() + ms).toISOString()
      await plugin.answers({ clientCertificateData: certPem, clientKeyData: keyPem, expirationTimestamp })
    }
    await gives('first', 3000)
    const own = client({ ...server, exec: plugin.config })
    expect(await whoAmI(own)).toMatchObject({ username: 'first' })
    await survivesRotation(own, 'plugin', async () => {
      await gives('second', 60_000)
      await vi.waitFor(async () => expect(await whoAmI(own)).toMatchObject({ username: 'second' }), 8000)
    })
    expect(await plugin.runs()).toHaveLength(2)
  })

  test('an exec plugin of a kubeconfig is told of the cluster', async () => {
    const { client, folder, plane, server, whoAmI } = get()
    const plugin = await makeExecPlugin()
    await plugin.answers({ token: plane.adminToken })
    const kubeconfig = path.join(folder, 'exec-kubeconfig')
    const data = Buffer.from(String(server.tls?.caData)).toString('base64')
    const text = {
      'current-context': 'a',
      contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
      clusters: [{ name: 'a', cluster: { server: server.host, 'certificate-authority-data': data } }],
      users: [{ name: 'a', user: { exec: { ...plugin.config, provideClusterInfo: true } } }],
    }
    await writeFile(kubeconfig, JSON.stringify(text))
    expect(await whoAmI(client(await loadConfig({ kubeconfig })))).toMatchObject({ username: 'token-admin' })
    expect((await plugin.runs())[0]?.info).toMatchObject({
      spec: { cluster: { server: server.host, 'certificate-authority-data': data } },
    })
  })

  test('a login with an OpenID provider counts, and its new tokens are written back', async () => {
    const { client, folder, provider, providerCa, server, whoAmI } = get()
    const kubeconfig = path.join(folder, 'oidc-kubeconfig')
    const refreshToken = await provider.login('jane')
    const data = (pem: unknown) => Buffer.from(String(pem)).toString('base64')
    await writeFile(
      kubeconfig,
      `# of the shop
current-context: a
contexts: [{name: a, context: {cluster: a, user: jane}}]
clusters: [{name: a, cluster: {server: "${server.host}", certificate-authority-data: ${data(server.tls?.caData)}}}]
users:
- name: jane
  user:
    auth-provider:
      name: oidc
      config:
        idp-issuer-url: ${provider.issuer} # ours
        idp-certificate-authority-data: ${data(providerCa)}
        client-id: ${provider.clientId}
        client-secret: '${provider.clientSecret}'
        refresh-token: ${refreshToken}
`,
    )
    const own = client(await loadConfig({ kubeconfig }))
    await vi.waitFor(async () => expect(await whoAmI(own)).toMatchObject({ username: 'oidc:jane' }), 20_000)
    const written = (await loadConfig({ kubeconfig })).oidc
    expect(idTokenExpiry(String(written?.idToken))).toBeGreaterThan(Date.now())
    expect(written?.refreshToken).not.toBe(refreshToken)
    // Another program reads the file, and goes on with what is there.
    const again = client(await loadConfig({ kubeconfig }))
    const refreshes = provider.refreshes()
    expect(await whoAmI(again)).toMatchObject({ username: 'oidc:jane' })
    expect(provider.refreshes()).toBe(refreshes)
  }, 45_000)
})

/** A token of a service account, as the server gives it (TokenRequest). */
async function tokenOf(admin: RESTClient, name: string): Promise<string> {
  const accounts = () => admin.post().namespace('default').resource('serviceaccounts')
  await accounts().body({ metadata: { name } }).into()
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds: 600 } }
  const request = await accounts().name(name).subresource('token').body(body).into<{ status: { token: string } }>()
  return request.status.token
}

/** Watches while something is replaced, and misses no change. */
async function survivesRotation(client: RESTClient, prefix: string, rotate: () => Promise<void>): Promise<void> {
  const configMaps = () => client.get().namespace('default').resource('configmaps')
  const create = async (name: string) => {
    await client.post().namespace('default').resource('configmaps').body({ metadata: { name } }).into()
  }
  const { metadata } = await configMaps().into<{ metadata: { resourceVersion: string } }>()
  let starts = 0
  const seen: string[] = []
  const ending = new AbortController()
  const changes = retryWatch<{ metadata: { name: string; resourceVersion: string } }>(
    ({ signal, ...options }) => {
      starts += 1
      return configMaps().versionedParams(options).watch({ signal })
    },
    { resourceVersion: metadata.resourceVersion, signal: ending.signal },
  )
  const watching = (async () => {
    for await (const { object } of changes) if (object.metadata.name.startsWith(prefix)) seen.push(object.metadata.name)
  })().catch(() => undefined)
  try {
    await create(`${prefix}-before`)
    await vi.waitFor(() => expect(seen).toEqual([`${prefix}-before`]), 5000)
    await rotate()
    await create(`${prefix}-after`)
    await vi.waitFor(() => expect(seen).toEqual([`${prefix}-before`, `${prefix}-after`]), 8000)
    expect(starts).toBeGreaterThan(1)
  } finally {
    ending.abort()
    await watching
  }
}
