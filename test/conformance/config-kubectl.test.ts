import { execFile } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { stringify } from 'yaml'
import { files, two } from '../../src/cli/config.test-support.ts'
import { config } from '../../src/cli/config.ts'
import { type CommandResult, runCommand } from '../../src/cli/run-command.test-support.ts'
import { folderWith } from '../../src/clientcmd/fixtures.test-support.ts'
import { shapes } from '../../src/clientcmd/shapes.test-support.ts'
import { propertyRuns } from '../../src/property-runs.test-support.ts'
import { kubectlVersion } from './kubectl.ts'

const version = kubectlVersion()

beforeEach((context) => {
  if (version !== undefined) return
  if ((process.env['CI'] ?? '') !== '') throw new Error('needs kubectl')
  context.task.meta.skipKind = 'tool-missing'
  context.skip('needs kubectl')
})

afterEach(() => vi.unstubAllEnvs())

/** Texts that YAML, base64, paths or JavaScript may take for something else. */
const text = fc.constantFrom(
  'x',
  'a b',
  'ünï',
  '12',
  'true',
  '~',
  'on',
  '12:30',
  ' lead',
  'two\nlines',
  '- x',
  'a: b',
  '#h',
)
const name = fc.oneof(text, fc.constantFrom('', '__proto__', 'constructor', 'arn:aws:eks:eu:1:cluster/x', '😀'))
const base64 = fc.constantFrom('aGVsbG8=', '//4BAg==', 'w7xuw68=', '')
const extensions = fc.constantFrom([{ name: 'e', extension: { b: [1.5, null], a: 'x' } }])
const cluster = fc.record(
  {
    server: fc.constantFrom('https://10.0.0.1:6443', 'http://[::1]/base', ''),
    'tls-server-name': text,
    'insecure-skip-tls-verify': fc.constantFrom(true, false, null),
    'certificate-authority': fc.constantFrom('ca.crt', './ca.crt', 'missing'),
    'certificate-authority-data': base64,
    'proxy-url': text,
    unknown: text,
    extensions,
  },
  { requiredKeys: [] },
)
const exec = fc.record(
  {
    apiVersion: fc
      .constantFrom('v1alpha1', 'v1beta1', 'v1')
      .map((version) => `client.authentication.k8s.io/${version}`),
    command: fc.constantFrom('aws', '/opt/login'),
    args: fc.constantFrom([], ['a', ''], null),
    env: fc.constantFrom([], [{ name: 'A', value: '' }], null),
    installHint: text,
    provideClusterInfo: fc.boolean(),
    interactiveMode: fc.constantFrom('Never', 'IfAvailable', ''),
  },
  { requiredKeys: ['apiVersion', 'command'] },
)
const user = fc.record(
  {
    'client-certificate': fc.constantFrom('sub/c.crt', ''),
    'client-certificate-data': base64,
    'client-key': fc.constant('k.key'),
    token: text,
    'as-groups': fc.constantFrom([], ['b', 'a'], null),
    'as-user-extra': fc.constantFrom({}, { b: [], a: ['y', 'x'] }, null),
    password: text,
    'auth-provider': fc.constantFrom({ name: 'oidc', config: { b: '', a: null } }, { name: 'gcp' }, { config: {} }),
    exec,
  },
  { requiredKeys: [] },
)
const context = fc.record({ cluster: name, user: name, namespace: text, extensions }, { requiredKeys: [] })
const entries = <T>(content: string, one: fc.Arbitrary<T>) =>
  fc.uniqueArray(fc.record({ name, [content]: one }), { maxLength: 4, selector: (entry) => entry.name })
const kubeconfigText = fc
  .record(
    {
      preferences: fc.constantFrom({}, { colors: true }, null),
      'current-context': name,
      clusters: entries('cluster', cluster),
      users: entries('user', user),
      contexts: entries('context', context),
      extensions,
    },
    { requiredKeys: ['clusters', 'users', 'contexts'] },
  )
  .map((value) => {
    // Mostly a context that leads somewhere.
    const used = { cluster: value.clusters[0]?.name, user: value.users[0]?.name }
    const [first, ...others] = value.contexts
    if (first === undefined) return value
    const contexts = [{ ...first, context: Object.assign({}, first['context'], used) }, ...others]
    return { ...value, contexts, 'current-context': first.name }
  })
  .chain((value) =>
    fc.constantFrom(
      JSON.stringify(value),
      stringify(value, { version: '1.1' }),
      stringify(value, { version: '1.1' }).replaceAll('\n', '\r\n'),
      `\uFEFF${stringify(value, { version: '1.1' })}`,
    ),
  )

const run = (...args: string[]): Promise<CommandResult> => runCommand(config, args)

/** What kubectl does with the same arguments, without spaces at the ends of lines. */
async function kubectl(kubeconfig: string, args: readonly string[]): Promise<CommandResult> {
  const env = { PATH: process.env['PATH'], HOME: join(tmpdir(), 'kubeclient-empty-home'), KUBECONFIG: kubeconfig }
  const program = process.env['KUBECTL'] ?? 'kubectl'
  try {
    const { stdout, stderr } = await promisify(execFile)(program, ['config', ...args], { env })
    return { code: 0, stdout: trimmed(stdout), stderr }
  } catch (error) {
    const { code, stdout, stderr } = error as CommandResult
    return { code, stdout: trimmed(stdout), stderr }
  }
}

