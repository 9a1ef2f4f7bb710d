import { UsageError } from './usage-error.ts'

/** The flag of the commands that change a cluster. */
export const dryRunFlags = {
  'dry-run': { type: 'string', value: 'MODE', help: 'server: have the server do everything but store; none' },
} as const

/** What a dry run adds to requests and to the lines about them; nothing if it is none. */
export interface DryRun {
  readonly dryRun: readonly 'All'[] | undefined
  readonly suffix: string
}

export function readDryRun(text = 'none'): DryRun {
  if (text === 'none') return { dryRun: undefined, suffix: '' }
  if (text === 'server') return { dryRun: ['All'], suffix: ' (server dry run)' }
  throw new UsageError(`invalid --dry-run "${text}": expected server or none`)
}
