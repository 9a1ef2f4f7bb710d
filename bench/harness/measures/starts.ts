import path from 'node:path'
import { requireSample } from '../children.ts'
import {
  bare,
  clientGo,
  clientGoJson,
  clientNamed,
  clientNode,
  emptyInstalledNode,
  emptyNode,
  kubeclient,
  kubeclientOnInstalledNode,
} from '../contestants.ts'
import { type Effort, freshProcesses, type Measure, timeCommand } from '../measure.ts'
import type { Samples } from '../results.ts'
import { type Server, type Stage, smallNamespace } from '../stage.ts'
import { takeTurns } from '../take-turns.ts'

/** They are short: more of them are little more work. */
const often = (effort: Effort) => {
  const passes = freshProcesses(effort)
  return { ...passes, counted: passes.counted * 2 }
}

export const imports: Measure = {
  id: 'import',
  title: 'Import',
  about:
    'The whole package is imported by a new process. Memory is that of the process, less what an empty Node has in the same round.',
  metrics: [
    { id: 'importMs', title: 'time', unit: 'ms', better: 'lower' },
    { id: 'overEmptyMb', title: 'memory over an empty Node', unit: 'MB', better: 'lower' },
    { id: 'rssMb', title: 'memory of the process', unit: 'MB', better: 'lower' },
  ],
  reference: clientNode,
  async run(stage, effort) {
    const { benchNode, installedNode } = stage.places
    const start = (contestant: string, file: string, module: 'kubeclient' | 'client-node', name?: string) => ({
      contestant,
      take: () => sampleImport(stage, file, path.join(stage.programsOf(module), 'import.mjs'), name),
    })
    const samples = await takeTurns(
      [
        start(kubeclient, benchNode, 'kubeclient', 'kubeclient'),
        start(clientNode, benchNode, 'client-node', '@kubernetes/client-node'),
        start(emptyNode, benchNode, 'kubeclient'),
        start(kubeclientOnInstalledNode, installedNode, 'kubeclient', 'kubeclient'),
        start(emptyInstalledNode, installedNode, 'kubeclient'),
      ],
      often(effort),
    )
    return lessEmpty(samples)
  },
}

async function sampleImport(stage: Stage, file: string, program: string, name: string | undefined) {
  const child = stage.children.start(`import ${name ?? 'nothing'}`, {
    file,
    args: [program, ...(name === undefined ? [] : [name])],
  })
  try {
    return requireSample(await child.ready)
  } finally {
    await stage.children.stop(child)
  }
}

function lessEmpty(samples: Samples): Samples {
  const emptyOf = (contestant: string) => (contestant === kubeclientOnInstalledNode ? emptyInstalledNode : emptyNode)
  const entries = [kubeclient, clientNode, kubeclientOnInstalledNode].map((contestant) => {
    const empty = samples[emptyOf(contestant)] ?? []
    const own = (samples[contestant] ?? []).map((sample, round) => ({
      ...sample,
      overEmptyMb: (sample['rssMb'] ?? Number.NaN) - (empty[round]?.['rssMb'] ?? Number.NaN),
    }))
    return [contestant, own] as const
  })
  const rssOnly = [emptyNode, emptyInstalledNode].map(
    (contestant) => [contestant, (samples[contestant] ?? []).map(({ rssMb = Number.NaN }) => ({ rssMb }))] as const,
  )
  return Object.fromEntries([...entries, ...rssOnly])
}

export const coldStart: Measure = {
  id: 'cold-start',
  title: 'From the start of a process to the first answer',
  about: 'A program of a few lines that loads a kubeconfig and lists 10 pods, until it prints how many there are.',
  metrics: [
    { id: 'firstByteMs', title: 'time to the answer', unit: 'ms', better: 'lower' },
    { id: 'wallMs', title: 'time to the end of the process', unit: 'ms', better: 'lower' },
    { id: 'cpuMs', title: 'CPU time of the process', unit: 'ms', better: 'lower' },
    { id: 'peakMb', title: 'peak memory', unit: 'MB', better: 'lower' },
  ],
  reference: bare,
  async run(stage, effort) {
    const server = await stage.filled()
    const everyone = [bare, kubeclient, clientNode, clientGo, clientGoJson, kubeclientOnInstalledNode]
    const turns = everyone
      .filter((contestant) => contestant !== clientGoJson)
      .map((contestant) => ({
        contestant,
        take: async () => {
          const {
            firstByteMs = 0,
            wallMs = 0,
            cpuMs = 0,
            peakMb = 0,
          } = await timeCommand(stage, `${contestant} (list-pods)`, listPods(stage, contestant, server))
          return { firstByteMs, wallMs, cpuMs, peakMb }
        },
      }))
    return takeTurns(turns, often(effort))
  },
}

function listPods(stage: Stage, contestant: string, server: Server) {
  const client = clientNamed(contestant)
  const { kubeconfigFile, connectionFile } = server
  if (client.language === 'go') {
    return { file: stage.places.clientGo, args: ['list-pods', kubeconfigFile, smallNamespace] }
  }
  const program = path.join(stage.programsOf(client.module), 'list-pods', `${client.module}.mjs`)
  return { file: stage.nodeOf(contestant), args: [program, kubeconfigFile, smallNamespace, connectionFile] }
}
