import { type RestConfig, transportFor } from '../rest/index.ts'
import { type DemoOutput, showResources } from './api-resources-demo.ts'
import { showPods } from './demo-pods.ts'
import { demoNamespace, withDemoServer } from './demo-server.ts'
import { readFlags } from './flags.ts'
import { globalFlags, kubeConfigOf } from './global-flags.ts'
import { UsageError } from './usage-error.ts'

const usage = `Usage: kubeclient demo [FLAGS]

Lists resources, with the DiscoveryClient and the cached one, and pods, with the RESTClient and the Clientset: of an
embedded API server, or read only of the cluster of a kubeconfig. Standard output has the listings alone.`

const specs = {
  ...globalFlags,
  kubeconfig: { type: 'string', value: 'PATH', help: 'a kubeconfig file; without it an embedded server is started' },
  context: { ...globalFlags.context, isGlobal: undefined },
  namespace: { type: 'string', short: 'n', value: 'NS', help: "the namespace to list (default: the context's)" },
  'all-namespaces': { type: 'boolean', short: 'A', help: 'list all namespaces' },
} as const

/** Progress goes to standard error, so that standard output holds the listings alone. */
const output: DemoOutput = {
  say: (line) => process.stderr.write(`${line}\n`),
  print: (text) => process.stdout.write(text),
}

/** Lists what a server has with each of the clients: of an embedded one that is filled first, or, read only, of a cluster. */
export async function demo(args: readonly string[]): Promise<number> {
  const flags = readFlags(usage, specs, args)
  if (flags === undefined) return 0
  const { kubeconfig: file, context, server, namespace, 'all-namespaces': isAll = false, ...others } = flags
  if (file === undefined && context === undefined && server === undefined) {
    const [other] = Object.keys(others)
    if (namespace !== undefined || isAll) throw new UsageError('a namespace needs --kubeconfig or --context')
    if (other !== undefined) throw new UsageError(`--${other} needs --kubeconfig or --context`)
    await withDemoServer(output.say, (config) => show(config, demoNamespace))
    return 0
  }
  const kubeconfig = await kubeConfigOf(flags)
  await show(kubeconfig.restConfig(), isAll ? '' : kubeconfig.namespace())
  return 0
}

/** The pods last: the resources of a real cluster fill more than a screen. */
async function show(config: RestConfig, namespace: string): Promise<void> {
  // Clients of one config share connections for as long as somebody has them: one handshake for all.
  const connections = transportFor(config)
  try {
    output.say(`reading from ${config.host}`)
    await showResources(config, output)
    await showPods(config, namespace, output)
  } finally {
    await connections.close()
  }
}
