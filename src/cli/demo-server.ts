import { type RESTClient, type RestConfig, restClientFor } from '../rest/index.ts'

/** The namespace that the demo's pods are in. */
export const demoNamespace = 'demo'

/**
 * Starts the embedded API server, fills it, and stops it when the work is done.
 *
 * @param say is told of every step
 */
export async function withDemoServer(
  say: (line: string) => void,
  work: (config: RestConfig) => Promise<void>,
): Promise<void> {
  const { ApiServer } = await import('../server/index.ts')
  say('starting the embedded API server ...')
  const server = await ApiServer.start({ port: 0 })
  try {
    say(`it listens on ${server.url}`)
    await fill(server.config, say)
    await work(server.config)
  } finally {
    await server.close()
  }
}

/** Creates a namespace with pods, and plays the kubelet for some of them. */
async function fill(config: RestConfig, say: (line: string) => void): Promise<void> {
  const client = restClientFor({ ...config, apiPath: '/api', groupVersion: { group: '', version: 'v1' } })
  try {
    const namespace = { metadata: { name: demoNamespace } }
    await client.post().resource('namespaces').body(namespace).into()
    say(`created the namespace "${demoNamespace}"`)
    for (const name of ['web-0', 'web-1', 'worker-0']) {
      await createPod(client, name)
      say(`created the pod "${name}"`)
    }
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
  await client.post().namespace(demoNamespace).resource('pods').body(pod).into()
}

async function reportPhase(client: RESTClient, name: string, phase: string): Promise<void> {
  const pod = await client.get().namespace(demoNamespace).resource('pods').name(name).into<{ status?: object }>()
  const changed = { ...pod, status: { ...pod.status, phase } }
  await client.put().namespace(demoNamespace).resource('pods').name(name).subresource('status').body(changed).into()
}
