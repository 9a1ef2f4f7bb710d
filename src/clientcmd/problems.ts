import { ConfigError } from '../errors/index.ts'
import { countSlips } from '../meta/count-slips.ts'

/** One thing that is wrong with a kubeconfig. `text` never holds a value from the file, but for names of entries. */
export interface Problem {
  readonly file?: string | undefined
  /** Such as `clusters[dev].server`. */
  readonly field?: string | undefined
  readonly text: string
}

/** The one place that makes errors of problems: `file` and `field` are the first one's, the message lists them all. */
export function configErrorOf(problems: readonly Problem[], options: { cause?: unknown } = {}): ConfigError {
  const [first = { text: 'the configuration cannot be used' }, ...others] = problems
  const more = others.map((problem) => `\n  ${lineOf(problem)}`).join('')
  const text = others.length === 0 ? first.text : `${first.text}\nand ${others.length} more:${more}`
  return new ConfigError(text, {
    file: first.file,
    field: first.field,
    ...(options.cause === undefined ? {} : { cause: options.cause }),
  })
}

export function throwIfAny(problems: readonly Problem[]): void {
  if (problems.length > 0) throw configErrorOf(problems)
}

function lineOf({ file, field, text }: Problem): string {
  return [file, field, text].filter((part) => part !== undefined).join(': ')
}

/** A name for people: quoted, on one line, without control characters, of bounded length. */
export function quoted(name: string): string {
  return JSON.stringify(name.length > maxNameLength ? `${name.slice(0, maxNameLength)}…` : name)
}

/** A name inside of a field's path: as it is where that reads well. */
export function shownName(name: string): string {
  return /^[\w.@:/-]{1,200}$/.test(name) ? name : quoted(name)
}

const maxNameLength = 253
const maxNamesListed = 8

/** Says which names there are; of many, the nearest. */
export function namesInstead(wanted: string, names: readonly string[]): string {
  if (names.length === 0) return 'there are none'
  const near = nearest(wanted, names)
  if (names.length <= maxNamesListed) {
    const guess = near[0] === undefined || names.length === 1 ? '' : `; did you mean ${quoted(near[0])}?`
    return `there is ${names.map(quoted).join(', ')}${guess}`
  }
  return near.length === 0
    ? `there are ${names.length} others`
    : `did you mean ${near.slice(0, 3).map(quoted).join(' or ')}? (there are ${names.length})`
}

/** The names that one may have meant, nearest first: those that contain it or are contained, or a few edits away. */
function nearest(wanted: string, names: readonly string[]): string[] {
  const lower = wanted.toLowerCase()
  return names
    .map((name) => ({ name, distance: distanceBetween(lower, name.toLowerCase()) }))
    .filter(({ distance }) => distance <= Math.max(2, lower.length / 3))
    .sort((a, b) => a.distance - b.distance)
    .map(({ name }) => name)
}

function distanceBetween(wanted: string, name: string): number {
  if (wanted !== '' && name !== '' && (wanted.includes(name) || name.includes(wanted))) return 1
  return Math.abs(wanted.length - name.length) > 8 ? Infinity : countSlips(wanted.slice(0, 64), name.slice(0, 64))
}