/** Without spaces at the ends of lines; and kubectl quotes with ' what we quote with ". */
function trimmed(text: string): string {
  return text.replace(/ +$/gm, '').replace(/: '([^'"]*)'$/gm, ': "$1"')
}

const viewsOfShapes = [['view'], ['view', '--raw', '-o', 'json'], ['view', '--minify', '--flatten'], ['get-contexts']]
const views = [
  ['view'],
  ['view', '--raw'],
  ['view', '--minify'],
  ['view', '--raw', '-o', 'json'],
  ['view', '--minify', '--flatten'],
  ['view', '--minify', '--flatten', '--raw', '--output=json'],
  ['get-contexts'],
  ['get-contexts', '-o', 'name'],
  ['current-context'],
]

describe.each(shapes)('config of $name', (shape) => {
  test('prints what kubectl does', { timeout: 60_000 }, async () => {
    const folder = await folderWith({ config: shape.text, ...shape.files })
    const kubeconfig = join(folder, 'config')
    for (const args of viewsOfShapes) {
      const theirs = await kubectl(kubeconfig, args)
      const { stdout, code } = await run(...args, `--kubeconfig=${kubeconfig}`)
      expect({ args, code, stdout }).toEqual({ args, code: 0, stdout: withoutSecrets(args, theirs.stdout) })
      expect(theirs.code).toBe(0)
    }
  })
})

/** kubectl shows the secrets of an auth provider even where it redacts all others. */
function withoutSecrets(args: readonly string[], text: string): string {
  if (args.includes('--raw') || args.includes('--flatten')) return text
  return text.replace(/((?:client-secret|id-token|refresh-token|access-token)"?: ).*?(,?)$/gm, '$1REDACTED$2')
}

describe('kubeconfigs that nobody would write', () => {
  test('are read and printed as by kubectl, in every form of text', { timeout: 120_000 }, async () => {
    const folder = await folderWith({
      'ca.crt': 'CA ü\n',
      'sub/c.crt': Uint8Array.of(0xff, 0xfe, 0, 1),
      'k.key': 'key',
    })
    const list = ['a', 'b'].map((name) => join(folder, name)).join(delimiter)
    vi.stubEnv('KUBECONFIG', list)
    await fc.assert(
      fc.asyncProperty(kubeconfigText, kubeconfigText, async (a, b) => {
        await Promise.all([writeFile(join(folder, 'a'), a), writeFile(join(folder, 'b'), b)])
        for (const args of [
          ['view', '--raw', '-o', 'json'],
          ['view', '--minify', '--flatten', '--raw', '-o', 'json'],
        ]) {
          const [theirs, ours] = await Promise.all([kubectl(list, args), run(...args).catch(() => ({ code: 1 }))])
          if (theirs.code !== 0) expect(ours.code).toBe(1)
          else expect({ args, ...ours }).toEqual({ args, code: 0, stdout: theirs.stdout, stderr: '' })
        }
      }),
      { numRuns: propertyRuns(25) },
    )
  })
})

describe('several files', () => {
  const variants = [
    ...views,
    ['view', '--minify', '--context', 'late'],
    ['view', '--context', 'late'],
    ['view', '--minify', '--context', 'alone', '--cluster', 'two', '--namespace', 'n'],
    ['view', '--flatten', '-o', 'json'],
    ['get-contexts', '--no-headers'],
    ['get-contexts', 'late', 'dev', '--output=name'],
    ['get-contexts', '--context', 'late'],
  ]

  test('come out as from kubectl', { timeout: 60_000 }, async () => {
    const folder = await folderWith(files)
    for (const names of [['one', 'missing', 'two'], ['two', 'one'], ['missing']]) {
      const list = names.map((name) => join(folder, name)).join(delimiter)
      vi.stubEnv('KUBECONFIG', list)
      for (const args of names.length === 1 ? [['view'], ['get-contexts'], ['view', '-o', 'json']] : variants) {
        const theirs = await kubectl(list, args)
        const ours = await run(...args)
        expect({ names, args, ...ours, stderr: '' }).toEqual({ names, args, ...theirs, stderr: '' })
      }
    }
  })

  test('fail where kubectl fails', { timeout: 60_000 }, async () => {
    const folder = await folderWith(files)
    const list = join(folder, 'two')
    vi.stubEnv('KUBECONFIG', list)
    const wrong = [
      ['view', '--merge=false'],
      ['view', '--minify', '--context=nope'],
      ['view', '--minify', '--context=broken'],
      ['view', '-o', 'xml'],
      ['view', 'x'],
      ['get-contexts', 'nope'],
      ['get-contexts', '-o', 'wide'],
      ['current-context', '--kubeconfig=/nonexistent'],
      ['use-context'],
      ['use-context', ''],
      ['use-context', 'a', 'b'],
      ['use-context', 'nope'],
      ['foo'],
    ]
    for (const args of wrong) {
      expect({ args, code: (await kubectl(list, args)).code }).toEqual({ args, code: 1 })
      const code = await run(...args).then(
        (result) => result.code,
        () => 1,
      )
      expect({ args, code }).toEqual({ args, code: 1 })
    }
    expect(await readFile(list, 'utf8')).toBe(two)
  })
})
