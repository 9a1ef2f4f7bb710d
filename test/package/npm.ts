import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const execute = promisify(execFile)

/** Runs npm, with the one that runs this if there is one, and gives what it writes. */
export async function runNpm(args: readonly string[], cwd: string): Promise<string> {
  const cli = process.env['npm_execpath']
  const [command, first] = cli !== undefined && /npm-cli\.c?js$/.test(cli) ? [process.execPath, [cli]] : ['npm', []]
  // What npm sets for its scripts (such as --workspace or --dry-run) is not meant for the npm started here.
  const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('npm_package_')))
  const { stdout } = await execute(command, [...first, ...args], {
    cwd,
    env,
    maxBuffer: 1 << 26,
    shell: process.platform === 'win32' && first.length === 0,
  })
  return stdout
}
