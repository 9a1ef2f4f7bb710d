import { mkdir, symlink } from 'node:fs/promises'
import { delimiter, join, relative } from 'node:path'
import { describe, expect, onTestFinished, test, vi } from 'vitest'
import { configErrorFrom, folderWith, outside, simpleKubeconfig } from './fixtures.test-support.ts'
import { loadConfig, loadKubeConfig, parseKubeConfig } from './index.ts'
import { kubectlConfigView, kubectlMissing } from './kubectl.test-support.ts'

const one = `current-context: a
clusters: [{name: a, cluster: {server: "https://one"}}, {name: shared, cluster: {server: "https://one-shared"}}]
users: [{name: a, user: {tokenFile: token}}]
contexts: [{name: a, context: {cluster: a, user: a}}]
`
const two = `current-context: b
clusters: [{name: b, cluster: {server: "https://two", certificate-authority: ca.crt}}, {name: shared, cluster: {server: "https://two-shared", tls-server-name: two}}]
users: [{name: a, user: {token: from-two}}, {name: b, user: {token: b}}]
contexts: [{name: b, context: {cluster: b, user: b}}, {name: s, context: {cluster: shared, user: b}}]
`

describe('which files are read', () => {
  test('an explicit path alone, whatever KUBECONFIG says', async () => {
    const folder = await folderWith({ 'explicit/config': two, other: one })
    const { host } = await loadConfig({
      kubeconfig: join(folder, 'explicit/config'),
      context: 's',
      ...outside(folder, join(folder, 'other')),
    })
    expect(host).toBe('https://two-shared')
  })

  test('the list in KUBECONFIG: missing, empty and repeated paths do no harm', async () => {
    const folder = await folderWith({ 'one/config': one, 'one/token': 't', two })
    const list = [
      '',
      join(folder, 'missing'),
      join(folder, 'one/config'),
      join(folder, 'one/config'),
      join(folder, 'two'),
    ]
    const kubeconfig = await loadKubeConfig(outside(folder, list.join(delimiter)))
    expect(kubeconfig.files).toEqual([join(folder, 'one/config'), join(folder, 'two')])
    expect(kubeconfig.restConfig()).toMatchObject({ host: 'https://one', bearerTokenFile: join(folder, 'one/token') })
  })

  test('the list in KUBECONFIG, with a warning if none of it is there', async () => {
    const folder = await folderWith({ one })
    const warn = vi.spyOn(process, 'emitWarning').mockImplementation(() => undefined)
    onTestFinished(() => warn.mockRestore())
    await loadKubeConfig(outside(folder, listOf(folder, 'one', 'missing')))
    await loadKubeConfig(outside(folder))
    expect(warn).not.toHaveBeenCalled()
    await loadKubeConfig(outside(folder, listOf(folder, 'missing', 'lost')))
    const text = `none of the files in KUBECONFIG is there: ${join(folder, 'missing')}, ${join(folder, 'lost')}`
    expect(warn.mock.calls).toEqual([[text, { code: 'KUBECLIENT_KUBECONFIG' }]])
  })

  test('~/.kube/config where KUBECONFIG is not set or empty', async () => {
    const home = await folderWith({ '.kube/config': simpleKubeconfig() })
    expect(await loadConfig(outside(home))).toMatchObject({ host: 'https://10.0.0.1:6443', bearerToken: 't0ken' })
    expect(await loadConfig(outside(home, ''))).toMatchObject({ host: 'https://10.0.0.1:6443' })
  })

  test('a relative path is the process’s, and paths in the file are the file’s', async () => {
    const folder = await folderWith({ 'one/config': one, 'one/token': 't' })
    const config = await loadConfig({ kubeconfig: relative(process.cwd(), join(folder, 'one/config')) })
    expect(config.bearerTokenFile).toBe(join(folder, 'one/token'))
  })

  test('UTF-16 with a byte order mark, as PowerShell writes it', async () => {
    const folder = await folderWith({ config: Buffer.from(`\uFEFF${simpleKubeconfig()}`, 'utf16le') })
    expect((await loadConfig({ kubeconfig: join(folder, 'config') })).bearerToken).toBe('t0ken')
  })
})

