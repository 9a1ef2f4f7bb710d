import { readFile, stat } from 'node:fs/promises'
import { delimiter, join } from 'node:path'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { folderWith } from '../clientcmd/fixtures.test-support.ts'
import { files, one, two } from './config.test-support.ts'
import { config } from './config.ts'
import { type CommandResult, runCommand } from './run-command.test-support.ts'
import { CommandError, UsageError } from './usage-error.ts'

afterEach(() => vi.unstubAllEnvs())

const run = (...args: string[]): Promise<CommandResult> => runCommand(config, args)

describe('use-context', () => {
  test('writes into the file that says which context is in use, and leaves all else', async () => {
    const folder = await folderWith({ one: `# mine\n${one.replace('current-context: dev\n', '')}`, two })
    vi.stubEnv('KUBECONFIG', ['one', 'two'].map((name) => join(folder, name)).join(delimiter))
    expect(await run('use-context', 'dev')).toEqual({ code: 0, stdout: 'Switched to context "dev".\n', stderr: '' })
    expect(await readFile(join(folder, 'one'), 'utf8')).toMatch(/^# mine\n/)
    expect(await readFile(join(folder, 'two'), 'utf8')).toContain('current-context: dev\n')
    expect((await stat(join(folder, 'two'))).mode & 0o777).toBe(0o600)
    expect((await run('current-context')).stdout).toBe('dev\n')
    expect((await run('use', 'late')).stdout).toBe('Switched to context "late".\n')
  })

  test('says which context may have been meant', async () => {
    const kubeconfig = join(await folderWith(files), 'two')
    const call = run('--kubeconfig', kubeconfig, 'use-context', 'lat')
    await expect(call).rejects.toThrow(CommandError)
    await expect(call).rejects.toThrow('no context exists with the name: "lat"; did you mean late?')
    const listed = await run('get-contexts', 'latte', 'late', `--kubeconfig=${kubeconfig}`)
    expect(listed).toMatchObject({ code: 1, stderr: 'error: context latte not found; did you mean late?\n' })
    expect(listed.stdout).toContain('late')
  })
})

describe('view', () => {
  test('shows no secret unless it is asked to', async () => {
    const secrets = ['s-token', 's-password', 's-client', 's-id', 's-refresh']
    const text = `users:
- {name: a, user: {token: s-token, password: s-password}}
- {name: b, user: {auth-provider: {name: oidc, config: {client-id: c, client-secret: s-client, id-token: s-id, refresh-token: s-refresh}}}}
`
    const kubeconfig = `--kubeconfig=${join(await folderWith({ config: text }), 'config')}`
    for (const output of ['yaml', 'json']) {
      const { stdout } = await run('view', '-o', output, kubeconfig)
      for (const secret of secrets) expect(stdout).not.toContain(secret)
      expect(stdout.match(/REDACTED/g)).toHaveLength(5)
      const raw = await run('view', '--raw', '-o', output, kubeconfig)
      for (const secret of secrets) expect(raw.stdout).toContain(secret)
    }
  })

  test('names every file that cannot be taken in', async () => {
    const text = one.replace('{token: t0ken', '{client-certificate: binary, client-key: k, client-key-data: Y2E=')
    const kubeconfig = join(await folderWith({ one: text }), 'one')
    const error = await run('view', '--flatten', '--kubeconfig', kubeconfig).catch(String)
    expect(error).toMatch(/clusters\[zone\]\.certificate-authority: names \S+ca\.crt, which does not exist/)
    expect(error).toMatch(/users\[dev\]\.client-certificate: names \S+binary, which does not exist/)
    expect(error).toMatch(/users\[dev\]\.client-key: and client-key-data are both given/)
  })
})

test.each<[string[], string]>([
  [['veiw'], 'unknown command "config veiw"; did you mean view?'],
  [['--raw', 'view'], 'expected a command of config before --raw'],
  [['view', '--merge=false'], '--merge=false needs --kubeconfig'],
  [['get-contexts', '-o', 'wide'], 'invalid --output "wide": expected name'],
])('config %j is refused', async (args, message) => {
  await expect(run(...args)).rejects.toThrow(new UsageError(message))
})

test('helps', async () => {
  expect((await run()).stdout).toContain('get-contexts')
  expect((await run('view', '--help')).stdout).toMatch(/--minify[\s\S]*kubeclient options/)
})
