import { expect, it } from 'vitest'
import { readDeletion } from './delete-options.ts'
import { UsageError } from './usage-error.ts'

const weekMs = 604_800_000
const usual = {
  gracePeriodSeconds: undefined,
  propagationPolicy: 'Background',
  done: 'deleted',
  waits: true,
  waitMs: weekMs,
}

it.each<[Parameters<typeof readDeletion>[0], object]>([
  [{}, usual],
  [{ now: true }, { ...usual, gracePeriodSeconds: 1 }],
  [{ 'grace-period': '30' }, { ...usual, gracePeriodSeconds: 30 }],
  [{ 'grace-period': '0' }, { ...usual, gracePeriodSeconds: 1 }],
  [{ 'grace-period': '-1' }, usual],
  [{ force: true }, { ...usual, gracePeriodSeconds: 0, done: 'force deleted' }],
  [
    { force: true, 'grace-period': '0' },
    { ...usual, gracePeriodSeconds: 0, done: 'force deleted' },
  ],
  [
    { cascade: 'orphan', wait: false },
    { ...usual, propagationPolicy: 'Orphan', waits: false },
  ],
  [{ timeout: '2m' }, { ...usual, waitMs: 120_000 }],
  [{ timeout: '0s' }, usual],
  [{ 'dry-run': 'server' }, { ...usual, dryRun: ['All'], done: 'deleted (server dry run)', waits: false }],
])('%j', (flags, expected) => {
  expect(readDeletion(flags)).toEqual({ dryRun: undefined, ...expected })
})

it.each<[Parameters<typeof readDeletion>[0], string]>([
  [{ now: true, 'grace-period': '0' }, '--now and --grace-period cannot be given together'],
  [{ now: true, force: true }, '--force cannot be given with a grace period above 0'],
  [{ force: true, 'grace-period': '1' }, '--force cannot be given with a grace period above 0'],
  [{ 'grace-period': 'x' }, 'invalid --grace-period "x": expected seconds'],
  [{ cascade: 'toString' }, 'invalid --cascade "toString": expected background, foreground or orphan'],
  [{ 'dry-run': 'client' }, 'invalid --dry-run "client": expected server or none'],
])('%j is refused', (flags, message) => {
  expect(() => readDeletion(flags)).toThrow(new UsageError(message))
})
