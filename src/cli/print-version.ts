import { DiscoveryClient, type VersionInfo } from '../discovery/index.ts'
import { formatKubernetesYaml } from '../meta/kubernetes-yaml.ts'
import { version } from '../version.ts'
import { describeError } from './describe-error.ts'
import { readFlags } from './flags.ts'
import { type GlobalFlags, globalFlags, kubeConfigOf } from './global-flags.ts'
import { UsageError } from './usage-error.ts'

const specs = {
  ...globalFlags,
  client: { type: 'boolean', help: "only the client's version: no server is asked" },
  output: { type: 'string', short: 'o', value: 'FORMAT', help: 'json or yaml' },
} as const

/** What is known, under kubectl's names. */
interface Versions {
  readonly clientVersion: Pick<VersionInfo, 'major' | 'minor' | 'gitVersion' | 'platform'>
  readonly serverVersion?: VersionInfo
}

/** Prints the version of this client and of a server, as `kubectl version` does: the client's also if no server answers. */
export async function printVersion(args: readonly string[]): Promise<number> {
  const flags = readFlags(
    "Usage: kubeclient version [FLAGS]\n\nPrints the client's version and the server's.",
    specs,
    args,
  )
  if (flags === undefined) return 0
  const { output = '' } = flags
  if (!['', 'json', 'yaml'].includes(output))
    throw new UsageError(`invalid --output "${output}": expected json or yaml`)
  const clientVersion = clientVersionInfo()
  if (flags.client === true) {
    process.stdout.write(await format({ clientVersion }, output))
    return 0
  }
  try {
    const serverVersion = await askServer(flags)
    process.stdout.write(await format({ clientVersion, serverVersion }, output))
    return 0
  } catch (error) {
    process.stdout.write(await format({ clientVersion }, output))
    process.stderr.write(`error: ${describeError(error)}\n`)
    return 1
  }
}

function clientVersionInfo(): Versions['clientVersion'] {
  const [major = '', minor = ''] = version.split('.')
  return { major, minor, gitVersion: `v${version}`, platform: `${process.platform}/${process.arch}` }
}

async function askServer(flags: GlobalFlags): Promise<VersionInfo> {
  const discovery = new DiscoveryClient((await kubeConfigOf(flags)).restConfig())
  try {
    return await discovery.serverVersion()
  } finally {
    await discovery.close()
  }
}

async function format(versions: Versions, output: string): Promise<string> {
  if (output === 'json') return `${JSON.stringify(versions, undefined, 2)}\n`
  if (output === 'yaml') return formatKubernetesYaml(versions)
  const { clientVersion, serverVersion } = versions
  const server = serverVersion === undefined ? '' : `Server Version: ${serverVersion.gitVersion}\n`
  return `Client Version: ${clientVersion.gitVersion}\n${server}`
}
