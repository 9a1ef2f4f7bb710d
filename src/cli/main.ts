#!/usr/bin/env node
import { describeError } from './describe-error.ts'
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
  demo: {
    load: async () => (await import('./demo.ts')).demo,
    summary: 'list pods and resources: of an embedded API server, or of a cluster of yours',
  },
  explain: {
    load: async () => (await import('./explain.ts')).explain,
    summary: 'describe the fields of a resource',
  },
  serve: {
    load: async () => (await import('./serve.ts')).serve,
    summary: 'run the embedded API server until it is interrupted',
  },
  version: {
    load: async () => (await import('./print-version.ts')).printVersion,
    summary: "print the client's version",
  },
}

/** Runs a command line and gives its exit code: 0, or 1 for any failure, as kubectl has it. */
export async function main(args: readonly string[]): Promise<number> {
  const [name = 'help', ...rest] = args
  if (name === 'help' || name === '--help' || name === '-h') {
    process.stdout.write(usage())
    return 0
  }
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  try {
    if (command === undefined) throw new UsageError(`unknown command "${name}"`)
    return await (await command.load())(rest)
  } catch (error) {
    process.stderr.write(`error: ${describeError(error)}\n`)
    if (error instanceof UsageError) process.stderr.write(`See "kubeclient help" for the commands.\n`)
    return 1
  }
}

function usage(): string {
  const lines = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(15)}${summary}`)
  return ['Usage: kubeclient COMMAND [FLAGS]', '', ...lines, '', 'Each command explains itself with --help.', ''].join(
    '\n',
  )
}

process.exitCode = await main(process.argv.slice(2))
