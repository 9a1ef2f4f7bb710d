import { mkdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { ConfigError } from '../errors/index.ts'
import { propertyRuns } from '../property-runs.test-support.ts'
import { configErrorFrom, folderWith, outside, simpleKubeconfig } from './fixtures.test-support.ts'
import { loadKubeConfig, modifyConfig, parseKubeConfig } from './index.ts'
import { kubectlConfigView, kubectlMissing } from './kubectl.test-support.ts'
import { shapes } from './shapes.test-support.ts'

const commented = `# my clusters
apiVersion: v1
kind: Config
current-context: dev # the usual one
clusters:
- cluster:
    # behind the VPN
    server: https://10.0.0.1:6443
    unknown-field: {a: 0644, b: yes, c: 1_000}
  name: dev
- cluster: {server: 'https://10.0.0.2:6443', "tls-server-name": kubernetes}
  name: "prod"
contexts:
- context:
    cluster: dev
    user: admin
  name: dev
users:
- name: admin
  user:
    token: abc # changes daily
- name: other
  user:
    token: 'it''s "quoted"'
    extra: |
      two
      lines
preferences: {}
`

describe('a change', () => {
  test('touches what it names and nothing else', async () => {
    const folder = await folderWith({ config: commented })
    const kubeconfig = join(folder, 'config')
    await modifyConfig(
      {
        currentContext: 'prod',
        users: { admin: { token: '0x10' } },
        clusters: { prod: { 'tls-server-name': null, 'insecure-skip-tls-verify': true } },
        contexts: { prod: { cluster: 'prod', user: 'admin', namespace: 'shop' } },
      },
      { kubeconfig },
    )
    const want = commented
      .replace('current-context: dev', 'current-context: prod')
      .replace('token: abc', 'token: "0x10"')
      .replace(
        `{server: 'https://10.0.0.2:6443', "tls-server-name": kubernetes}`,
        `{server: 'https://10.0.0.2:6443', insecure-skip-tls-verify: true}`,
      )
      .replace('users:', '- name: prod\n  context:\n    cluster: prod\n    user: admin\n    namespace: shop\nusers:')
    expect(await readFile(kubeconfig, 'utf8')).toBe(want)
    expect((await loadKubeConfig({ kubeconfig })).restConfig()).toMatchObject({ bearerToken: '0x10' })
  })

  test('of nothing leaves the file as it was', async () => {
    const folder = await folderWith({ config: commented })
    const kubeconfig = join(folder, 'config')
    await modifyConfig({}, { kubeconfig })
    expect(await readFile(kubeconfig, 'utf8')).toBe(commented)
  })

  test('leaves what is undefined in it, in YAML as in JSON', async () => {
    const folder = await folderWith({ yaml: commented, json: '{"users":[{"name":"admin","user":{"token":"abc"}}]}' })
    const users = { admin: { token: undefined, as: 'me' }, other: undefined }
    for (const name of ['yaml', 'json']) {
      const kubeconfig = join(folder, name)
      await modifyConfig({ users }, { kubeconfig })
      const text = await readFile(kubeconfig, 'utf8')
      expect(text).toMatch(/token"?: "?abc/)
      expect(text).toMatch(/"?as"?: "?me/)
    }
  })

  test.each([
    ['lists and mappings on one line', commented.replaceAll('{', '{ ').replaceAll('}', ' }').replace('{  }', '{}')],
    ['ends of lines', commented.replaceAll('\n', '\r\n')],
  ])('keeps how the file is written: %s', async (_, text) => {
    const kubeconfig = join(await folderWith({ config: text }), 'config')
    await modifyConfig({ currentContext: 'prod' }, { kubeconfig })
    expect(await readFile(kubeconfig, 'utf8')).toBe(text.replace('current-context: dev', 'current-context: prod'))
  })

  test.each([
    ['UTF-8', (text: string) => Buffer.from(`\uFEFF${text}`)],
    ['UTF-16', (text: string) => Buffer.from(`\uFEFF${text}`, 'utf16le')],
  ])('drops the byte order mark of %s', async (_, encode) => {
    const folder = await folderWith({ yaml: encode('current-context: a\n'), json: encode('{"current-context":"a"}') })
    for (const [name, want] of [
      ['yaml', 'current-context: b\n'],
      ['json', '{\n  "current-context": "b"\n}\n'],
    ] as const) {
      await modifyConfig({ currentContext: 'b' }, { kubeconfig: join(folder, name) })
      expect(await readFile(join(folder, name), 'utf8')).toBe(want)
    }
  })

  test('removes entries, and the current context', async () => {
    const folder = await folderWith({ config: commented })
    const kubeconfig = join(folder, 'config')
    await modifyConfig({ currentContext: null, users: { other: null, 'not there': null } }, { kubeconfig })
    const text = await readFile(kubeconfig, 'utf8')
    expect(text).not.toContain('quoted')
    expect((await loadKubeConfig({ kubeconfig })).currentContext).toBeUndefined()
  })

  test('keeps JSON JSON', async () => {
    const folder = await folderWith({
      config: JSON.stringify({ users: [{ name: 'a', user: { 'x-number': 5, n: null } }] }),
    })
    const kubeconfig = join(folder, 'config')
    await modifyConfig({ users: { a: { token: 't' } }, clusters: { c: { server: 'https://h' } } }, { kubeconfig })
    expect(JSON.parse(await readFile(kubeconfig, 'utf8'))).toEqual({
      users: [{ name: 'a', user: { 'x-number': 5, n: null, token: 't' } }],
      clusters: [{ name: 'c', cluster: { server: 'https://h' } }],
    })
  })

  test('goes into the file that the entry comes from; what is new into the first that is there', async () => {
    const folder = await folderWith({
      second: simpleKubeconfig(),
      third: simpleKubeconfig().replace('name: admin', 'name: root'),
    })
    const [first, second, third] = ['first', 'second', 'third'].map((name) => join(folder, name))
    const options = outside(folder, [first, second, third].join(':'))
    await modifyConfig(
      { users: { root: { token: 'of root' }, fresh: { token: 'new' } }, currentContext: 'dev' },
      options,
    )
    expect(await readFile(String(third), 'utf8')).toContain('of root')
    expect(await readFile(String(second), 'utf8')).toContain('fresh')
    await expect(stat(String(first))).rejects.toThrow('ENOENT')
  })

  test('makes a file and its folder, which only the owner may read', async () => {
    const folder = await folderWith({})
    await modifyConfig({ clusters: { a: { server: 'https://a' } }, currentContext: 'a' }, outside(folder))
    const file = join(folder, '.kube', 'config')
    expect(await readFile(file, 'utf8')).toBe(
      'apiVersion: v1\nkind: Config\nclusters:\n- name: a\n  cluster:\n    server: "https://a"\ncurrent-context: a\n',
    )
    expect((await stat(file)).mode & 0o777).toBe(0o600)
  })

  test('narrows the mode, and follows a link', async () => {
    const folder = await folderWith({ real: simpleKubeconfig() })
    await symlink(join(folder, 'real'), join(folder, 'link'))
    await modifyConfig({ users: { admin: { token: 'new' } } }, { kubeconfig: join(folder, 'link') })
    expect(await readFile(join(folder, 'real'), 'utf8')).toContain('token: new')
    expect((await stat(join(folder, 'real'))).mode & 0o777).toBe(0o600)
  })
})

describe('many at once', () => {
  test('all make it into the file', async () => {
    const folder = await folderWith({ config: simpleKubeconfig() })
    const kubeconfig = join(folder, 'config')
    const names = Array.from({ length: 12 }, (_, index) => `user-${index}`)
    await Promise.all(names.map((name) => modifyConfig({ users: { [name]: { token: name } } }, { kubeconfig })))
    const text = await readFile(kubeconfig, 'utf8')
    for (const name of names) expect(text).toContain(`name: ${name}\n`)
    await expect(stat(`${kubeconfig}.lock`)).rejects.toThrow('ENOENT')
  })

  test('a lock that nobody gives back is named', async () => {
    const folder = await folderWith({ config: simpleKubeconfig(), 'config.lock': '' })
    const kubeconfig = join(folder, 'config')
    const now = performance.now.bind(performance)
    // A second of its wait passes with each look at the clock.
    let skippedMs = 0
    vi.spyOn(performance, 'now').mockImplementation(() => {
      skippedMs += 1000
      return now() + skippedMs
    })
    const error = await configErrorFrom(() => modifyConfig({ currentContext: 'a' }, { kubeconfig }))
    vi.restoreAllMocks()
    expect(error.message).toContain(`remove ${kubeconfig}.lock`)
    expect(await readFile(kubeconfig, 'utf8')).toBe(simpleKubeconfig())
    await rm(`${kubeconfig}.lock`)
    await modifyConfig({ currentContext: 'a' }, { kubeconfig })
  })
})

describe('what cannot be changed', () => {
  test.each([
    ['is not YAML', 'a: [s3cret'],
    ['is no kubeconfig', '- s3cret'],
  ])('because the file %s stays as it is, unquoted', async (_, text) => {
    const folder = await folderWith({ config: text })
    const kubeconfig = join(folder, 'config')
    const error = await configErrorFrom(() => modifyConfig({ currentContext: 'a' }, { kubeconfig }))
    expect(error).toMatchObject({ file: kubeconfig })
    expect(error.message).not.toContain('s3cret')
    expect(await readFile(kubeconfig, 'utf8')).toBe(text)
  })

  test('because something else needs what is removed says so', async () => {
    const text = 'users:\n- {name: a, user: &u {token: s3cret}}\n- {name: b, user: *u}\n'
    const folder = await folderWith({ config: text })
    const kubeconfig = join(folder, 'config')
    const error = await configErrorFrom(() => modifyConfig({ users: { a: null } }, { kubeconfig }))
    expect(error.message).toContain('has an anchor (&) that is used elsewhere')
    expect(inspect(error)).not.toContain('s3cret')
    expect(await readFile(kubeconfig, 'utf8')).toBe(text)
    await modifyConfig({ users: { b: { token: 'both' } } }, { kubeconfig })
    expect(await readFile(kubeconfig, 'utf8')).toContain('user: &u {token: both}')
  })

  test('or can, whatever else is in it: nothing but a ConfigError comes out, and it quotes nothing', async () => {
    const folder = await folderWith({ config: '' })
    const kubeconfig = join(folder, 'config')
    const piece = fc.constantFrom(
      ':',
      '- ',
      '\n',
      '&a ',
      '*a',
      '{',
      ']',
      '"',
      '|',
      '!!x ',
      '# ',
      '\t',
      '---\n',
      '<<: *a\n',
      '',
    )
    const damage = fc.array(fc.tuple(fc.nat(commented.length), piece), { maxLength: 4 })
    await fc.assert(
      fc.asyncProperty(damage, async (edits) => {
        const text = edits.reduce((all, [at, put]) => all.slice(0, at) + put + all.slice(at), commented)
        await writeFile(kubeconfig, text)
        try {
          await modifyConfig({ users: { admin: { token: 'new' }, other: null }, currentContext: 'x' }, { kubeconfig })
        } catch (error) {
          expect(error).toBeInstanceOf(ConfigError)
          expect(inspect(error, { depth: Infinity })).not.toMatch(/\babc\b|changes daily/)
          expect(await readFile(kubeconfig, 'utf8')).toBe(text)
        }
      }),
      { numRuns: propertyRuns(60) },
    )
  })

  test('because of where it is says so', async () => {
    const folder = await folderWith({ file: '' })
    const error = await configErrorFrom(() =>
      modifyConfig({ currentContext: 'a' }, outside(folder, join(folder, 'file', 'config'))),
    )
    expect(error.message).toMatch(/cannot be changed|cannot be read|ENOTDIR|does not exist/)
    await mkdir(join(folder, 'dir'))
  })
})

test('whatever text is set, it is read back', async () => {
  const folder = await folderWith({ config: commented })
  const kubeconfig = join(folder, 'config')
  await fc.assert(
    fc.asyncProperty(fc.string({ minLength: 1, unit: 'grapheme' }), async (token) => {
      await writeFile(kubeconfig, commented)
      await modifyConfig({ users: { admin: { token } } }, { kubeconfig })
      expect((await loadKubeConfig({ kubeconfig })).restConfig().bearerToken).toBe(token)
    }),
    { numRuns: propertyRuns(30) },
  )
})

describe('a value', () => {
  test('merged with another one wins, entry by entry', async () => {
    const mine = await parseKubeConfig(simpleKubeconfig())
    const text = simpleKubeconfig({ cluster: '{server: "https://other"}', user: '{tokenFile: t}' })
    const theirs = await parseKubeConfig(
      text
        .replace('users:', '- {name: two, cluster: {server: "https://two"}}\nusers:')
        .replace('-context: dev', '-context: x'),
    )
    const merged = mine.merge(theirs)
    expect(merged.currentContext).toBe('dev')
    expect(merged.restConfig()).toEqual(mine.restConfig())
    expect(await merged.toYaml()).toContain('https://two')
    expect(await mine.toYaml()).not.toContain('https://two')
    const nobody = await parseKubeConfig('')
    expect(nobody.merge(mine).restConfig()).toEqual(mine.restConfig())
    expect(() => mine.merge({ ...mine } as never)).toThrow(ConfigError)
  })

  test('as text holds every byte and every field of what was read', async () => {
    const user = {
      'client-key-data': '//4BAg==',
      'auth-provider': { name: 'oidc', config: { 'client-id': '', 'id-token': 'x' } },
      exec: { args: [], command: 'aws', env: null, provideClusterInfo: false },
    }
    const value = await parseKubeConfig(JSON.stringify({ users: [{ name: 'u', user }] }))
    expect(JSON.parse(await value.toJson())).toMatchObject({ users: [{ name: 'u', user }] })
    const folder = await folderWith({ key: Uint8Array.of(0xff, 0xfe, 1, 2) })
    const named = { users: [{ name: 'u', user: { 'client-key': join(folder, 'key') } }] }
    const flat = await (await parseKubeConfig(JSON.stringify(named))).flatten()
    expect(await flat.toYaml()).toContain('client-key-data: //4BAg==')
  })

  test('with another context in use is another value', async () => {
    const text = simpleKubeconfig().replace(
      'contexts:',
      'contexts:\n- {name: two, context: {cluster: dev, namespace: n2}}',
    )
    const one = await parseKubeConfig(text)
    const two = one.setContext('two')
    expect([one.currentContext, two.currentContext, two.namespace()]).toEqual(['dev', 'two', 'n2'])
    expect(two.restConfig().bearerToken).toBeUndefined()
    const error = await configErrorFrom(() => one.setContext('tow'))
    expect(error.message).toContain('did you mean "two"?')
  })

  test.each(shapes)('as YAML is the same value: $name', async (shape) => {
    const one = await parseKubeConfig(shape.text)
    const two = await parseKubeConfig(await one.toYaml())
    expect(two.contexts()).toEqual(one.contexts())
    expect(await two.toYaml()).toBe(await one.toYaml())
    if (shape.unsupported === undefined && shape.files === undefined) {
      const config = (value: object) => ({ ...value, toJSON: undefined })
      expect(config(two.restConfig())).toEqual(config(one.restConfig()))
    }
  })

  test('as YAML means the same to kubectl', { timeout: 20_000 }, async (context) => {
    context.skip(kubectlMissing !== undefined, kubectlMissing)
    const shape = shapes.find(({ name }) => name === 'AKS with kubelogin, behind a proxy')
    const folder = await folderWith({ before: String(shape?.text).replace('./bin', '/opt/bin') })
    const value = await loadKubeConfig({ kubeconfig: join(folder, 'before') })
    await writeFile(join(folder, 'after'), await value.toYaml())
    expect(await kubectlConfigView(join(folder, 'after'))).toEqual(await kubectlConfigView(join(folder, 'before')))
  })
})
