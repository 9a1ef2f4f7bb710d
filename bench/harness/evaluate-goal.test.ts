import { expect, test } from 'vitest'
import { evaluateGoal } from './evaluate-goal.ts'
import { goalsOfSpeed, results } from './fixtures.test-support.ts'
import { goals } from './goals.ts'
import { measures } from './measures/index.ts'

test.each([
  ['a ratio is that of the rounds', goalsOfSpeed.ratio, 0.5, true],
  ['a plain value is its median', goalsOfSpeed.count, 2, false],
  ['a difference is that of the rounds', goalsOfSpeed.difference, -15, true],
  ['at least', goalsOfSpeed.memory, 15, true],
])('%s', (_name, goal, measured, isMet) => {
  expect(evaluateGoal(goal, results)).toEqual({ goal, measured, isMet })
})

test('a goal whose measure did not run has no verdict', () => {
  expect(evaluateGoal(goalsOfSpeed.unknown, results)).toEqual({ goal: goalsOfSpeed.unknown })
})

test('every goal names a measure and a metric of it that exist', () => {
  for (const goal of goals) {
    const measure = measures.find(({ id }) => id === goal.measure)
    expect(
      measure?.metrics.map(({ id }) => id),
      goal.title,
    ).toContain(goal.metric)
  }
})
