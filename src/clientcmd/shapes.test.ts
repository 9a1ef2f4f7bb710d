import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { configErrorFrom, folderWith } from './fixtures.test-support.ts'
import { loadKubeConfig } from './index.ts'
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
