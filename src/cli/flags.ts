import { parseArgs } from 'node:util'
import { UsageError } from './usage-error.ts'

/** A flag of a command. */
export interface FlagSpec {
  readonly type: 'string' | 'boolean'
  readonly short?: string
  /** What stands for the value in the help. */
  readonly value?: string
  readonly help: string
}

export type FlagValues<Specs extends Readonly<Record<string, FlagSpec>>> = {
  readonly [Name in keyof Specs]?: (Specs[Name]['type'] extends 'boolean' ? boolean : string) | undefined
}

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
    Object.entries(specs).map(([name, { type, short }]) => [name, short === undefined ? { type } : { type, short }]),
  )
  try {
    return parseArgs({
      args: [...args],
      options: { ...options, help: { type: 'boolean', short: 'h' } },
      strict: true,
      allowPositionals,
    })
  } catch (error) {
    // The runtime's message is a sentence that names the argument, with advice behind the first full stop.
    throw new UsageError((error instanceof Error ? error.message : String(error)).split('. ')[0] ?? '')
  }
}

function helpText(usage: string, specs: Readonly<Record<string, FlagSpec>>): string {
  const lines = Object.entries(specs).map(([name, { short, value, help }]) => {
    const flag = `${short === undefined ? '    ' : `-${short}, `}--${name}${value === undefined ? '' : ` ${value}`}`
    return `  ${flag.padEnd(30)}${help}`
  })
  return [usage, '', ...lines, ''].join('\n')
}
