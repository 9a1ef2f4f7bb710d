import { evaluateGoal } from './evaluate-goal.ts'
import type { Goal } from './goals.ts'
import type { Results } from './results.ts'

/** A value that is worse than the committed one by more than runs differ. */
export interface Regression {
  readonly goal: Goal
  readonly committed: number
  readonly measured: number
  /** The worst value that would have passed. */
  readonly allowed: number
}

/**
 * How much worse a value may be, as a factor. Wide, because the machine may be another one and may be busy: what this
 * finds is a connection for each call, a second copy of a list, a package loaded at import.
 */
export const tolerance = 1.4

/** What a value may always differ by: half a request or handshake is no difference. */
const counted = 0.5

/**
 * Compares what was measured with what is committed, where both have it: ratios and counts, and memory, which hardly
 * depends on the machine; never times.
 */
export function findRegressions(
  goals: readonly Goal[],
  committed: Pick<Results, 'measures'>,
  measured: Pick<Results, 'measures'>,
): Regression[] {
  return goals.flatMap((goal) => {
    if (goal.unit === 'ms') return []
    const [before, now] = [evaluateGoal(goal, committed).measured, evaluateGoal(goal, measured).measured]
    if (before === undefined || now === undefined) return []
    const allowed = goal.bound === 'at most' ? before * tolerance + (isCount(goal) ? counted : 0) : before / tolerance
    const isWorse = goal.bound === 'at most' ? now > allowed : now < allowed
    return isWorse ? [{ goal, committed: before, measured: now, allowed }] : []
  })
}

function isCount(goal: Goal): boolean {
  return goal.over === undefined && goal.unit === undefined
}
