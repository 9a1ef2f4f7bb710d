import type { Goal } from './goals.ts'
import type { MeasureResult, Results } from './results.ts'

/** A measure in which ours is twice as fast as theirs. */
export const speed: MeasureResult = {
  id: 'speed',
  title: 'Speed <of> calls',
  about: 'How it was measured.',
  metrics: [
    { id: 'ms', title: 'time', unit: 'ms', better: 'lower' },
    { id: 'count', title: 'requests', unit: '', better: 'lower' },
  ],
  reference: 'theirs',
  samples: {
    kubeclient: [
      { ms: 10, count: 2 },
      { ms: 20, count: 2 },
      { ms: 15, count: 2 },
    ],
    theirs: [{ ms: 20 }, { ms: 40 }, { ms: 30 }],
  },
}

export const results: Results = {
  date: '2026-01-31',
  rounds: 3,
  machine: { platform: 'linux-x64', processor: 'Some processor', cores: 2, memoryGb: 8, versions: { Node: '24.0.0' } },
  measures: [speed],
}

const place = { measure: 'speed', contestant: 'kubeclient' } as const

export const goalsOfSpeed = {
  ratio: {
    ...place,
    title: 'time, of theirs',
    metric: 'ms',
    over: { contestant: 'theirs' },
    bound: 'at most',
    value: 0.6,
  },
  count: { ...place, title: 'requests', metric: 'count', bound: 'at most', value: 1 },
  difference: {
    ...place,
    title: 'time over theirs',
    metric: 'ms',
    minus: 'theirs',
    bound: 'at most',
    value: -10,
    unit: 'ms',
  },
  memory: { ...place, title: 'memory', metric: 'ms', bound: 'at least', value: 10, unit: 'MB' },
  unknown: { ...place, title: 'other', measure: 'other', metric: 'ms', bound: 'at most', value: 1 },
} satisfies Record<string, Goal>

/** The same results with other values of ours. */
export function resultsWith(samples: MeasureResult['samples'][string]): Results {
  return { ...results, measures: [{ ...speed, samples: { ...speed.samples, kubeclient: samples } }] }
}
