const pattern = /^(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)(?:\.(\d+))?(?:Z|[+-](\d\d):(\d\d))$/

/** A moment, as the API writes it. */
export interface ApiTime {
  /** In UTC, without a fraction and a zone: `2020-01-01T00:00:00`. */
  readonly seconds: string
  /** The digits behind the point, as they were given; empty for none. */
  readonly fraction: string
}

/** Reads a time as in RFC 3339; undefined if it is none, such as the 30th of February, which `Date.parse` takes. */
export function parseTime(text: string): ApiTime | undefined {
  const match = pattern.exec(text)
  if (match === null) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = match.slice(1, 7).map(Number)
  const [zoneHour = 0, zoneMinute = 0] = match.slice(8).map((digits) => Number(digits ?? 0))
  const isDay = month >= 1 && month <= 12 && day >= 1 && day <= daysIn(year, month)
  if (!isDay || hour > 23 || minute > 59 || second > 59 || zoneHour > 23 || zoneMinute > 59) return undefined
  const moment = new Date(text)
  // West of the year 0, or east of 9999.
  if (Number.isNaN(moment.getTime()) || !/^\d{4}-/.test(moment.toISOString())) return undefined
  return { seconds: moment.toISOString().slice(0, 19), fraction: match[7] ?? '' }
}

function daysIn(year: number, month: number): number {
  if (month === 2) return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0 ? 29 : 28
  return [4, 6, 9, 11].includes(month) ? 30 : 31
}

/** Whether a text is a span of time as Go writes it: `1h2m3.5s`. Source: `ParseDuration` in Go's package time. */
export function isDuration(text: string): boolean {
  return /^[-+]?(?:0|(?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+)$/.test(text)
}