describe('merging', () => {
  test('the first file wins for the current context and for each entry, which is taken whole', async () => {
    const folder = await folderWith({ one, two })
    const kubeconfig = await loadKubeConfig({ ...outside(folder, listOf(folder, 'one', 'two')), context: 's' })
    expect(kubeconfig.restConfig()).toMatchObject({ host: 'https://one-shared', bearerToken: 'b' })
    expect(kubeconfig.restConfig().tls).toBeUndefined()
    expect(kubeconfig.contexts().map(({ name, file }) => [name, file])).toEqual([
      ['a', join(folder, 'one')],
      ['b', join(folder, 'two')],
      ['s', join(folder, 'two')],
    ])
    const other = await loadKubeConfig(outside(folder, listOf(folder, 'two', 'one')))
    expect([other.currentContext, other.files.length]).toEqual(['b', 2])
  })

  test('comes out as kubectl has it', { timeout: 30_000 }, async (context) => {
    context.skip(kubectlMissing !== undefined, kubectlMissing)
    const folder = await folderWith({ one, two, 'ca.crt': '', token: 't' })
    for (const list of [listOf(folder, 'one', 'two'), listOf(folder, 'two', 'missing', 'one', 'two')]) {
      const view = await kubectlConfigView(list)
      const kubeconfig = await loadKubeConfig(outside(folder, list))
      expect(kubeconfig.currentContext).toBe(view['current-context'])
      expect(kubeconfig.contexts().map(({ name, cluster, user }) => ({ name, context: { cluster, user } }))).toEqual(
        expect.arrayContaining([...(view.contexts ?? [])]),
      )
      for (const { name, cluster } of view.clusters ?? []) {
        const config = await loadConfig({ ...outside(folder, list), cluster: name })
        expect(config.host).toBe(cluster['server'])
        expect(config.tls?.serverName).toBe(cluster['tls-server-name'])
      }
    }
  })
})

describe('context, cluster, user and namespace', () => {
  test('are those of the options, else the file’s', async () => {
    const text = `${one.replace('contexts: [', 'contexts: [{name: other, context: {cluster: shared, namespace: shop}}, ')}`
    const at = (options: object) => parseKubeConfig(text.replace('tokenFile: token', 'token: t'), options)
    expect((await at({})).restConfig()).toMatchObject({ host: 'https://one', bearerToken: 't' })
    expect((await at({ cluster: 'shared' })).restConfig()).toMatchObject({
      host: 'https://one-shared',
      bearerToken: 't',
    })
    const other = await at({ context: 'other' })
    expect([other.currentContext, other.namespace(), other.restConfig().bearerToken]).toEqual([
      'other',
      'shop',
      undefined,
    ])
    expect((await at({ context: 'other', user: 'a' })).restConfig().bearerToken).toBe('t')
    expect((await at({ context: 'other', overrides: { namespace: 'mine' } })).namespace()).toBe('mine')
    expect((await at({ context: '', cluster: '', user: '' })).namespace()).toBe('default')
  })

  test('an empty name is a name too', async () => {
    const text = `clusters: [{name: "", cluster: {server: "https://nameless"}}]
contexts: [{name: "", context: {cluster: "", user: "", namespace: shop}}]`
    const kubeconfig = await parseKubeConfig(text)
    expect([kubeconfig.restConfig().host, kubeconfig.namespace()]).toEqual(['https://nameless', 'shop'])
  })

  test('names like __proto__ and constructor are ordinary', async () => {
    const text = JSON.stringify({
      contexts: [{ name: 'constructor', context: { cluster: '__proto__', user: 'toString' } }],
    })
    const error = await configErrorFrom(async () =>
      (await parseKubeConfig(text, { context: 'constructor' })).restConfig(),
    )
    expect(error.message).toContain('there is no cluster "__proto__"; there are none')
    expect(error.message).toContain('there is no user "toString"')
  })
})

