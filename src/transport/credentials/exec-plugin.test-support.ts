import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import type { ExecConfig } from './exec-config.ts'

/** A real program that answers what a file says, and keeps what it was told. */
export interface ExecPlugin {
  readonly folder: string
  readonly file: string
  readonly config: ExecConfig
  /** What it gives from now on: the status of an ExecCredential, or a text to write as it is. */
  answers(status: object | string): Promise<void>
  /** What it was told, run by run. */
  runs(): Promise<readonly { info: unknown; args: string[]; env: Record<string, string> }[]>
}

const apiVersion = 'client.authentication.k8s.io/v1'

/** Makes a plugin that goes away with the test. */
export async function makeExecPlugin(script = ''): Promise<ExecPlugin> {
  const folder = await mkdtemp(join(tmpdir(), 'kubeclient-exec-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const file = join(folder, 'login-helper')
  const log = join(folder, 'runs')
  const text = `#!/bin/sh
echo "$KUBERNETES_EXEC_INFO" >> '${log}'
echo "$*|$SHOP_ENV" >> '${log}'
${script}
cat '${join(folder, 'answer')}'
`
  await writeFile(file, text)
  await chmod(file, 0o755)
  await writeFile(log, '')
  return {
    folder,
    file,
    config: { apiVersion, command: file, interactiveMode: 'Never' },
    async answers(status) {
      const answer =
        typeof status === 'string' ? status : JSON.stringify({ kind: 'ExecCredential', apiVersion, status })
      await writeFile(join(folder, 'answer'), answer)
    },
    async runs() {
      const lines = (await readFile(log, 'utf8')).split('\n').filter((line) => line !== '')
      return Array.from({ length: lines.length / 2 }, (_, index) => {
        const [args = '', env = ''] = (lines[index * 2 + 1] ?? '').split('|')
        return { info: JSON.parse(lines[index * 2] ?? '') as unknown, args: args.split(' '), env: { SHOP_ENV: env } }
      })
    },
  }
}
