import { mkdir } from 'node:fs/promises'
import path from 'node:path'
import { bare, clientGo, kubeclient, kubeclientOnInstalledNode } from '../contestants.ts'
import { type Assignment, cpu, type Effort, freshProcesses, type Measure, runFresh, wall } from '../measure.ts'
import type { Server, Stage } from '../stage.ts'

const metrics = [
  { id: 'coldMs', title: 'cold, time', unit: 'ms', better: 'lower' },
  { id: 'coldCpuMs', title: 'cold, CPU time of the client', unit: 'ms', better: 'lower' },
  { id: 'warmMs', title: 'again in the same process (the requests are sent again), time', unit: 'ms', better: 'lower' },
  { id: 'warmCpuMs', title: 'again in the same process, CPU time of the client', unit: 'ms', better: 'lower' },
] as const

const warmCalls = 5

const often = (effort: Effort) => {
  const passes = freshProcesses(effort)
  return { ...passes, counted: passes.counted * 2 }
}

function discover(stage: Stage, server: Server, effort: Effort) {
  const everyone = [bare, kubeclient, clientGo, kubeclientOnInstalledNode]
  const assignments = everyone.map((contestant) => ({
    contestant,
    operation: 'discovery',
    settings: { warmCalls },
    server,
  }))
  return runFresh(stage, assignments, often(effort))
}

const about =
  "All groups and resources, asked for by a new process that has no connection yet, and then again. The bare contestant reads and parses the same two answers; it has loaded Node's TLS with its import, before the clock starts, kubeclient does so with its first request. client-node has nothing like it."

export const discovery: Measure = {
  id: 'discovery',
  title: 'Discovery',
  about,
  metrics,
  reference: bare,
  run: async (stage, effort) => discover(stage, await stage.filled(), effort),
}

export const discoveryOfMany: Measure = {
  id: 'discovery-200',
  title: 'Discovery with 200 custom resources',
  about: `${about} The server has 200 custom resources in 40 groups besides its own.`,
  metrics,
  reference: bare,
  run: async (stage, effort) => discover(stage, await stage.withCustomResources(), effort),
}

export const discoveryOnDisk: Measure = {
  id: 'discovery-disk',
  title: 'Discovery from the disk, with 200 custom resources',
  about: 'A new process finds in its folder what an earlier one left there. Nobody asks the server.',
  metrics: [wall, cpu],
  reference: clientGo,
  async run(stage, effort) {
    const server = await stage.withCustomResources()
    const assignments: Assignment[] = []
    for (const contestant of [kubeclient, clientGo, kubeclientOnInstalledNode]) {
      const folder = path.join(stage.folder, `cache-of-${contestant.replaceAll(/\W/g, '-')}`)
      const settings = { discoveryCacheDir: path.join(folder, 'discovery'), httpCacheDir: path.join(folder, 'http') }
      await mkdir(folder)
      assignments.push({ contestant, operation: 'discovery-on-disk', settings, server })
    }
    // The warm-up fills the folders.
    return runFresh(stage, assignments, often(effort))
  },
}
