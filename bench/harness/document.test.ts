import { expect, test } from 'vitest'
import { formatDocument } from './document.ts'
import { goalsOfSpeed, results } from './fixtures.test-support.ts'

const text = formatDocument(results, Object.values(goalsOfSpeed))

test('each goal stands with what was measured, misses as misses', () => {
  expect(text).toContain('3 met, 1 missed, 1 not measured.')
  expect(text).toContain('| time, of theirs | at most 0.60 | 0.50 | met |')
  expect(text).toContain('| requests | at most 1 | 2 | **missed** |')
  expect(text).toContain('| time over theirs | at most -10 ms | -15 ms | met |')
  expect(text).toContain('| other | at most 1 | - | not measured |')
})

test('each measure has its table, with ratios to its reference, and its plot', () => {
  expect(text).toContain('### Speed <of> calls\n\nHow it was measured.\n\n![Speed <of> calls](benchmarks/speed.svg)')
  expect(text).toContain('| time, ms | median | quartiles | over theirs |')
  expect(text).toContain('| kubeclient | 15 | 10 to 20 | 0.50 |')
  expect(text).toContain('| theirs | 30 | 20 to 40 | 1.00 |')
})

test('a metric without its reference has no ratios', () => {
  expect(text).toContain('| kubeclient | 2 | 2 to 2 | - |')
})

test('the machine is told by its facts', () => {
  expect(text).toContain('Measured on 2026-01-31, on linux-x64 with 2 cores (Some processor), 8 GB of memory:')
  expect(text).toContain('| Node | 24.0.0 |')
})