describe('a file that cannot be used', () => {
  test.each([
    ['missing', 'nowhere', 'does not exist'],
    ['a folder', 'folder', 'is a folder'],
    ['not text', 'binary', 'is not text in UTF-8'],
    ['not YAML', 'syntax', 'is not YAML or JSON: a tab used for indentation (line 2, column 1)'],
    [
      'broken JSON',
      'json',
      'is not YAML or JSON: wrong indentation, or a bracket that is not closed (line 3, column 1)',
    ],
    ['two documents', 'documents', 'holds several YAML documents; a kubeconfig is one'],
    ['a scalar', 'scalar', 'expected a mapping with clusters, users and contexts, found a string'],
    ['a list', 'list', 'expected a mapping with clusters, users and contexts, found a list'],
    ['empty', 'empty', 'is empty: there is no cluster, user or context in it'],
    ['only comments', 'comments', 'is empty: there is no cluster, user or context in it'],
    ['below a file', 'scalar/config', 'does not exist'],
  ])('%s: the error names it', async (_, name, text) => {
    const folder = await folderWith({
      binary: Uint8Array.of(0x61, 0xff, 0x00),
      syntax: 'clusters:\n\t- name: a\n',
      json: '{"clusters": [\n  {"name": "a"}\n',
      documents: `${one}---\n${two}`,
      scalar: 'kubeconfig',
      list: '- a',
      empty: '',
      comments: '# nothing\n---\n',
    })
    await mkdir(join(folder, 'folder'))
    const kubeconfig = join(folder, name)
    const error = await configErrorFrom(() => loadConfig({ kubeconfig, ...outside(folder) }))
    expect(error.file).toBe(kubeconfig)
    expect(error.message).toBe(`${kubeconfig}: ${text}`)
  })

  test.each([
    ['clusters:\n\t- name: a\n', 'the kubeconfig is not YAML or JSON: a tab used for indentation (line 2, column 1)'],
    [`${one}---\n${two}`, 'the kubeconfig holds several YAML documents; a kubeconfig is one'],
    ['- a', 'the kubeconfig: expected a mapping with clusters, users and contexts, found a list'],
    ['', 'the kubeconfig is empty: there is no cluster, user or context in it'],
  ])('has a subject where it is a text without a file: %j', async (text, message) => {
    const error = await configErrorFrom(async () => (await parseKubeConfig(text)).restConfig())
    expect(error.message).toBe(message)
    expect(error.file).toBeUndefined()
  })

  test('a link to itself: the error has the system’s code', async () => {
    const folder = await folderWith({})
    await symlink('config', join(folder, 'config'))
    const error = await configErrorFrom(() => loadConfig({ kubeconfig: join(folder, 'config') }))
    expect(error.message).toBe(`${join(folder, 'config')}: cannot be read (ELOOP)`)
    expect(error.cause).toMatchObject({ code: 'ELOOP' })
  })

  test('a path that starts with ~ gets a hint', async () => {
    const error = await configErrorFrom(() => loadConfig({ kubeconfig: '~/.kube/config' }))
    expect(error.message).toBe('~/.kube/config: does not exist (only a shell replaces ~ with the home folder)')
  })

  test('no file at all: the error says where it was looked for', async () => {
    const home = await folderWith({})
    const kubeconfig = await loadKubeConfig(outside(home))
    expect([kubeconfig.currentContext, kubeconfig.files, kubeconfig.namespace()]).toEqual([undefined, [], 'default'])
    const error = await configErrorFrom(() => kubeconfig.restConfig())
    expect(error.file).toBe(join(home, '.kube/config'))
    expect(error.message).toContain('no kubeconfig is there')
  })

  test('problems of several files come out together', async () => {
    const folder = await folderWith({ one: 'clusters: 5', two: 'users: {}', three: '[' })
    const error = await configErrorFrom(() => loadConfig(outside(folder, listOf(folder, 'one', 'two', 'three'))))
    expect(error).toMatchObject({ file: join(folder, 'one'), field: 'clusters' })
    expect(error.message.split('\n')).toEqual([
      `${join(folder, 'one')}: clusters: expected a list, found a number`,
      'and 2 more:',
      `  ${join(folder, 'two')}: users: expected a list, found a mapping`,
      expect.stringMatching(/three: is not YAML or JSON: .*line 1, column 2/),
    ])
  })
})

function listOf(folder: string, ...names: string[]): string {
  return names.map((name) => join(folder, name)).join(delimiter)
}
