import {
  bare,
  bareOnInstalledNode,
  clientGo,
  clientGoJson,
  clientNode,
  kubeclient,
  kubeclientOnInstalledNode,
} from '../contestants.ts'
import { blocks, cpuPerCall, type Measure, rate, runBlocks } from '../measure.ts'
import type { Metric } from '../results.ts'
import { onePod, podsNamespace, watchedNamespace } from '../stage.ts'

const everyone = [bare, kubeclient, clientNode, clientGo, clientGoJson, bareOnInstalledNode, kubeclientOnInstalledNode]
const latency: Metric = { id: 'latencyUs', title: 'median latency', unit: 'µs', better: 'lower' }
const gets: Metric = { ...rate, title: 'GETs' }

export const sequentialGets: Measure = {
  id: 'gets',
  title: 'Sequential GETs',
  about:
    'One pod is read again and again, one call after the other. A client that opens a connection for each call shows here.',
  metrics: [gets, cpuPerCall, latency],
  reference: bare,
  async run(stage, effort) {
    const server = await stage.filled()
    const settings = { namespace: podsNamespace, name: onePod, blockMs: effort.blockMs }
    const assignments = everyone.map((contestant) => ({ contestant, operation: 'gets', settings, server }))
    return runBlocks(stage, assignments, blocks(effort))
  },
}

export const getsInFlight: Measure = {
  id: 'gets-64',
  title: 'GETs, 64 in flight',
  about: 'The same, 64 calls at a time. client-go sends them over one HTTP/2 connection, the others over up to 64.',
  metrics: [gets, cpuPerCall, latency],
  reference: bare,
  async run(stage, effort) {
    const server = await stage.filled()
    const settings = { namespace: podsNamespace, name: onePod, blockMs: effort.blockMs, inFlight: 64 }
    const assignments = everyone.map((contestant) => ({ contestant, operation: 'gets', settings, server }))
    return runBlocks(stage, assignments, blocks(effort))
  },
}

const openWatchCount = 500

export const openWatches: Measure = {
  id: 'open-watches',
  title: 'GETs while 500 watches are open',
  about: `Sequential GETs of one pod in a process that has ${openWatchCount} quiet watches open, and in one that has none.`,
  metrics: [latency, gets, cpuPerCall],
  reference: kubeclient,
  async run(stage, effort) {
    const server = await stage.filled()
    const settings = { namespace: podsNamespace, name: onePod, blockMs: effort.blockMs }
    const watching = { ...settings, watches: openWatchCount, watchedNamespace }
    const assignments = [kubeclient, bare, clientGo].flatMap((contestant) => [
      { contestant, operation: 'gets', settings, server },
      {
        contestant,
        operation: 'gets',
        settings: watching,
        server,
        name: `${contestant}, ${openWatchCount} watches`,
      },
    ])
    return runBlocks(stage, assignments, blocks(effort))
  },
}
