import type { PodList } from '../api/core/v1.ts'
import { DynamicClient } from '../dynamic/index.ts'
import { Clientset } from '../kubernetes/index.ts'
import { fromUnstructured, type KubernetesList } from '../meta/index.ts'
import { type RestConfig, restClientFor } from '../rest/index.ts'
import type { DemoOutput } from './api-resources-demo.ts'
import { formatColumns } from './columns.ts'

/** The parts of a pod that are shown. */
interface PodSummary {
  readonly metadata?: { readonly name?: string | undefined; readonly namespace?: string | undefined } | undefined
  readonly status?: { readonly phase?: string | undefined } | undefined
}

/** Lists pods with the RESTClient, the Clientset and the DynamicClient, which must find the same. */
export async function showPods(config: RestConfig, namespace: string, output: DemoOutput): Promise<void> {
  output.say('\npods, from the RESTClient:\n')
  show(await listWithRestClient(config, namespace), namespace, output)
  output.say('\npods, from the Clientset:\n')
  show(await listWithClientset(config, namespace), namespace, output)
  output.say('\npods, from the DynamicClient:\n')
  show(await listWithDynamicClient(config, namespace), namespace, output)
}

async function listWithRestClient(config: RestConfig, namespace: string): Promise<readonly PodSummary[]> {
  const client = restClientFor({ ...config, apiPath: '/api', groupVersion: { group: '', version: 'v1' } })
  try {
    const list = await client.get().namespace(namespace).resource('pods').into<KubernetesList<PodSummary>>()
    return list.items
  } finally {
    await client.close()
  }
}

async function listWithClientset(config: RestConfig, namespace: string): Promise<readonly PodSummary[]> {
  const clientset = new Clientset(config)
  try {
    const { pods } = clientset.coreV1
    const list = namespace === '' ? await pods().list() : await pods(namespace).list()
    return list.items
  } finally {
    await clientset.close()
  }
}

async function listWithDynamicClient(config: RestConfig, namespace: string): Promise<readonly PodSummary[]> {
  const dynamic = new DynamicClient(config)
  try {
    const pods = dynamic.resource({ group: '', version: 'v1', resource: 'pods' })
    const list = namespace === '' ? await pods.list() : await pods.namespace(namespace).list()
    return fromUnstructured<PodList>(list, { group: '', version: 'v1', kind: 'PodList' }).items
  } finally {
    await dynamic.close()
  }
}

function show(pods: readonly PodSummary[], namespace: string, { say, print }: DemoOutput): void {
  const isAll = namespace === ''
  if (pods.length === 0) {
    say(isAll ? 'No pods found.' : `No pods found in the namespace "${namespace}".`)
    return
  }
  const rows = pods.map(({ metadata, status }) => [
    ...(isAll ? [metadata?.namespace ?? ''] : []),
    metadata?.name ?? '',
    status?.phase ?? 'Unknown',
  ])
  print(formatColumns([...(isAll ? ['NAMESPACE'] : []), 'NAME', 'PHASE'], rows))
}
