import { formatValue } from './format.ts'
import type { MeasureResult } from './results.ts'
import { linesOf, withUnit } from './summary.ts'

const width = 720
const labelWidth = 250
const valueWidth = 110
const barHeight = 20
const rowHeight = 28
const headHeight = 40

/** A bar for each contestant, for the first metric of a measure, as an SVG that follows the reader's colour scheme. */
export function plotMeasure(measure: MeasureResult): string {
  const [metric] = measure.metrics
  if (metric === undefined) throw new RangeError(`the measure ${measure.id} has no metric`)
  const lines = linesOf(measure, metric)
  const longest = Math.max(...lines.map((line) => line.quartiles[1]), Number.MIN_VALUE)
  const scale = (width - labelWidth - valueWidth) / longest
  const bars = lines.map((line, index) => {
    const top = headHeight + index * rowHeight
    const middle = top + barHeight / 2
    const length = Math.max(line.median * scale, 1)
    const [low, high] = line.quartiles.map((value) => round(labelWidth + value * scale))
    const kind = line.contestant.startsWith('kubeclient') || line.contestant.startsWith('embedded') ? 'own' : 'other'
    return [
      `<text class="label" x="${labelWidth - 8}" y="${middle}">${escapeXml(line.contestant)}</text>`,
      `<rect class="${kind}" x="${labelWidth}" y="${top}" width="${round(length)}" height="${barHeight}"/>`,
      `<path class="range" d="M${low} ${middle}H${high}"/>`,
      `<text x="${round(Math.max(labelWidth + length, high ?? 0) + 8)}" y="${middle}">${escapeXml(formatValue(line.median, metric.unit))}</text>`,
    ].join('\n')
  })
  const better = metric.better === 'lower' ? 'less is better' : 'more is better'
  const height = headHeight + lines.length * rowHeight + 8
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-labelledby="title">
<title id="title">${escapeXml(measure.title)}</title>
<style>
text { font: 13px system-ui, sans-serif; fill: #1f2328; dominant-baseline: central }
.title { font-weight: 600 }
.label { text-anchor: end }
.own { fill: #2f6feb }
.other { fill: #9aa4b2 }
.range { stroke: #1f2328; stroke-width: 1.5; fill: none }
@media (prefers-color-scheme: dark) { text { fill: #e6edf3 } .other { fill: #6e7681 } .range { stroke: #e6edf3 } }
</style>
<text class="title" x="8" y="18">${escapeXml(`${measure.title}: ${withUnit(metric)} (${better})`)}</text>
${bars.join('\n')}
</svg>
`
}

function round(value: number): number {
  return Math.round(value * 10) / 10
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
