import { type Command, requireSample } from './children.ts'
import type { MeasureFacts, Metric, Sample, Samples } from './results.ts'
import type { Server, Stage } from './stage.ts'
import { type Passes, type Turn, takeTurns } from './take-turns.ts'

/** How much a run does. */
export interface Effort {
  /** At least so many samples of each contestant. */
  readonly rounds: number
  /** How long a block of calls lasts. */
  readonly blockMs: number
}

/** Something that is measured. */
export interface Measure extends MeasureFacts {
  readonly run: (stage: Stage, effort: Effort) => Promise<Samples>
}

export const rate: Metric = { id: 'rate', title: 'calls', unit: '/s', better: 'higher' }
export const cpuPerCall: Metric = {
  id: 'cpuUs',
  title: 'CPU time of the client for one call',
  unit: 'µs',
  better: 'lower',
}
export const wall: Metric = { id: 'wallMs', title: 'time', unit: 'ms', better: 'lower' }
export const cpu: Metric = { id: 'cpuMs', title: 'CPU time of the client', unit: 'ms', better: 'lower' }
export const peak: Metric = { id: 'peakMb', title: 'peak memory', unit: 'MB', better: 'lower' }

/** Short blocks are many: noise that lasts for some of them leaves the median alone. */
const blocksPerRound = 4

/** Some thousands of calls: V8 compiles the code of a call in its last form only after that many. */
const warmUpMs = 5000

export function blocks({ rounds, blockMs }: Effort): Passes {
  return { warmUp: Math.ceil(warmUpMs / blockMs), counted: rounds * blocksPerRound }
}

export const freshProcesses = (effort: Effort): Passes => ({ warmUp: 1, counted: effort.rounds })

/** What a contestant does in a measure, and where. */
export interface Assignment {
  readonly contestant: string
  readonly operation: string
  readonly settings: object
  readonly server: Pick<Server, 'kubeconfigFile' | 'connectionFile'>
  /** The name in the results, if the contestant takes part more than once. */
  readonly name?: string | undefined
}

/** Processes that live for the whole measure and run blocks in turn. */
export async function runBlocks(stage: Stage, assignments: readonly Assignment[], passes: Passes): Promise<Samples> {
  const workers = assignments.map(({ contestant, operation, server, settings }) =>
    stage.worker(contestant, operation, server, settings),
  )
  try {
    // One after the other, so that none of them is disturbed by another's start.
    for (const worker of workers) await worker.ready
    const turns: Turn[] = workers.map((worker, index) => ({
      contestant: assignments[index]?.name ?? assignments[index]?.contestant ?? '',
      take: async () => requireSample(await worker.ask()),
    }))
    return await takeTurns(turns, passes)
  } finally {
    for (const worker of workers) await stage.children.stop(worker)
  }
}

/** A new process for each sample. */
export function runFresh(stage: Stage, assignments: readonly Assignment[], passes: Passes): Promise<Samples> {
  const turns = assignments.map(({ contestant, operation, server, settings, name }) => ({
    contestant: name ?? contestant,
    take: async () => {
      const worker = stage.worker(contestant, operation, server, settings)
      try {
        return requireSample(await worker.ask())
      } finally {
        await stage.children.stop(worker)
      }
    },
  }))
  return takeTurns(turns, passes)
}

/** What a command took as a process, from its start. Its output must not be empty. */
export async function timeCommand(stage: Stage, name: string, command: Command): Promise<Sample> {
  const child = stage.children.start(name, {
    file: stage.places.clientGo,
    args: ['time', command.file, ...command.args],
    env: command.env,
  })
  try {
    return requireSample(await child.ready)
  } finally {
    await stage.children.stop(child)
  }
}
