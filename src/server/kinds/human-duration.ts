const second = 1000
const minute = 60 * second
const hour = 60 * minute
const day = 24 * hour
const year = 365 * day

/**
 * A length of time in two units at most, fewer digits the longer it is: `45s`, `2m5s`, `10m`, `3h12m`, `2d5h`, `1y30d`.
 *
 * Source of the steps: `HumanDuration` in k8s.io/apimachinery/pkg/util/duration.
 */
export function humanDuration(ms: number): string {
  if (ms < -second) return '<invalid>'
  if (ms < 0) return '0s'
  if (ms < 2 * minute) return `${Math.floor(ms / second)}s`
  if (ms < 10 * minute) return pair(ms, minute, 'm', second, 's')
  if (ms < 3 * hour) return `${Math.floor(ms / minute)}m`
  if (ms < 8 * hour) return pair(ms, hour, 'h', minute, 'm')
  if (ms < 2 * day) return `${Math.floor(ms / hour)}h`
  if (ms < 8 * day) return pair(ms, day, 'd', hour, 'h')
  if (ms < 2 * year) return `${Math.floor(ms / day)}d`
  if (ms < 8 * year) return pair(ms, year, 'y', day, 'd')
  return `${Math.floor(ms / year)}y`
}

function pair(ms: number, big: number, bigUnit: string, small: number, smallUnit: string): string {
  const rest = Math.floor((ms % big) / small)
  return `${Math.floor(ms / big)}${bigUnit}${rest === 0 ? '' : `${rest}${smallUnit}`}`
}
