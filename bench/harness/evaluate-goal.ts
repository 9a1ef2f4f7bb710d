import type { Goal } from './goals.ts'
import { type MeasureResult, type Results, valuesOf } from './results.ts'
import { median, pairedRatio } from './statistics.ts'

/** What a run says about a goal; `measured` is undefined if it says nothing. */
export interface Verdict {
  readonly goal: Goal
  readonly measured?: number
  readonly isMet?: boolean
}

export function evaluateGoal(goal: Goal, results: Pick<Results, 'measures'>): Verdict {
  const measured = measure(goal, results.measures)
  if (measured === undefined) return { goal }
  return { goal, measured, isMet: goal.bound === 'at most' ? measured <= goal.value : measured >= goal.value }
}

function measure(goal: Goal, measures: readonly MeasureResult[]): number | undefined {
  const find = (place: { measure: string; contestant: string; metric: string }) => {
    const found = measures.find(({ id }) => id === place.measure)
    return found === undefined ? undefined : valuesOf(found, place.contestant, place.metric)
  }
  const values = find(goal)
  if (values === undefined) return undefined
  if (goal.over !== undefined) {
    const reference = find({ ...goal, ...goal.over })
    return reference === undefined ? undefined : pairedRatio(values, reference)
  }
  if (goal.minus === undefined) return median(values)
  const reference = find({ ...goal, contestant: goal.minus })
  if (reference === undefined) return undefined
  return median(values.map((value, round) => value - (reference[round] ?? Number.NaN)))
}
