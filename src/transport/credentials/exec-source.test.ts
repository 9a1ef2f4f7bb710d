import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { inspect } from 'node:util'
import { describe, expect, test } from 'vitest'
import { AuthError, ConfigError } from '../../errors/index.ts'
import { createCertificateAuthority } from '../../server/certificates.ts'
import { checkExecConfig, type ExecConfig } from './exec-config.ts'
import { makeExecPlugin } from './exec-plugin.test-support.ts'
import { type ExecEnvironment, ExecSource } from './exec-source.ts'

const cluster = { server: 'https://10.0.0.1:6443' }
const info = (spec: object) => ({
  kind: 'ExecCredential',
  apiVersion: 'client.authentication.k8s.io/v1',
  spec,
})

async function failureOf(source: ExecSource): Promise<AuthError> {
  const error = await source.get().catch((reason: unknown) => reason)
  expect(error).toBeInstanceOf(AuthError)
  return error as AuthError
}

/** A source whose plugin is a function, with a clock that can be turned. */
function scripted(run: ExecEnvironment['run'], more: Partial<ExecConfig> = {}, isTerminal = false) {
  const clock = { now: 1_000_000 }
  const config: ExecConfig = { apiVersion: 'client.authentication.k8s.io/v1beta1', command: '/opt/bin/aws', ...more }
  const env = () => ({ PATH: '/bin', HOME: '/home/me' })
  const source = new ExecSource(config, cluster, { now: () => clock.now, env, isTerminal: () => isTerminal, run })
  return { source, clock }
}

function gives(status: object) {
  const stdout = JSON.stringify({
    kind: 'ExecCredential',
    apiVersion: 'client.authentication.k8s.io/v1beta1',
    status,
  })
  return { name: 'exited', code: 0, stdout, lastErrorLine: '' } as const
}

describe('a plugin', () => {
  test('is run with its arguments and environment, and told what is wanted', async () => {
    const plugin = await makeExecPlugin()
    await plugin.answers({ token: 't1' })
    const ca = join(plugin.folder, 'ca.crt')
    await writeFile(ca, 'the CA')
    const config: ExecConfig = {
      ...plugin.config,
      args: ['get-token', '--cluster=shop'],
      env: [{ name: 'SHOP_ENV', value: 'of mine' }],
      provideClusterInfo: true,
      clusterConfig: { audience: 'a' },
    }
    const source = new ExecSource(config, {
      ...cluster,
      tls: { caFile: ca, serverName: 'kubernetes' },
      proxyUrl: 'http://proxy:3128',
      disableCompression: true,
    })
    expect(await source.get()).toEqual({ token: 't1' })
    expect(await plugin.runs()).toEqual([
      {
        args: ['get-token', '--cluster=shop'],
        env: { SHOP_ENV: 'of mine' },
        info: info({
          cluster: {
            server: 'https://10.0.0.1:6443',
            'tls-server-name': 'kubernetes',
            'certificate-authority-data': Buffer.from('the CA').toString('base64'),
            'proxy-url': 'http://proxy:3128',
            'disable-compression': true,
            config: { audience: 'a' },
          },
          interactive: false,
        }),
      },
    ])
  })

  test('is not told of the server unless asked to', async () => {
    const plugin = await makeExecPlugin()
    await plugin.answers({ token: 't1' })
    await new ExecSource(plugin.config, cluster).get()
    expect((await plugin.runs())[0]?.info).toEqual(info({ interactive: false }))
  })

  test('is run once for any number of callers, and an abort ends only its own wait', async () => {
    let runs = 0
    const { source } = scripted(async () => {
      runs += 1
      await new Promise((resolve) => setTimeout(resolve, 20))
      return gives({ token: `t${runs}` })
    })
    const controller = new AbortController()
    const mine = source.get(controller.signal)
    const others = Array.from({ length: 50 }, () => source.get())
    controller.abort(new Error('mine only'))
    await expect(mine).rejects.toThrow('mine only')
    expect(new Set((await Promise.all(others)).map(({ token }) => token))).toEqual(new Set(['t1']))
    expect(runs).toBe(1)
  })

  test('is run again when what it gave has expired, and not a moment earlier', async () => {
    let runs = 0
    const { source, clock } = scripted(async () => {
      runs += 1
      return gives({ token: `t${runs}`, expirationTimestamp: new Date(clock.now + 60_000).toISOString() })
    })
    expect(await source.get()).toMatchObject({ token: 't1' })
    clock.now += 60_000
    expect(await source.get()).toMatchObject({ token: 't1' })
    clock.now += 1
    expect(await source.get()).toMatchObject({ token: 't2' })
  })

  test('is run again after a refusal of what it gave last, not of what it gave before', async () => {
    let runs = 0
    const { source } = scripted(async () => {
      runs += 1
      return gives({ token: `t${runs}` })
    })
    const first = await source.get()
    source.invalidate(first)
    expect(await source.get()).toEqual({ token: 't2' })
    source.invalidate(first)
    expect(await source.get()).toEqual({ token: 't2' })
    source.invalidate()
    expect(await source.get()).toEqual({ token: 't3' })
  })

  test('may give a certificate', async () => {
    const ca = await createCertificateAuthority('ca')
    const { certPem, keyPem } = await ca.issue({ commonName: 'jane', usage: 'client' })
    const { source } = scripted(async () => gives({ clientCertificateData: certPem, clientKeyData: keyPem }))
    expect(await source.get()).toEqual({ cert: certPem, key: keyPem })
  })

  test('is stopped where it writes without end, whatever it has started for that', async () => {
    const plugin = await makeExecPlugin('yes s3cret')
    const error = await failureOf(new ExecSource(plugin.config, cluster))
    expect(error.message).toBe('exec plugin login-helper: was ended before it was done (too much output)')
  })

  test('is not waited for longer than it runs, even if something that it started goes on', async () => {
    const plugin = await makeExecPlugin('sleep 20 &\necho $! > "$(dirname "$0")/child"')
    await plugin.answers({ token: 't' })
    expect(await new ExecSource(plugin.config, cluster).get()).toEqual({ token: 't' })
    process.kill(Number(await readFile(join(plugin.folder, 'child'), 'utf8')))
  })

  test.each<[string, object]>([
    ['a token that a header cannot hold', { token: 's3cret\n' }],
    ['a token that a header cannot hold', { token: 's3cr\u20act' }],
    ['an expirationTimestamp that is no time', { token: 's3cret', expirationTimestamp: '2099-01-01 00:00:00' }],
    ['an expirationTimestamp that is no time', { token: 's3cret', expirationTimestamp: '2099' }],
  ])('that gives %s fails: %j', async (problem, status) => {
    const error = await failureOf(scripted(async () => gives(status)).source)
    expect(error.message).toContain(`gave ${problem}`)
    expect(inspect(error)).not.toContain('s3cr')
  })

  test('is ended when its client is closed', async () => {
    const plugin = await makeExecPlugin('exec sleep 30')
    const source = new ExecSource(plugin.config, cluster)
    const failure = failureOf(source)
    setTimeout(() => source.close(), 50)
    expect((await failure).message).toContain('its client was closed')
  })
})

