import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { configErrorFrom, folderWith } from './fixtures.test-support.ts'
import { loadKubeConfig, parseKubeConfig } from './index.ts'
import { kubectlConfigView, kubectlMissing } from './kubectl.test-support.ts'
import { type Shape, shapes } from './shapes.test-support.ts'

describe.each(shapes)('a kubeconfig of $name', (shape) => {
  test('becomes a config, or says what is not supported', async () => {
    const { file } = await written(shape)
    const kubeconfig = await loadKubeConfig({ kubeconfig: file })
    if (shape.unsupported === undefined) {
      expect(kubeconfig.restConfig()).toMatchObject({ host: expect.stringMatching(/^https?:/) })
    } else {
      const error = await configErrorFrom(() => kubeconfig.restConfig())
      expect(error).toMatchObject({ file, field: shape.unsupported })
      expect(error.message).toContain('others are plugins today (exec)')
    }
  })

  test('means what kubectl makes of it', { timeout: 30_000 }, async (context) => {
    context.skip(kubectlMissing !== undefined, kubectlMissing)
    const { file, folder } = await written(shape)
    const view = await kubectlConfigView(file, '--minify')
    const kubeconfig = await loadKubeConfig({ kubeconfig: file })
    expect(kubeconfig.currentContext).toBe(view['current-context'])
    expect(kubeconfig.namespace()).toBe(view.contexts?.[0]?.context['namespace'] ?? 'default')
    if (shape.unsupported !== undefined) return
    expect(JSON.parse(JSON.stringify({ ...kubeconfig.restConfig(), toJSON: undefined }))).toEqual(
      expectedOf(view.clusters?.[0]?.cluster ?? {}, view.users?.[0]?.user ?? {}, folder),
    )
  })
})

describe.each(shapes)('minified and flattened, a kubeconfig of $name', (shape) => {
  test('is the same config without files', async () => {
    if (shape.unsupported !== undefined) return
    const { file } = await written(shape)
    const whole = await loadKubeConfig({ kubeconfig: file })
    const text = await (await whole.minify().flatten()).toYaml()
    expect(text).not.toMatch(/certificate-authority:|client-certificate:|client-key:/)
    const { tls, ...config } = printed((await parseKubeConfig(text)).restConfig())
    const { tls: wholeTls, ...wholeConfig } = printed(whole.restConfig())
    expect(config).toEqual(wholeConfig)
    expect(Object.keys(tls ?? {}).length).toBe(Object.keys(wholeTls ?? {}).length)
  })

  test('is what kubectl makes of it', { timeout: 30_000 }, async (context) => {
    context.skip(kubectlMissing !== undefined, kubectlMissing)
    const { file, folder } = await written(shape)
    const ours = await (await loadKubeConfig({ kubeconfig: file })).minify().flatten()
    const theirs = await kubectlConfigView(file, '--minify', '--flatten')
    for (const { user } of theirs.users ?? []) {
      // kubectl leaves these paths as they are: they lead nowhere from another folder.
      const { tokenFile, exec } = user as { tokenFile?: string; exec?: { command: string } }
      if (tokenFile !== undefined) Object.assign(user, { tokenFile: join(folder, tokenFile) })
      if (exec?.command.includes('/')) exec.command = join(folder, exec.command)
    }
    expect(JSON.parse(await ours.toJson())).toEqual(theirs)
  })
})

describe('minify', () => {
  const text = `current-context: a
clusters: [{name: a, cluster: {server: "https://a"}}, {name: b, cluster: {server: "https://b"}}]
users: [{name: u, user: {token: t}}, {name: v, user: {token: v}}]
contexts: [{name: a, context: {cluster: a, user: u, namespace: shop}}, {name: b, context: {cluster: lost, user: gone}}]
`

  test('keeps what was asked for beside the context', async () => {
    const config = (await parseKubeConfig(text, { cluster: 'b', user: 'v' })).minify()
    expect(config.contexts()).toEqual([{ name: 'a', cluster: 'b', user: 'v', namespace: 'shop', file: undefined }])
    expect(config.restConfig()).toMatchObject({ host: 'https://b', bearerToken: 'v' })
    expect(await config.toYaml()).not.toContain('https://a')
  })

  test('names everything that the context lacks', async () => {
    const lacking = await configErrorFrom(async () => (await parseKubeConfig(text, { context: 'b' })).minify())
    expect(lacking.message).toContain('contexts[b].cluster')
    expect(lacking.message).toContain('contexts[b].user')
    const unknown = await configErrorFrom(async () => (await parseKubeConfig(text, { context: 'c' })).minify())
    expect(unknown.message).toContain('there is no context "c"')
    const none = await configErrorFrom(async () => (await parseKubeConfig('clusters: []')).minify())
    expect(none.message).toContain('current-context: is not set')
  })
})

/** The fields of a config, secrets included. */
function printed(config: object): Fields & { readonly tls?: object } {
  return JSON.parse(JSON.stringify({ ...config, toJSON: undefined })) as Fields
}

async function written(shape: Shape): Promise<{ file: string; folder: string }> {
  const folder = await folderWith({ config: shape.text, ...shape.files })
  return { file: join(folder, 'config'), folder }
}

type Fields = Readonly<Record<string, unknown>>

/** The config that kubectl's view asks for, worked out a second time and as simply as can be. */
function expectedOf(cluster: Fields, user: Fields, folder: string): unknown {
  const secure = String(cluster['server']).startsWith('https:')
  const path = (name: unknown): unknown => (typeof name === 'string' ? join(folder, name) : undefined)
  const text = (data: unknown): unknown =>
    typeof data === 'string' ? Buffer.from(data, 'base64').toString() : undefined
  const tls = {
    insecure: cluster['insecure-skip-tls-verify'],
    serverName: cluster['tls-server-name'],
    caFile: path(cluster['certificate-authority']),
    caData: text(cluster['certificate-authority-data']),
    certFile: path(user['client-certificate']),
    certData: text(user['client-certificate-data']),
    keyFile: path(user['client-key']),
    keyData: text(user['client-key-data']),
  }
  const credentials = {
    bearerToken: user['token'],
    bearerTokenFile: path(user['tokenFile']),
    username: user['username'],
    password: user['password'],
    tls: Object.values(tls).some((value) => value !== undefined) ? tls : undefined,
  }
  const exec = user['exec'] as Fields | undefined
  const command = String(exec?.['command'])
  const extensions = (cluster['extensions'] ?? []) as { name?: string; extension?: unknown }[]
  const impersonate = {
    userName: user['as'],
    uid: user['as-uid'],
    groups: user['as-groups'],
    extra: user['as-user-extra'],
  }
  return JSON.parse(
    JSON.stringify({
      host: cluster['server'],
      disableCompression: cluster['disable-compression'],
      proxyUrl: cluster['proxy-url'],
      exec: exec && {
        ...exec,
        command: command.includes('/') ? join(folder, command) : command,
        args: exec['args'] ?? undefined,
        env: exec['env'] ?? undefined,
        provideClusterInfo: exec['provideClusterInfo'] || undefined,
        clusterConfig: extensions.find(({ name }) => name === 'client.authentication.k8s.io/exec')?.extension,
      },
      impersonate: user['as'] === undefined ? undefined : impersonate,
      ...(secure ? credentials : {}),
    }),
  )
}
