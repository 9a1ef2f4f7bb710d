/** What one contestant gave in one round, by the names of the measure's metrics. */
export type Sample = Readonly<Record<string, number>>

/** Samples of each contestant, by its name, one a round. */
export type Samples = Readonly<Record<string, readonly Sample[]>>

/** One number that a measure gives. */
export interface Metric {
  readonly id: string
  readonly title: string
  /** Such as `ms`, `MB` (10^6 bytes) or `calls/s`; empty for a plain number. */
  readonly unit: string
  readonly better: 'lower' | 'higher'
}

/** What there is to know about a measure without running it. */
export interface MeasureFacts {
  readonly id: string
  readonly title: string
  /** How it was measured, for the reader of the results. */
  readonly about: string
  /** The first one is plotted. */
  readonly metrics: readonly Metric[]
  /** The contestant whose values the others are divided by. */
  readonly reference: string
}

export interface MeasureResult extends MeasureFacts {
  readonly samples: Samples
}

/** What the measures ran on. No names of hosts and no paths. */
export interface Machine {
  readonly platform: string
  readonly processor: string
  readonly cores: number
  readonly memoryGb: number
  /** Versions of what was measured and measured with, by their names. */
  readonly versions: Readonly<Record<string, string>>
}

export interface Results {
  /** Day of the run, such as `2026-01-31`. */
  readonly date: string
  readonly rounds: number
  readonly machine: Machine
  readonly measures: readonly MeasureResult[]
}

/** The values of one metric of one contestant, one a round; undefined if it was not measured. */
export function valuesOf(measure: MeasureResult, contestant: string, metric: string): number[] | undefined {
  const values = (measure.samples[contestant] ?? []).flatMap((sample) => sample[metric] ?? [])
  return values.length === 0 ? undefined : values
}
