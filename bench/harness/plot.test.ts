import { expect, test } from 'vitest'
import { speed } from './fixtures.test-support.ts'
import { plotMeasure } from './plot.ts'

const svg = plotMeasure(speed)

test('has a bar for each contestant, as long as its median', () => {
  const bars = [...svg.matchAll(/<rect class="(\w+)" x="250" y="\d+" width="([\d.]+)"/g)]
  expect(bars.map((bar) => bar[1])).toEqual(['own', 'other'])
  const [own = 0, other = 0] = bars.map((bar) => Number(bar[2]))
  expect(own / other).toBeCloseTo(0.5, 2)
})

test('stays within its frame', () => {
  const ends = [...svg.matchAll(/x="250" y="\d+" width="([\d.]+)"/g)].map((bar) => 250 + Number(bar[1]))
  expect(Math.max(...ends)).toBeLessThanOrEqual(720 - 110)
})

test('escapes what XML would take for markup', () => {
  expect(svg).toContain('Speed &lt;of&gt; calls: time, ms (less is better)')
  expect(svg).not.toContain('<of>')
})

test('refuses a measure without metrics', () => {
  expect(() => plotMeasure({ ...speed, metrics: [] })).toThrow('the measure speed has no metric')
})
