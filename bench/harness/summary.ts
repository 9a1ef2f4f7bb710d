import { formatColumns, formatNumber, formatRatio } from './format.ts'
import { type MeasureResult, type Metric, valuesOf } from './results.ts'
import { median, pairedRatio, quartiles } from './statistics.ts'

/** One contestant's line for one metric. */
export interface Line {
  readonly contestant: string
  readonly median: number
  readonly quartiles: readonly [number, number]
  /** Over the measure's reference; undefined if that was not measured. */
  readonly ratio?: number
}

export function linesOf(measure: MeasureResult, metric: Metric): Line[] {
  const reference = valuesOf(measure, measure.reference, metric.id)
  return Object.keys(measure.samples).flatMap((contestant) => {
    const values = valuesOf(measure, contestant, metric.id)
    if (values === undefined) return []
    const line = { contestant, median: median(values), quartiles: quartiles(values) }
    return [reference === undefined ? line : { ...line, ratio: pairedRatio(values, reference) }]
  })
}

/** A measure's table for a terminal. */
export function formatMeasure(measure: MeasureResult): string {
  const tables = measure.metrics.flatMap((metric) => {
    const lines = linesOf(measure, metric)
    if (lines.length === 0) return []
    const head = [withUnit(metric), 'median', 'quartiles', 'ratio']
    return [formatColumns([head, ...lines.map(cells)])]
  })
  return [`${measure.title} (ratios over ${measure.reference})`, ...tables].join('\n')
}

/** Cells of a line: contestant, median, quartiles, ratio. */
export function cells(line: Line): string[] {
  const [low, high] = line.quartiles
  return [
    line.contestant,
    formatNumber(line.median),
    `${formatNumber(low)} to ${formatNumber(high)}`,
    line.ratio === undefined ? '-' : formatRatio(line.ratio),
  ]
}

export function withUnit(metric: Metric): string {
  return metric.unit === '' ? metric.title : `${metric.title}, ${metric.unit}`
}
