import { parseArgs } from 'node:util'
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
  readonly help: string
}

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
  const { values, positionals } = parse(specs, args, allowNames)
  if (values['help'] !== true) return { flags: values as FlagValues<Specs>, names: positionals }
  process.stdout.write(helpText(usage, specs))
  return undefined
}

function parse(specs: Readonly<Record<string, FlagSpec>>, args: readonly string[], allowPositionals: boolean) {
  const options = Object.fromEntries(
    Object.entries(specs).map(([name, { type, short, multiple = false }]) => [
      name,
      short === undefined ? { type, multiple } : { type, short, multiple },
    ]),
  )
  try {
    return parseArgs({
      args: args.flatMap((argument) => withoutSwitchValue(specs, argument)),
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      strict: true,
      allowPositionals,
    })
  } catch (error) {
    throw new UsageError(describeProblem(error, Object.keys(specs)), { cause: error })
  }
}

/** `--client=true` is `--client`, and `--client=false` is nothing, as in kubectl. */
function withoutSwitchValue(specs: Readonly<Record<string, FlagSpec>>, argument: string): string[] {
  const [, name = '', value] = /^--([^=]+)=(true|false)$/.exec(argument) ?? []
  if (value === undefined || !Object.hasOwn(specs, name) || specs[name]?.type !== 'boolean') return [argument]
  return value === 'true' ? [`--${name}`] : []
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

function helpText(usage: string, specs: Readonly<Record<string, FlagSpec>>): string {
  const lines = Object.entries(specs).map(([name, { short, value, help }]) => {
    const flag = `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`
    return `  ${flag.padEnd(30)}${help}`
  })
  return [usage, '', ...lines, ''].join('\n')
}
