import { type dryRunFlags, readDryRun } from './dry-run.ts'
import { readDuration } from './duration.ts'
import type { FlagValues } from './flags.ts'
import { UsageError } from './usage-error.ts'

/** The flags that say how objects are deleted. */
export const deletionFlags = {
  cascade: {
    type: 'string',
    value: 'HOW',
    help: 'what becomes of dependents: background (the default), foreground or orphan',
  },
  force: { type: 'boolean', help: 'delete at once, whether or not what it stands for has ended' },
  'grace-period': { type: 'string', value: 'SECONDS', help: "how long it may take to end (default: the kind's own)" },
  now: { type: 'boolean', help: 'the same as --grace-period=1' },
  timeout: { type: 'string', value: 'TIME', help: 'how long to wait for each object, such as 30s (default: a week)' },
  wait: { type: 'boolean', help: 'wait until the objects are gone (default: true)' },
} as const

/** How objects are deleted, every flag understood. */
export interface Deletion {
  readonly dryRun: readonly 'All'[] | undefined
  readonly gracePeriodSeconds: number | undefined
  readonly propagationPolicy: 'Background' | 'Foreground' | 'Orphan'
  /** What is said of an object that was deleted. */
  readonly done: string
  readonly waits: boolean
  readonly waitMs: number
}

const weekMs = 7 * 24 * 60 * 60 * 1000
const policies = { background: 'Background', foreground: 'Foreground', orphan: 'Orphan' } as const

/**
 * Source of the rules: `DeleteOptions` in k8s.io/kubectl/pkg/cmd/delete.
 *
 * @throws {UsageError} for flags that cannot be understood, or contradict one another
 */
export function readDeletion(flags: FlagValues<typeof deletionFlags & typeof dryRunFlags>): Deletion {
  const { cascade = 'background', force = false } = flags
  const { dryRun, suffix } = readDryRun(flags['dry-run'])
  if (!Object.hasOwn(policies, cascade)) {
    throw new UsageError(`invalid --cascade "${cascade}": expected background, foreground or orphan`)
  }
  const timeoutMs = flags.timeout === undefined ? 0 : readDuration('timeout', flags.timeout)
  return {
    dryRun,
    gracePeriodSeconds: readGracePeriod(flags),
    propagationPolicy: policies[cascade as keyof typeof policies],
    done: `${force ? 'force deleted' : 'deleted'}${suffix}`,
    waits: (flags.wait ?? true) && dryRun === undefined,
    waitMs: timeoutMs || weekMs,
  }
}

function readGracePeriod(flags: FlagValues<typeof deletionFlags>): number | undefined {
  const { force = false, now = false, 'grace-period': text = '-1' } = flags
  if (!/^-?\d{1,9}$/.test(text)) throw new UsageError(`invalid --grace-period "${text}": expected seconds`)
  const seconds = Number(text)
  if (now && seconds >= 0) throw new UsageError('--now and --grace-period cannot be given together')
  if (force && (seconds > 0 || now)) throw new UsageError('--force cannot be given with a grace period above 0')
  if (force) return 0
  if (now) return 1
  // Nothing is lost at once unless it is forced.
  return seconds < 0 ? undefined : Math.max(1, seconds)
}
