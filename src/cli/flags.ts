import { suggestion } from './near-names.ts'
import { UsageError } from './usage-error.ts'

/** A flag of a command. */
export interface FlagSpec {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  /** May be given several times. */
  readonly multiple?: true
  /** What stands for the value in the help. */
  readonly value?: string
  /** One that most commands have: their help does not list it. */
  readonly isGlobal?: true | undefined
  readonly help: string
}

type Specs = Readonly<Record<string, FlagSpec>>

export type FlagValues<Specs extends Readonly<Record<string, FlagSpec>>> = {
  readonly [Name in keyof Specs]?: FlagValue<Specs[Name]> | undefined
}

type FlagValue<Spec extends FlagSpec> = Spec['type'] extends 'boolean'
  ? boolean
  : Spec extends { readonly multiple: true }
    ? readonly string[]
    : string

/**
 * Reads a command's flags; a command here takes no other arguments.
 *
 * @returns undefined if `--help` was asked for and has been printed
 * @throws {UsageError} for an unknown flag, a missing value, or an argument too many
 */
export function readFlags<const Specs extends Readonly<Record<string, FlagSpec>>>(
  usage: string,
  specs: Specs,
  args: readonly string[],
): FlagValues<Specs> | undefined {
  return readFlagsAndNames(usage, specs, args, false)?.flags
}

/**
 * Reads a command's flags, and the arguments between them.
 *
 * @returns undefined if `--help` was asked for and has been printed
 * @throws {UsageError} for an unknown flag, a missing value, or a name where none may be
 */
export function readFlagsAndNames<const Specs extends Readonly<Record<string, FlagSpec>>>(
  usage: string,
  specs: Specs,
  args: readonly string[],
  allowNames = true,
): { readonly flags: FlagValues<Specs>; readonly names: readonly string[] } | undefined {
  const { given, off } = withoutSwitchValues(specs, args)
  const parsed = parse(specs, given, allowNames)
  const values: Readonly<Record<string, unknown>> = {
    ...parsed.values,
    ...Object.fromEntries(off.map((name) => [name, false])),
  }
  const { positionals } = parsed
  if (values['help'] !== true) return { flags: values as FlagValues<Specs>, names: positionals }
  process.stdout.write(helpText(usage, specs))
  return undefined
}

function parse(specs: Specs, args: readonly string[], allowPositionals: boolean) {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { type, short, multiple = false }]) => [
      name,
      short === undefined ? { type, multiple } : { type, short, multiple },
    ]),
  )
  try {
    // Not imported: that makes a namespace of all of `node:util`, for which Node loads workers and more.
    return process.getBuiltinModule('node:util').parseArgs({
      args: [...args],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      strict: true,
      allowPositionals,
    })
  } catch (error) {
    throw new UsageError(describeProblem(error, Object.keys(specs)), { cause: error })
  }
}

/** `--wait=true` is `--wait`, as in kubectl, and of several the last one counts. `off` names those that say false. */
function withoutSwitchValues(specs: Specs, argv: readonly string[]): { given: string[]; off: string[] } {
  const off = new Set<string>()
  const args = withNegativeNumbers(specs, argv)
  const end = args.includes('--') ? args.indexOf('--') : args.length
  const given = args.slice(0, end).flatMap((argument) => {
    const [, name = '', value = 'true'] = /^--([^=]+)(?:=(true|false))?$/.exec(argument) ?? []
    if (!Object.hasOwn(specs, name) || specs[name]?.type !== 'boolean') return [withoutShortEquals(specs, argument)]
    if (value === 'false') off.add(name)
    else off.delete(name)
    return value === 'false' ? [] : [`--${name}`]
  })
  return { given: [...given, ...args.slice(end)], off: [...off] }
}

/** `-o=json` is `--output=json`, as in kubectl. */
function withoutShortEquals(specs: Specs, argument: string): string {
  const [, letter, value] = /^-([^-])=(.*)$/s.exec(argument) ?? []
  const found = Object.entries(specs).find(([, { short, type }]) => short === letter && type === 'string')
  return letter === undefined || found === undefined ? argument : `--${found[0]}=${value}`
}

/** `--grace-period -1` is `--grace-period=-1`: no flag is called by a digit. */
function withNegativeNumbers(specs: Specs, args: readonly string[]): string[] {
  const joined: string[] = []
  for (const argument of args) {
    const name = joined.at(-1)?.replace(/^--/, '') ?? ''
    const isValue = /^-\d/.test(argument) && joined.at(-1) === `--${name}` && Object.hasOwn(specs, name)
    if (isValue && specs[name]?.type === 'string') joined.push(`${joined.pop()}=${argument}`)
    else joined.push(argument)
  }
  return joined
}

/**
 * Takes apart what stands before a command's name: flags, with their values, and the rest. Flags that are not known end
 * them too.
 */
export function splitLeadingFlags(
  specs: Specs,
  args: readonly string[],
): { leading: readonly string[]; rest: readonly string[] } {
  let count = 0
  for (;;) {
    const taken = flagLength(specs, args[count] ?? '')
    if (taken === 0) return { leading: args.slice(0, count), rest: args.slice(count) }
    count += taken
  }
}

/** How many arguments a flag takes up, its own included; 0 if it is none of these. */
function flagLength(specs: Specs, argument: string): number {
  const [, long, value] = /^--([^=]+)(=.*)?$/s.exec(argument) ?? []
  const spec = long === undefined ? undefined : Object.hasOwn(specs, long) ? specs[long] : undefined
  if (spec !== undefined) return spec.type === 'boolean' || value !== undefined ? 1 : 2
  const [, letter, more] = /^-([^-])(.*)$/s.exec(argument) ?? []
  const short = Object.values(specs).find((each) => letter !== undefined && each.short === letter)
  if (short === undefined) return 0
  return short.type === 'boolean' || more !== '' ? 1 : 2
}

/** The runtime's errors have codes, and sentences with advice of its own that name the argument in quotes. */
function describeProblem(error: unknown, names: readonly string[]): string {
  if (!(error instanceof Error) || !('code' in error)) throw error
  const [, quoted = ''] = /'(.*?)'/.exec(error.message) ?? []
  const flag = /--[^\s=]+/.exec(quoted)?.[0] ?? quoted
  switch (error.code) {
    case 'ERR_PARSE_ARGS_UNKNOWN_OPTION':
      return `unknown flag ${flag}${suggestion(flag, ['--help', ...names.map((name) => `--${name}`)])}`
    case 'ERR_PARSE_ARGS_INVALID_OPTION_VALUE':
      return error.message.includes('does not take') ? `${flag} takes no value` : `${flag} needs a value`
    case 'ERR_PARSE_ARGS_UNEXPECTED_POSITIONAL':
      return `unexpected argument "${quoted}"`
    default:
      throw error
  }
}

function helpText(usage: string, specs: Specs): string {
  const own = Object.fromEntries(Object.entries(specs).filter(([, { isGlobal }]) => isGlobal !== true))
  const hasGlobal = Object.values(specs).some(({ isGlobal }) => isGlobal === true)
  const hint = 'Use "kubeclient options" for the flags that all commands of this kind have.'
  const parts = [usage, flagLines(own).join('\n'), hasGlobal ? hint : '']
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

/** A line for each flag: its names, what its value is, and what it is for. */
export function flagLines(specs: Specs): string[] {
  const lines = Object.entries(specs).map(([name, { short, value, help }]) => {
    const flag = `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`
    return { flag, help }
  })
  const width = Math.max(29, ...lines.map(({ flag }) => flag.length))
  return lines.map(({ flag, help }) => `  ${flag.padEnd(width)} ${help}`)
}