describe('the standard input', () => {
  test.each([
    ['Never', true, false],
    ['IfAvailable', true, true],
    ['IfAvailable', false, false],
    [undefined, true, true],
    ['Always', true, true],
  ] as const)('with %s, and a terminal: %s, is handed on: %s', async (interactiveMode, isTerminal, expected) => {
    let interactive: boolean | undefined
    const { source } = scripted(
      async (command) => {
        interactive = command.interactive
        expect(command.env['KUBERNETES_EXEC_INFO']).toContain(`"interactive":${expected}`)
        return gives({ token: 't' })
      },
      { interactiveMode },
      isTerminal,
    )
    await source.get()
    expect(interactive).toBe(expected)
  })

  test.each([
    ['is not a terminal', {}, false],
    ['is used by this program', { stdinUnavailable: true }, true],
  ])('Always fails where it %s', async (text, more, isTerminal) => {
    const { source } = scripted(async () => gives({ token: 't' }), { interactiveMode: 'Always', ...more }, isTerminal)
    expect((await failureOf(source)).message).toContain(text)
  })
})

describe('a failure', () => {
  test('names the plugin, the exit code and the last line of standard error, and nothing of standard output', async () => {
    const plugin = await makeExecPlugin(
      'echo s3cr3t-token; echo first >&2; printf "\\033[31mnot logged in\\033[0m\\n\\n" >&2; exit 7',
    )
    const error = await failureOf(new ExecSource(plugin.config, cluster))
    expect(error.message).toBe('exec plugin login-helper: failed with exit code 7: not logged in')
    expect(error.source).toBe('exec plugin login-helper')
    expect(inspect(error)).not.toContain('s3cr3t')
  })

  test.each([
    ['nothing', '', 'wrote nothing'],
    ['text', 's3cr3t', 'something else than a JSON object'],
    ['another kind', '{"kind":"Pod","apiVersion":"v1","s3cr3t":1}', 'no ExecCredential'],
    [
      'another version',
      '{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1beta1","status":{"token":"s3cr3t"}}',
      'in another version than client.authentication.k8s.io/v1',
    ],
    ['no credentials', { expirationTimestamp: '2030-01-01T00:00:00Z' }, 'neither a token nor'],
    ['half a pair', { clientKeyData: 's3cr3t' }, 'only one of client certificate and key'],
    ['a pair that is none', { clientCertificateData: 'x', clientKeyData: 's3cr3t' }, 'cannot be used together'],
    ['a time that is none', { token: 's3cr3t', expirationTimestamp: 'soon' }, 'expirationTimestamp that is no time'],
    ['a token of another type', { token: { a: 's3cr3t' } }, 'a token that is no string'],
  ])('that %s was given says so, and quotes nothing', async (_, answer, text) => {
    const plugin = await makeExecPlugin()
    await plugin.answers(answer)
    const error = await failureOf(new ExecSource(plugin.config, cluster))
    expect(error.message).toContain(text)
    expect(inspect(error, { depth: Infinity })).not.toContain('s3cr3t')
  })

  test('that there is no such program comes with the hint how to install it', async () => {
    const config: ExecConfig = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: 'no-such-login-helper',
      interactiveMode: 'Never',
      installHint: 'brew install helper',
    }
    expect((await failureOf(new ExecSource(config, cluster))).message).toBe(
      'exec plugin no-such-login-helper: is not found. To install it: brew install helper',
    )
  })

  test.each([
    ['NUL', 's3cret\0', 'ERR_INVALID_ARG_VALUE'],
    ['too long', 's3cret'.repeat(500_000), 'E2BIG'],
  ])('that an environment cannot be had (%s) says so, and does not quote it', async (_, value, code) => {
    const plugin = await makeExecPlugin()
    const error = await failureOf(new ExecSource({ ...plugin.config, env: [{ name: 'A', value }] }, cluster))
    expect(error.message).toContain(`cannot be run (${code})`)
    expect(inspect(error, { depth: Infinity })).not.toContain('s3cret')
  })

  test('is not kept: the next call tries again', async () => {
    const plugin = await makeExecPlugin()
    const source = new ExecSource(plugin.config, cluster)
    await failureOf(source)
    await plugin.answers({ token: 'now' })
    expect(await source.get()).toEqual({ token: 'now' })
  })
})

