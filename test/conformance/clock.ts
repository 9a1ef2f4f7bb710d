/** A time as the API writes it: RFC 3339 in UTC, without fractions of seconds. */
export function formatTime(time: string | number | Date): string {
  return new Date(time).toISOString().replace(/\.\d+Z$/, 'Z')
}
