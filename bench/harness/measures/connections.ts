import { once } from 'node:events'
import http from 'node:http'
import https from 'node:https'
import { type AddressInfo, connect, createServer, type Server as NetServer } from 'node:net'
import { bare, clientGo, clientGoJson, clientNode, kubeclient } from '../contestants.ts'
import { type Measure, runFresh } from '../measure.ts'
import type { Sample } from '../results.ts'
import { type Connection, kubeconfigOf, onePod, podsNamespace, type Stage } from '../stage.ts'
import { plainKubeconfig } from './decoding.ts'

const calls = 20

export const connections: Measure = {
  id: 'connections',
  title: 'Connections and requests',
  about: `Connections that ${calls} sequential GETs open, each with a TLS handshake, counted by a relay in front of the server; and the requests of a cold discovery, counted by a proxy.`,
  metrics: [
    { id: 'handshakes', title: `TLS handshakes for ${calls} calls`, unit: '', better: 'lower' },
    { id: 'discoveryRequests', title: 'requests of a cold discovery', unit: '', better: 'lower' },
  ],
  reference: bare,
  async run(stage) {
    const handshakes = await countHandshakes(stage)
    const requests = await countRequests(stage)
    return Object.fromEntries(
      Object.entries(handshakes).map(([contestant, sample]) => [contestant, [{ ...sample, ...requests[contestant] }]]),
    )
  },
}

/** A port in front of the server that counts who comes. */
async function countHandshakes(stage: Stage): Promise<Record<string, Sample>> {
  const { connection } = await stage.filled()
  const target = new URL(connection.host)
  let count = 0
  const relay = createServer((client) => {
    count++
    const server = connect(Number(target.port), target.hostname)
    client.pipe(server).pipe(client)
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      one.on('error', () => other.destroy())
      one.on('close', () => other.destroy())
    }
  })
  const port = await listen(stage, relay)
  const relayed: Connection = { ...connection, host: `https://127.0.0.1:${port}` }
  const server = await stage.describe('relayed', relayed, kubeconfigOf(relayed))
  const counts: Record<string, Sample> = {}
  for (const contestant of [bare, kubeclient, clientNode, clientGo, clientGoJson]) {
    count = 0
    const settings = { namespace: podsNamespace, name: onePod, count: calls }
    await runFresh(stage, [{ contestant, operation: 'gets', settings, server }], { warmUp: 0, counted: 1 })
    counts[contestant] = { handshakes: count }
  }
  relay.close()
  return counts
}

/** A proxy that knows the credentials, so that the requests pass it in the clear. */
async function countRequests(stage: Stage): Promise<Record<string, Sample>> {
  const { connection } = await stage.filled()
  const { host, caData, certData, keyData } = connection
  const agent = new https.Agent({ keepAlive: true, ca: caData, cert: certData, key: keyData })
  let count = 0
  const proxy = http.createServer((request, response) => {
    count++
    const { method, headers } = request
    const forwarded = https.request(new URL(request.url ?? '/', host), { method, headers, agent }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    forwarded.on('error', () => response.destroy())
    request.pipe(forwarded)
  })
  const port = await listen(stage, proxy)
  const plain = `http://127.0.0.1:${port}`
  const server = await stage.describe('proxied', { ...connection, host: plain }, plainKubeconfig(plain))
  const counts: Record<string, Sample> = {}
  for (const contestant of [bare, kubeclient, clientGo]) {
    count = 0
    const worker = stage.worker(contestant, 'discovery', server, {})
    await worker.ask()
    await stage.children.stop(worker)
    counts[contestant] = { discoveryRequests: count }
  }
  proxy.close()
  agent.destroy()
  return counts
}

async function listen(stage: Stage, server: NetServer): Promise<number> {
  stage.onClose(() => {
    server.close()
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  server.unref()
  return (server.address() as AddressInfo).port
}
