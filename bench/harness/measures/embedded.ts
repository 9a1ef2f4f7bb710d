import { readFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { bare, embedded, kubeApiserver } from '../contestants.ts'
import { blocks, type Effort, freshProcesses, type Measure, rate, runBlocks, wall } from '../measure.ts'
import type { Metric, Samples } from '../results.ts'
import { createsNamespace, onePod, podsNamespace, type Server, type Stage, watchedNamespace } from '../stage.ts'
import { type Passes, takeTurns } from '../take-turns.ts'

const residentMetric: Metric = { id: 'residentMb', title: 'memory of the processes', unit: 'MB', better: 'lower' }
const settleMs = 5000
const sampleEveryMs = 200

/** Comes before anything else: a server that has been filled is not idle any more. */
export const idleMemory: Measure = {
  id: 'idle-memory',
  title: 'Idle memory of the servers',
  about:
    'Resident memory of the embedded server as a process, and of kube-apiserver and etcd together, some seconds after their start, before anything was stored.',
  metrics: [residentMetric],
  reference: kubeApiserver,
  async run(stage, effort) {
    if (stage.isFilled) throw new Error('the memory of an idle server is measured before it is filled')
    const real = await stage.real()
    const { server, stop } = await stage.startEmbedded()
    try {
      await sleep(settleMs)
      const turn = (contestant: string, { pids }: Server) => ({
        contestant,
        take: async () => {
          await sleep(sampleEveryMs)
          return { residentMb: residentMb(pids()) }
        },
      })
      return await takeTurns([turn(kubeApiserver, real), turn(embedded, server)], freshProcesses(effort))
    } finally {
      await stop()
    }
  },
}

function residentMb(pids: readonly number[]): number {
  const kilobytes = pids.map((pid) => {
    const found = /^VmRSS:\s+(\d+) kB/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]
    if (found === undefined) throw new Error(`the memory of process ${pid} is not to be read`)
    return Number(found)
  })
  return (kilobytes.reduce((sum, each) => sum + each, 0) * 1024) / 1e6
}

/** The same client does the same to both servers, in turn; the embedded one is filled and stopped by this. */
async function compare(stage: Stage, operation: string, settings: object, passes: Passes): Promise<Samples> {
  const real = await stage.filled()
  const { server, stop } = await stage.startEmbedded()
  try {
    await stage.fillEmbedded(server)
    return await runBlocks(
      stage,
      [
        { contestant: bare, operation, settings, server: real, name: kubeApiserver },
        { contestant: bare, operation, settings, server, name: embedded },
      ],
      passes,
    )
  } finally {
    await stop()
  }
}

const withBare = 'The client is the bare one for both servers.'
const serverInFlight = 16

export const embeddedCreates: Measure = {
  id: 'embedded-creates',
  title: 'Embedded server: creates',
  about: `Small config maps, ${serverInFlight} at a time. ${withBare}`,
  metrics: [{ ...rate, title: 'creates' }],
  reference: kubeApiserver,
  run: (stage, effort) =>
    compare(
      stage,
      'creates',
      { namespace: createsNamespace, blockMs: effort.blockMs, inFlight: serverInFlight, prefix: 'embedded' },
      blocks(effort),
    ),
}

export const embeddedGets: Measure = {
  id: 'embedded-gets',
  title: 'Embedded server: GETs',
  about: `One pod, ${serverInFlight} calls at a time. ${withBare}`,
  metrics: [{ ...rate, title: 'GETs' }],
  reference: kubeApiserver,
  run: (stage, effort) =>
    compare(
      stage,
      'gets',
      { namespace: podsNamespace, name: onePod, blockMs: effort.blockMs, inFlight: serverInFlight },
      blocks(effort),
    ),
}

export const embeddedList: Measure = {
  id: 'embedded-list',
  title: 'Embedded server: list of 10,000 pods',
  about: `The whole list is read as bytes and not decoded. ${withBare}`,
  metrics: [wall],
  reference: kubeApiserver,
  run: (stage, effort: Effort) =>
    compare(
      stage,
      'read-list',
      { path: `/api/v1/namespaces/${podsNamespace}/pods`, minBytes: 10_000_000 },
      { warmUp: 2, counted: effort.rounds },
    ),
}

const watchCount = 50
const createsPerBlock = 50

export const embeddedFanOut: Measure = {
  id: 'embedded-fan-out',
  title: 'Embedded server: watch fan-out',
  about: `${createsPerBlock} config maps are created one after the other under ${watchCount} watches; how fast the events come. ${withBare}`,
  metrics: [{ ...rate, title: 'events' }],
  reference: kubeApiserver,
  run: (stage, effort) =>
    compare(
      stage,
      'fan-out',
      { namespace: watchedNamespace, watches: watchCount, creates: createsPerBlock },
      freshProcesses(effort),
    ),
}
