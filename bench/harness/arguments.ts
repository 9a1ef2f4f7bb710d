/** What `npm run bench` is asked to do. */
export interface BenchArguments {
  readonly action: 'run' | 'check' | 'list' | 'document'
  /** Ids of measures; empty for all. */
  readonly names: readonly string[]
  readonly rounds: number
  readonly quick: boolean
}

/** Fewer say little about medians. */
const defaultRounds = 5

export const usage = `usage: npm run bench [-- OPTIONS] [NAME...]

Runs all measures, or those named, and prints what they gave. A run of all with at least ${defaultRounds} rounds writes
bench/results.json, docs/benchmarks.md and its plots.

  --list      names the measures
  --rounds N  samples of each contestant (default: ${defaultRounds})
  --quick     one round of short blocks: to see whether everything runs
  --check     writes nothing, compares with bench/results.json, and fails if a ratio has become much worse
  --document  writes docs/benchmarks.md and its plots from bench/results.json`

/** @throws {RangeError} with the usage, for arguments that make no sense */
export function parseArguments(args: readonly string[], known: readonly string[]): BenchArguments {
  let action: BenchArguments['action'] = 'run'
  let rounds: number | undefined
  let quick = false
  const names: string[] = []
  const rest = [...args]
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    if (arg === '--list') action = 'list'
    else if (arg === '--check') action = 'check'
    else if (arg === '--document') action = 'document'
    else if (arg === '--quick') quick = true
    else if (arg === '--rounds') rounds = parseRounds(rest.shift())
    else if (arg.startsWith('-')) throw new RangeError(`unknown option ${arg}\n\n${usage}`)
    else if (known.includes(arg)) names.push(arg)
    else throw new RangeError(`unknown measure "${arg}", expected ${known.join(', ')}`)
  }
  return { action, names, quick, rounds: rounds ?? (quick ? 1 : defaultRounds) }
}

function parseRounds(text: string | undefined): number {
  const rounds = Number(text)
  if (!Number.isInteger(rounds) || rounds < 1) throw new RangeError(`--rounds is "${text ?? ''}", expected 1 or more`)
  return rounds
}

/** Whether a run is one to keep: all measures, and rounds enough for a median. */
export function isWholeRun({ action, names, quick, rounds }: BenchArguments): boolean {
  return action === 'run' && names.length === 0 && !quick && rounds >= defaultRounds
}
