import { UsageError } from './usage-error.ts'

const unitMs: Readonly<Record<string, number>> = {
  ns: 1e-6,
  us: 1e-3,
  µs: 1e-3,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
}

/**
 * Reads a time as kubectl's flags have it, in milliseconds: `5`, which is seconds, or parts with units such as `1m30s`.
 * Below a millisecond it is rounded up: 0 means no limit.
 *
 * Source: `ParseTimeout` in k8s.io/client-go/tools/clientcmd, and Go's `time.ParseDuration`.
 *
 * @throws {UsageError}
 */
export function readDuration(flag: string, text: string): number {
  const parts = [...text.matchAll(/(\d+\.?\d*|\.\d+)(ns|us|µs|ms|s|m|h)/g)]
  if (/^\d+$/.test(text)) return Number(text) * 1000
  if (text === '' || parts.map(([part]) => part).join('') !== text) {
    throw new UsageError(`invalid --${flag} "${text}": expected seconds, or a number with a unit such as 1s, 2m, 3h`)
  }
  return Math.ceil(parts.reduce((sum, [, number, unit = '']) => sum + Number(number) * (unitMs[unit] ?? 0), 0))
}
