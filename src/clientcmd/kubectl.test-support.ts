import { execFile, execFileSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'

const kubectl = process.env['KUBECTL'] ?? 'kubectl'
/** Holds no kubeconfig. Some kubectls put a cache there even for commands that ask no server. */
const home = path.join(tmpdir(), 'kubeclient-empty-home')

/** Set where kubectl is not to be had: then what compares with it is skipped, and says so. */
export const kubectlMissing: string | undefined = (() => {
  try {
    execFileSync(kubectl, ['version', '--client'], { stdio: 'ignore' })
    return undefined
  } catch {
    return `${kubectl} is not on this machine`
  }
})()

/** What `kubectl config view` makes of a file, or of a KUBECONFIG list, as JSON. */
export async function kubectlConfigView(kubeconfig: string, ...flags: string[]): Promise<KubectlConfig> {
  const { stdout } = await promisify(execFile)(kubectl, ['config', 'view', '--raw', '-o', 'json', ...flags], {
    env: { PATH: process.env['PATH'], HOME: home, KUBECONFIG: kubeconfig },
  })
  return JSON.parse(stdout) as KubectlConfig
}

export interface KubectlConfig {
  readonly clusters: readonly { readonly name: string; readonly cluster: Fields }[] | null
  readonly users: readonly { readonly name: string; readonly user: Fields }[] | null
  readonly contexts: readonly { readonly name: string; readonly context: Fields }[] | null
  readonly 'current-context': string
}

type Fields = Readonly<Record<string, unknown>>