describe('a policy', () => {
  test('of a list lets run what is on it, by path or by name', async () => {
    const plugin = await makeExecPlugin()
    await plugin.answers({ token: 't' })
    const path = process.env['PATH']
    const run = (command: string, allowed: string) =>
      new ExecSource(
        { ...plugin.config, command, pluginPolicy: { policyType: 'Allowlist', allowlist: [{ command: allowed }] } },
        cluster,
      ).get()
    try {
      process.env['PATH'] = `${plugin.folder}:${path}`
      for (const command of [plugin.file, 'login-helper']) {
        for (const allowed of [plugin.file, 'login-helper']) expect(await run(command, allowed)).toEqual({ token: 't' })
      }
      await expect(run(plugin.file, 'sh')).rejects.toThrow(/may not run: .*login-helper is not on the allowlist/)
      await expect(run('not-there', 'not-there')).rejects.toThrow('is not found, and so not on the allowlist')
    } finally {
      process.env['PATH'] = path
    }
    expect(await plugin.runs()).toHaveLength(4)
  })

  test('may forbid them all', async () => {
    const plugin = await makeExecPlugin()
    const source = new ExecSource({ ...plugin.config, pluginPolicy: { policyType: 'DenyAll' } }, cluster)
    expect((await failureOf(source)).message).toContain('may not run: the policy is DenyAll')
    expect(await plugin.runs()).toEqual([])
  })

  test.each<[string, Partial<ExecConfig>]>([
    ['exec.command', { command: '' }],
    ['exec.apiVersion', { apiVersion: 'client.authentication.k8s.io/v1alpha1' as never }],
    ['exec.interactiveMode', { interactiveMode: undefined }],
    ['exec.interactiveMode', { interactiveMode: 'Often' as never }],
    ['exec.pluginPolicy.policyType', { pluginPolicy: { policyType: 'Some' as never } }],
    ['exec.pluginPolicy.allowlist', { pluginPolicy: { policyType: 'Allowlist' } }],
    ['exec.pluginPolicy.allowlist', { pluginPolicy: { policyType: 'DenyAll', allowlist: [{ command: 'a' }] } }],
    ['exec.pluginPolicy.allowlist', { pluginPolicy: { policyType: 'Allowlist', allowlist: [{ command: '' }] } }],
  ])('and everything else is refused if it cannot be meant: %s', (field, more) => {
    const config: ExecConfig = { apiVersion: 'client.authentication.k8s.io/v1', command: 'a', interactiveMode: 'Never' }
    expect(() => checkExecConfig(config)).not.toThrow()
    expect(() => checkExecConfig({ ...config, ...more })).toThrow(ConfigError)
    expect(() => checkExecConfig({ ...config, ...more })).toThrow(`${field}: `)
  })
})
