import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { configErrorFrom, fakeCertificate, folderWith, simpleKubeconfig } from './fixtures.test-support.ts'
import { buildConfigFromFlags, inClusterConfig, loadConfig, loadKubeConfig } from './index.ts'

const env = { KUBERNETES_SERVICE_HOST: '10.96.0.1', KUBERNETES_SERVICE_PORT: '443', HOME: '/nonexistent' }
const account = { token: 'pod-token\n', 'ca.crt': fakeCertificate('cluster'), namespace: 'shop\n' }

async function pod(
  files: Readonly<Record<string, string>> = account,
): Promise<{ env: typeof env; serviceAccountDir: string }> {
  return { env, serviceAccountDir: await folderWith(files) }
}

describe('inClusterConfig', () => {
  test('is made of the environment and the service account', async () => {
    const here = await pod()
    expect(JSON.parse(JSON.stringify({ ...(await inClusterConfig(here)), toJSON: undefined }))).toEqual({
      host: 'https://10.96.0.1:443',
      bearerToken: 'pod-token',
      bearerTokenFile: join(here.serviceAccountDir, 'token'),
      tls: { caFile: join(here.serviceAccountDir, 'ca.crt') },
    })
  })

  test.each([
    ['fd00::1', 'https://[fd00::1]:443'],
    ['[fd00::1]', 'https://[fd00::1]:443'],
    ['kubernetes.default.svc', 'https://kubernetes.default.svc:443'],
  ])('reaches %s', async (host, expected) => {
    const config = await inClusterConfig({ ...(await pod()), env: { ...env, KUBERNETES_SERVICE_HOST: host } })
    expect(config.host).toBe(expected)
  })

  test.each([
    ['is missing', { token: 't' }],
    ['is not PEM', { token: 't', 'ca.crt': 'nothing' }],
  ])('goes without a CA that %s', async (_, files) => {
    expect((await inClusterConfig(await pod(files))).tls).toBeUndefined()
  })

  test('names the variable that is missing', async () => {
    const here = await pod()
    const neither = await configErrorFrom(() => inClusterConfig({ ...here, env: {} }))
    expect(neither).toMatchObject({ field: 'KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT' })
    const noHost = await configErrorFrom(() => inClusterConfig({ ...here, env: { KUBERNETES_SERVICE_PORT: '443' } }))
    expect(noHost).toMatchObject({ field: 'KUBERNETES_SERVICE_HOST' })
    const noPort = await configErrorFrom(() => inClusterConfig({ ...here, env: { KUBERNETES_SERVICE_HOST: 'h' } }))
    expect(noPort.message).toBe('KUBERNETES_SERVICE_PORT: is not set in the environment; this process is not in a pod')
  })

  test.each([
    ['missing', {}, 'the service account token cannot be read'],
    ['empty', { token: '\n' }, 'the service account token is empty'],
  ])('names a token file that is %s', async (_, files, text) => {
    const here = await pod(files)
    const error = await configErrorFrom(() => inClusterConfig(here))
    expect(error.file).toBe(join(here.serviceAccountDir, 'token'))
    expect(error.message).toContain(text)
  })
})

