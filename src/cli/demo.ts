import { loadKubeConfig } from '../clientcmd/index.ts'
import type { KubernetesList, KubernetesObject } from '../meta/index.ts'
import { type RESTClient, type RestConfig, restClientFor } from '../rest/index.ts'
import { showResources } from './api-resources-demo.ts'
import { formatColumns } from './columns.ts'
import { readFlags } from './flags.ts'

/** The parts of a pod that are shown. */
interface PodSummary extends KubernetesObject {
  spec?: object
  status?: { phase?: string }
}

const coreV1 = { apiPath: '/api', groupVersion: { group: '', version: 'v1' } }

/** Lists pods and resources over HTTPS: of an embedded API server that it starts and fills, or, read only, of a cluster. */
export async function demo(args: readonly string[]): Promise<number> {
  const flags = readFlags(
    'Usage: kubeclient demo [FLAGS]\n\nLists pods and resources: of an embedded API server, or read only of the cluster of a kubeconfig.',
    {
      kubeconfig: {
        type: 'string',
        value: 'PATH',
        help: 'a kubeconfig file; without it an embedded server is started',
      },
      context: { type: 'string', value: 'NAME', help: "the context to use (default: the file's current one)" },
      namespace: { type: 'string', short: 'n', value: 'NS', help: "the namespace to list (default: the context's)" },
      'all-namespaces': { type: 'boolean', short: 'A', help: 'list all namespaces' },
    },
    args,
  )
  if (flags === undefined) return 0
  if (flags.kubeconfig === undefined && flags.context === undefined) {
    await listEmbedded()
    return 0
  }
  const kubeconfig = await loadKubeConfig({ kubeconfig: flags.kubeconfig, context: flags.context })
  const namespace = flags['all-namespaces'] === true ? '' : (flags.namespace ?? kubeconfig.namespace())
  await listPods(kubeconfig.restConfig(), namespace)
  await listResources(kubeconfig.restConfig())
  return 0
}

async function listEmbedded(): Promise<void> {
  const { ApiServer } = await import('../server/index.ts')
  say('starting the embedded API server ...')
  const server = await ApiServer.start({ port: 0 })
  try {
    say(`it listens on ${server.url}`)
    await fill(server.config)
    await listPods(server.config, 'demo')
    await listResources(server.config)
  } finally {
    await server.close()
  }
}

/** Creates a namespace with pods, and plays the kubelet for some of them. */
async function fill(config: RestConfig): Promise<void> {
  const client = restClientFor({ ...config, ...coreV1 })
  try {
    await client
      .post()
      .resource('namespaces')
      .body({ metadata: { name: 'demo' } })
      .into()
    say('created the namespace "demo"')
    for (const name of ['web-0', 'web-1', 'worker-0']) await createPod(client, name)
    await reportPhase(client, 'web-0', 'Running')
    await reportPhase(client, 'web-1', 'Running')
  } finally {
    await client.close()
  }
}

async function createPod(client: RESTClient, name: string): Promise<void> {
  const app = name.replace(/-\d+$/, '')
  const pod = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, labels: { app } },
    spec: { containers: [{ name: app, image: `example.test/${app}:1.0` }] },
  }
  await client.post().namespace('demo').resource('pods').body(pod).into()
  say(`created the pod "${name}"`)
}

async function reportPhase(client: RESTClient, name: string, phase: string): Promise<void> {
  const pod = await client.get().namespace('demo').resource('pods').name(name).into<PodSummary>()
  const changed = { ...pod, status: { ...pod.status, phase } }
  await client.put().namespace('demo').resource('pods').name(name).subresource('status').body(changed).into()
}

async function listPods(config: RestConfig, namespace: string): Promise<void> {
  const client = restClientFor({ ...config, ...coreV1 })
  try {
    const { items } = await client.get().namespace(namespace).resource('pods').into<KubernetesList<PodSummary>>()
    say(`listed with the RESTClient from ${config.host}:\n`)
    process.stdout.write(items.length === 0 ? nothingFound(namespace) : formatPods(items, namespace === ''))
  } finally {
    await client.close()
  }
}

function listResources(config: RestConfig): Promise<void> {
  say(`\ndiscovered at ${config.host}:\n`)
  return showResources(config, { say, print: (text) => process.stdout.write(text) })
}

function formatPods(pods: readonly PodSummary[], showsNamespace: boolean): string {
  const rows = pods.map(({ metadata, status }) => [metadata?.name ?? '', status?.phase ?? 'Unknown'])
  if (!showsNamespace) return formatColumns(['NAME', 'PHASE'], rows)
  const wide = rows.map((row, index) => [pods[index]?.metadata?.namespace ?? '', ...row])
  return formatColumns(['NAMESPACE', 'NAME', 'PHASE'], wide)
}

function nothingFound(namespace: string): string {
  return namespace === '' ? 'No pods found.\n' : `No pods found in the namespace "${namespace}".\n`
}

/** Progress goes to standard error, so that standard output holds the listing alone. */
function say(line: string): void {
  process.stderr.write(`${line}\n`)
}
