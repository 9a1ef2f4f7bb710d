import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { requireSample } from '../children.ts'
import { bare, clientGoJson, clientNode, kubeclient } from '../contestants.ts'
import { blocks, cpuPerCall, type Measure, peak, rate, runBlocks } from '../measure.ts'
import type { Metric } from '../results.ts'
import { onePod, podsNamespace, type Stage } from '../stage.ts'
import { takeTurns } from '../take-turns.ts'

const decodeCpu: Metric = { ...cpuPerCall, title: 'CPU time for one' }
const decodes: Metric = { ...rate, title: 'decoded' }

function decodeMeasure(
  what: 'object' | 'event',
  title: string,
  about: string,
  modules: Readonly<Record<string, string>>,
): Measure {
  return {
    id: `decode-${what}`,
    title,
    about: `${about} From bytes in memory to a value, without a network.`,
    metrics: [decodeCpu, decodes],
    reference: bare,
    async run(stage, effort) {
      const file = path.join(stage.folder, `${what}.json`)
      const pod = await readPod(stage)
      await writeFile(file, what === 'object' ? pod : eventLine(pod))
      const settings = { file, blockMs: effort.blockMs }
      const workers = Object.entries(modules).map(([contestant, module]) => {
        const command = stage.workerCommand(contestant, `decode-${what}s`, settings, `${module}-decoders`)
        return { contestant, child: stage.children.start(`${contestant} (decode)`, command) }
      })
      try {
        const turns = workers.map(({ contestant, child }) => ({
          contestant,
          take: async () => requireSample(await child.ask()),
        }))
        return await takeTurns(turns, blocks(effort))
      } finally {
        for (const { child } of workers) await stage.children.stop(child)
      }
    },
  }
}

const parsers = { [bare]: 'bare', [kubeclient]: 'kubeclient' }

export const decodeObject = decodeMeasure(
  'object',
  'Decoding one object',
  'A pod as the server sends it, over `JSON.parse(bytes.toString())`; in client-node with the conversion that its API objects do.',
  { ...parsers, [clientNode]: 'client-node' },
)
export const decodeEvent = decodeMeasure(
  'event',
  'Decoding one watch event',
  'Lines of a watch with the same pod, 16 in a chunk, given out by an async iterator; over one that splits lines and parses them.',
  parsers,
)

/** Events that a source sends in one turn: pods of many templates. */
const eventsPerTurn = 200

export const watchEvents: Measure = {
  id: 'watch',
  title: 'Watch events from a source that never waits',
  about:
    'A server in a process of its own writes events of pods as fast as its reader takes them, over plain http, so that decoding is what is compared. The bare contestant splits lines and parses them.',
  metrics: [{ ...rate, title: 'events' }, { ...cpuPerCall, title: 'CPU time for one event' }, peak],
  reference: bare,
  async run(stage, effort) {
    const source = await startSource(stage)
    try {
      const settings = { namespace: podsNamespace, blockMs: effort.blockMs }
      const assignments = [bare, kubeclient, clientNode, clientGoJson].map((contestant) => ({
        contestant,
        operation: 'watch',
        settings,
        server: source.server,
      }))
      return await runBlocks(stage, assignments, blocks(effort))
    } finally {
      await source.stop()
    }
  },
}

async function startSource(stage: Stage) {
  const list = JSON.parse((await readPods(stage)).toString()) as { items: object[] }
  const lines = list.items.map((pod) => eventLine(JSON.stringify({ kind: 'Pod', apiVersion: 'v1', ...pod })))
  const file = path.join(stage.folder, 'events.json')
  await writeFile(file, lines.join(''))
  const program = path.join(stage.programsOf('bare'), 'watch-source.mjs')
  const child = stage.children.start('the source of events', { file: stage.places.benchNode, args: [program, file] })
  const { host } = await child.ready
  const kubeconfigFile = path.join(stage.folder, 'source.kubeconfig')
  const connectionFile = path.join(stage.folder, 'source.json')
  await writeFile(kubeconfigFile, plainKubeconfig(String(host)))
  await writeFile(connectionFile, JSON.stringify({ host }))
  return { server: { kubeconfigFile, connectionFile }, stop: () => stage.children.stop(child) }
}

/** For a server that wants no credentials. client-node takes plain http for a kind of insecurity that has to be allowed. */
export function plainKubeconfig(host: string): string {
  return `apiVersion: v1
kind: Config
clusters:
- name: plain
  cluster:
    server: ${host}
    insecure-skip-tls-verify: true
users:
- name: plain
  user: {}
contexts:
- name: plain
  context:
    cluster: plain
    user: plain
current-context: plain
`
}

function eventLine(pod: string | Buffer): string {
  return `{"type":"ADDED","object":${pod.toString().trimEnd()}}\n`
}

async function readPod(stage: Stage): Promise<Buffer> {
  const { filler } = await stage.filled()
  return filler.request('GET', `/api/v1/namespaces/${podsNamespace}/pods/${onePod}`)
}

async function readPods(stage: Stage): Promise<Buffer> {
  const { filler } = await stage.filled()
  return filler.request('GET', `/api/v1/namespaces/${podsNamespace}/pods?limit=${eventsPerTurn}`)
}