describe('without anything that points to a server', () => {
  test('loadConfig is the pod’s own cluster', async () => {
    const here = await pod()
    expect(await loadConfig(here)).toMatchObject({ host: 'https://10.96.0.1:443', bearerToken: 'pod-token' })
    const kubeconfig = await loadKubeConfig(here)
    expect([kubeconfig.namespace(), kubeconfig.currentContext]).toEqual(['shop', undefined])
  })

  test('so it is with an empty file, and with one that has no current context', async () => {
    const folder = await folderWith({ empty: '', aimless: 'clusters: [{name: a, cluster: {server: "https://a"}}]' })
    for (const name of ['empty', 'aimless']) {
      const config = await loadConfig({ ...(await pod()), kubeconfig: join(folder, name) })
      expect(config.host).toBe('https://10.96.0.1:443')
    }
  })

  test('overrides count there too', async () => {
    const overrides = { certificateAuthority: '/dev/null', token: 'mine', as: 'jane', timeoutMs: 5000 }
    const config = await loadConfig({ ...(await pod()), overrides })
    expect(config).toMatchObject({ host: 'https://10.96.0.1:443', bearerToken: 'mine', timeoutMs: 5000 })
    expect(config).toMatchObject({ tls: { caFile: '/dev/null' }, impersonate: { userName: 'jane' } })
    expect(config.bearerTokenFile).toBeUndefined()
  })

  test('a broken service account is an error only where it is needed', async () => {
    const folder = await folderWith({ config: simpleKubeconfig() })
    const here = await pod({ token: '' })
    expect((await loadConfig({ ...here, kubeconfig: join(folder, 'config') })).host).toBe('https://10.0.0.1:6443')
    expect((await configErrorFrom(() => loadConfig(here))).message).toContain('the service account token is empty')
  })
})

test('a kubeconfig in a pod is used, and the namespace is the pod’s unless the context has one', async () => {
  const folder = await folderWith({
    config: simpleKubeconfig().replace(
      'contexts:',
      'contexts:\n- {name: named, context: {cluster: dev, namespace: default}}',
    ),
  })
  const here = { ...(await pod()), kubeconfig: join(folder, 'config') }
  expect((await loadConfig(here)).host).toBe('https://10.0.0.1:6443')
  expect((await loadKubeConfig(here)).namespace()).toBe('shop')
  expect((await loadKubeConfig({ ...here, context: 'named' })).namespace()).toBe('default')
  expect((await loadKubeConfig({ ...here, overrides: { namespace: 'x' } })).namespace()).toBe('x')
  expect((await loadKubeConfig({ ...here, env: { ...env, POD_NAMESPACE: 'pods' } })).namespace()).toBe('pods')
})

describe('buildConfigFromFlags', () => {
  test('with neither flag is the pod’s own cluster', async () => {
    expect((await buildConfigFromFlags('', '', await pod())).host).toBe('https://10.96.0.1:443')
    expect((await buildConfigFromFlags(undefined, undefined, await pod())).host).toBe('https://10.96.0.1:443')
  })

  test('with neither flag and outside of a pod says so, and KUBECONFIG does not matter', async () => {
    const folder = await folderWith({ config: simpleKubeconfig() })
    const error = await configErrorFrom(() =>
      buildConfigFromFlags('', '', { env: { KUBECONFIG: join(folder, 'config') } }),
    )
    expect(error.message).toBe(
      'neither a kubeconfig nor a master URL was given, and in the cluster: KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT: are not set in the environment; this process is not in a pod',
    )
    expect(error.cause).toMatchObject({ field: 'KUBERNETES_SERVICE_HOST, KUBERNETES_SERVICE_PORT' })
  })

  test('with a master URL alone has no credentials, in a pod neither', async () => {
    const config = await buildConfigFromFlags('https://master:6443', '', await pod())
    expect(JSON.parse(JSON.stringify(config))).toEqual({ host: 'https://master:6443' })
  })

  test('with both takes the server from the one and the rest from the other', async () => {
    const cluster = '{server: "https://old", tls-server-name: old}'
    const folder = await folderWith({ config: simpleKubeconfig({ cluster }) })
    const config = await buildConfigFromFlags('https://new', join(folder, 'config'))
    expect(config).toMatchObject({ host: 'https://new', bearerToken: 't0ken' })
    expect(config.tls).toBeUndefined()
  })

  test('with a bad one names it', async () => {
    const missing = await configErrorFrom(() => buildConfigFromFlags('', '/nonexistent/config', { env: {} }))
    expect(missing.message).toBe('/nonexistent/config: does not exist')
    const bad = await configErrorFrom(() => buildConfigFromFlags('gopher://h', '', { env: {} }))
    expect(bad.message).toBe('overrides.server: expected an https or http URL, found gopher://')
  })
})
