import { evaluateGoal, type Verdict } from './evaluate-goal.ts'
import { formatNumber, formatRatio, formatValue } from './format.ts'
import type { Goal } from './goals.ts'
import type { MeasureResult, Results } from './results.ts'
import { cells, linesOf, withUnit } from './summary.ts'

/** The text of docs/benchmarks.md, made from a run. */
export function formatDocument(results: Results, goals: readonly Goal[]): string {
  const verdicts = goals.map((goal) => evaluateGoal(goal, results))
  return [
    '# Benchmarks',
    '<!-- Made by `npm run bench` from bench/results.json. Do not edit. -->',
    introduction(results),
    '## Goals',
    goalSummary(verdicts),
    table(['goal', 'bound', 'measured', ''], verdicts.map(goalRow)),
    '## Measures',
    ...results.measures.flatMap(measureSection),
  ]
    .join('\n\n')
    .concat('\n')
}

function introduction({ machine, rounds, date }: Results): string {
  const versions = Object.entries(machine.versions).map(([name, version]) => [name, version])
  const size = `${machine.cores} cores (${machine.processor}), ${formatNumber(machine.memoryGb)} GB of memory`
  return [
    'kubeclient beside what else there is, doing the same work against the same real kube-apiserver with etcd, in one',
    'run on one machine. Servers and clients share its cores. The contestants take turns (A B C A B C ...) after a',
    `warm-up, in ${rounds} rounds or more, each in a process of its own. Tables have medians and quartiles; a ratio is`,
    'the median of the ratios of each round to the contestant that the head of its column names. Times say little about',
    'another machine; ratios say more.',
    '',
    '`npm run bench` makes this page anew, `npm run bench -- NAME` runs one measure, `npm run bench -- --check` compares',
    'the ratios of a run with those kept in `bench/results.json`.',
    '',
    'client-go runs with its defaults (protobuf, HTTP/2, gzip), once more with JSON, and both times without its limiter',
    'of 5 requests a second. "bare node:https" is what Node has, with a keep-alive agent, and `JSON.parse`.',
    '',
    `Measured on ${date}, on ${machine.platform} with ${size}:`,
    '',
    table(['what', 'version'], versions),
  ].join('\n')
}

function goalSummary(verdicts: readonly Verdict[]): string {
  const met = verdicts.filter(({ isMet }) => isMet === true).length
  const missed = verdicts.filter(({ isMet }) => isMet === false).length
  const unknown = verdicts.length - met - missed
  return `${met} met, ${missed} missed${unknown === 0 ? '' : `, ${unknown} not measured`}.`
}

/** Cells of a goal: what, bound, measured, met or missed. */
export function goalRow({ goal, measured, isMet }: Verdict): string[] {
  const format = (value: number) => (goal.over === undefined ? formatValue(value, goal.unit) : formatRatio(value))
  const verdict = isMet === undefined ? 'not measured' : isMet ? 'met' : '**missed**'
  return [goal.title, `${goal.bound} ${format(goal.value)}`, measured === undefined ? '-' : format(measured), verdict]
}

function measureSection(measure: MeasureResult): string[] {
  const tables = measure.metrics.flatMap((metric) => {
    const lines = linesOf(measure, metric)
    const head = [withUnit(metric), 'median', 'quartiles', `over ${measure.reference}`]
    return lines.length === 0 ? [] : [table(head, lines.map(cells))]
  })
  return [`### ${measure.title}`, measure.about, `![${measure.title}](benchmarks/${measure.id}.svg)`, ...tables]
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (row: readonly string[]) => `| ${row.join(' | ')} |`
  return [line(head), `|${'---|'.repeat(head.length)}`, ...rows.map(line)].join('\n')
}
