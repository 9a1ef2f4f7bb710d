import type { PluginPolicy } from './exec-config.ts'

/** Which file a command names: an executable one, looked for in `PATH` if it is a name. Undefined if there is none. */
export type FindExecutable = (command: string) => Promise<string | undefined>

export type PolicyOutcome =
  /** `file` is what to run: with a list, the very file that was compared. */
  { readonly allowed: true; readonly file: string } | { readonly allowed: false; readonly problem: string }

/**
 * Whether a plugin may run.
 *
 * Source: `checkAllowlistLocked` in k8s.io/client-go/plugin/pkg/client/auth/exec.
 */
export async function applyPolicy(
  policy: PluginPolicy | undefined,
  command: string,
  find: FindExecutable,
): Promise<PolicyOutcome> {
  switch (policy?.policyType) {
    case undefined:
    case 'AllowAll':
      return { allowed: true, file: command }
    case 'DenyAll':
      return { allowed: false, problem: 'may not run: the policy is DenyAll' }
    case 'Allowlist': {
      const file = await find(command)
      if (file === undefined) return { allowed: false, problem: 'is not found, and so not on the allowlist' }
      for (const entry of policy.allowlist ?? []) {
        if (entry.command === file || (await find(entry.command)) === file) return { allowed: true, file }
      }
      return { allowed: false, problem: `may not run: ${file} is not on the allowlist` }
    }
  }
}

/** Looks as a shell would, but never in the working directory. */
export function finderIn(env: Readonly<Record<string, string | undefined>>): FindExecutable {
  return async (command) => {
    const [{ access, constants, stat }, path] = await Promise.all([import('node:fs/promises'), import('node:path')])
    const isExecutable = async (file: string) => {
      try {
        await access(file, constants.X_OK)
        return (await stat(file)).isFile()
      } catch {
        return false
      }
    }
    const endings = process.platform === 'win32' ? ['', ...(env['PATHEXT'] ?? '.EXE').split(';')] : ['']
    const folders = /[/\\]/.test(command) ? [''] : (env['PATH'] ?? '').split(path.delimiter).filter((dir) => dir !== '')
    for (const folder of folders) {
      for (const ending of endings) {
        const file = path.resolve(folder, command + ending)
        if (await isExecutable(file)) return file
      }
    }
    return undefined
  }
}
