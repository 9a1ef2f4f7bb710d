import { describeError } from './describe-error.ts'
import { splitLeadingFlags } from './flags.ts'
import { globalFlags } from './global-flags.ts'
import { suggestion } from './near-names.ts'
import { endWithOutput } from './output-failures.ts'
import { UsageError } from './usage-error.ts'

/** A command: gets the arguments behind its name and gives the exit code. */
type Command = (args: readonly string[]) => Promise<number>

const commands: Readonly<Record<string, { load: () => Promise<Command>; summary: string }>> = {
  'api-resources': {
    load: async () => (await import('./api-resources.ts')).apiResources,
    summary: 'list the resources of a cluster',
  },
  'api-versions': {
    load: async () => (await import('./api-versions.ts')).apiVersions,
    summary: 'list the group/versions of a cluster',
  },
  apply: {
    load: async () => (await import('./apply.ts')).apply,
    summary: 'make what is in manifests so (server-side apply)',
  },
  config: {
    load: async () => (await import('./config.ts')).config,
    summary: 'show kubeconfigs, and choose the context',
  },
  delete: {
    load: async () => (await import('./delete.ts')).deleteObjects,
    summary: 'delete objects by name or label, or what is in manifests',
  },
  demo: {
    load: async () => (await import('./demo.ts')).demo,
    summary: 'list pods and resources: of an embedded API server, or of a cluster of yours',
  },
  explain: {
    load: async () => (await import('./explain.ts')).explain,
    summary: 'describe the fields of a resource',
  },
  generate: {
    load: async () => (await import('./generate.ts')).generate,
    summary: 'write types and descriptors of custom resources',
  },
  get: {
    load: async () => (await import('./get.ts')).get,
    summary: 'list objects, or show some of them',
  },
  options: {
    load: async () => (await import('./options.ts')).options,
    summary: 'list the flags that most commands have',
  },
  serve: {
    load: async () => (await import('./serve.ts')).serve,
    summary: 'run the embedded API server until it is interrupted',
  },
  version: {
    load: async () => (await import('./print-version.ts')).printVersion,
    summary: "print the client's version and the server's",
  },
}

/** Runs a command line and gives its exit code: 0, or 1 for any failure, as kubectl has it. */
export async function runCommandLine(args: readonly string[]): Promise<number> {
  endWithOutput()
  const [name, ...rest] = spellOut(args)
  if (name === undefined) {
    process.stdout.write(usage())
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  try {
    if (command === undefined) throw new UsageError(unknownCommand(name))
    return await (await command.load())(rest)
  } catch (error) {
    process.stderr.write(`error: ${describeError(error)}\n`)
    const help = command === undefined ? 'kubeclient help' : `kubeclient ${name} --help`
    if (error instanceof UsageError) process.stderr.write(`See "${help}".\n`)
    return 1
  }
}

/**
 * What people type instead of a command: `help`, `help COMMAND`, `--version`, and flags before the command that belong
 * behind it. Nothing is left where help is wanted.
 */
function spellOut(args: readonly string[]): readonly string[] {
  const { leading, rest: own } = splitLeadingFlags(globalFlags, args)
  const [first = leading[0] ?? 'help', ...rest] = own
  if (first === '--version') return ['version', '--client', ...leading, ...rest]
  if (!['help', '--help', '-h'].includes(first)) return [first, ...leading, ...rest]
  return rest[0] === undefined || rest[0].startsWith('-') ? [] : [rest[0], '--help']
}

function unknownCommand(name: string): string {
  if (name.startsWith('-')) return `expected COMMAND, found ${name.replace(/=.*/s, '')}`
  return `unknown command "${name}"${suggestion(name, Object.keys(commands))}`
}

function usage(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(15)}${summary}`)
  return [
    'Usage: kubeclient COMMAND [FLAGS]',
    '',
    ...lines,
    '',
    'Each command explains itself with --help, or as "kubeclient help COMMAND".',
    '',
  ].join('\n')
}
