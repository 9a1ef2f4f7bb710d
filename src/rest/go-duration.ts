/**
 * Writes milliseconds as Go writes a duration (`1m30s`, `1.5s`, `250ms`), which is what the server reads in `timeout`.
 *
 * Source: `Duration.String` of Go's package time.
 */
export function formatGoDuration(milliseconds: number): string {
  if (milliseconds === 0) return '0s'
  const sign = milliseconds < 0 ? '-' : ''
  const total = Math.abs(milliseconds)
  if (total < 1000) return `${sign}${trimmed(total)}ms`
  const hours = Math.floor(total / 3_600_000)
  const minutes = Math.floor((total % 3_600_000) / 60_000)
  const seconds = `${trimmed((total % 60_000) / 1000)}s`
  if (hours > 0) return `${sign}${hours}h${minutes}m${seconds}`
  return minutes > 0 ? `${sign}${minutes}m${seconds}` : `${sign}${seconds}`
}

function trimmed(value: number): string {
  return String(Number(value.toFixed(6)))
}
