import { countSlips } from '../meta/count-slips.ts'

/** The names that a mistyped one may have stood for, nearest first: begun like it, or at most two slips away. */
export function nearNames(typed: string, names: readonly string[]): string[] {
  return names
    .map((name) => ({ name, slips: typed.length > 1 && name.startsWith(typed) ? 0 : countSlips(typed, name) }))
    .filter(({ name, slips }) => slips <= Math.min(2, (name.length - 1) / 2))
    .sort((a, b) => a.slips - b.slips)
    .map(({ name }) => name)
}

/** `; did you mean A or B?`, or nothing if no name is near. */
export function suggestion(typed: string, names: readonly string[]): string {
  const near = nearNames(typed, names)
  return near.length === 0 ? '' : `; did you mean ${near.slice(0, 3).join(' or ')}?`
}
