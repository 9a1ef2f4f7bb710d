import { type BenchArguments, isWholeRun, parseArguments } from './arguments.ts'
import { findRegressions } from './check.ts'
import { goalRow } from './document.ts'
import { evaluateGoal } from './evaluate-goal.ts'
import { readResults, writeDocument, writeResults } from './files.ts'
import { formatColumns, formatNumber } from './format.ts'
import { goals } from './goals.ts'
import { describeMachine } from './machine.ts'
import type { Effort, Measure } from './measure.ts'
import { measures } from './measures/index.ts'
import { prepare } from './prepare.ts'
import type { MeasureResult, Results } from './results.ts'
import { Stage } from './stage.ts'
import { formatMeasure } from './summary.ts'

const say = (text: string) => process.stdout.write(`${text}\n`)
const note = (text: string) => process.stderr.write(`${text}\n`)

async function main(args: readonly string[]): Promise<number> {
  const chosen = parseArguments(
    args,
    measures.map(({ id }) => id),
  )
  switch (chosen.action) {
    case 'list':
      say(measures.map(({ id, title }) => `${id.padEnd(18)}${title}`).join('\n'))
      return 0
    case 'document':
      await writeDocument(await readResults())
      return 0
    case 'run':
    case 'check':
      return run(chosen)
  }
}

async function run(chosen: BenchArguments): Promise<number> {
  // Read first: a check without anything to compare with is over at once.
  const committed = chosen.action === 'check' ? await readResults() : undefined
  note('packing kubeclient and building the Go half')
  const places = await prepare()
  const stage = await Stage.open(places, note)
  const interrupted = closeOnSignal(stage)
  const failures: string[] = []
  let results: Results
  try {
    const done = await Promise.race([runMeasures(stage, chosen, failures), interrupted])
    const date = new Date().toISOString().slice(0, 10)
    results = { date, rounds: chosen.rounds, machine: describeMachine(places), measures: done }
  } finally {
    await stage.close()
  }
  sayGoals(results)
  for (const failure of failures) note(failure)
  if (failures.length > 0) return 1
  if (committed !== undefined) return compare(committed, results)
  if (isWholeRun(chosen)) {
    await writeResults(results)
    await writeDocument(results)
    note('wrote bench/results.json, docs/benchmarks.md and docs/benchmarks/')
  }
  return 0
}

/** A measure that fails does not take the others with it. */
async function runMeasures(stage: Stage, chosen: BenchArguments, failures: string[]): Promise<MeasureResult[]> {
  const effort: Effort = { rounds: chosen.rounds, blockMs: chosen.quick ? 100 : 300 }
  const wanted = measures.filter(({ id }) => chosen.names.length === 0 || chosen.names.includes(id))
  const results: MeasureResult[] = []
  for (const measure of wanted) {
    const started = performance.now()
    try {
      const result = { ...factsOf(measure), samples: await measure.run(stage, effort) }
      results.push(result)
      say(`\n${formatMeasure(result)}`)
    } catch (error) {
      failures.push(`${measure.id} failed: ${error instanceof Error ? error.message : String(error)}`)
    }
    note(`${measure.id}: ${formatNumber((performance.now() - started) / 1000)} s`)
  }
  return results
}

function factsOf({ id, title, about, metrics, reference }: Measure) {
  return { id, title, about, metrics, reference }
}

function sayGoals(results: Results): void {
  const rows = goals.map((goal) => evaluateGoal(goal, results)).filter(({ measured }) => measured !== undefined)
  if (rows.length > 0) say(`\n${formatColumns([['goal', 'bound', 'measured', ''], ...rows.map(goalRow)])}`)
}

function compare(committed: Results, measured: Results): number {
  const regressions = findRegressions(goals, committed, measured)
  for (const { goal, committed: before, measured: now, allowed } of regressions) {
    note(
      `worse: ${goal.title}: ${formatNumber(now)}, committed ${formatNumber(before)}, allowed ${formatNumber(allowed)}`,
    )
  }
  note(regressions.length === 0 ? 'no regression' : `${regressions.length} regressions`)
  return regressions.length === 0 ? 0 : 1
}

/** Rejects when the user has had enough; whoever waits for it then closes the stage. */
function closeOnSignal(stage: Stage): Promise<never> {
  const interrupted = new Promise<never>((_resolve, reject) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      process.once(signal, () => {
        // A second one ends this at once: the servers then end with it.
        void stage.children.stopAll()
        reject(new Error(`interrupted by ${signal}`))
      })
    }
  })
  interrupted.catch(() => {})
  return interrupted
}

try {
  process.exitCode = await main(process.argv.slice(2))
} catch (error) {
  note(error instanceof Error ? error.message : String(error))
  process.exitCode = 1
}
// Whatever a measure that was interrupted still waits for.
process.exit()
