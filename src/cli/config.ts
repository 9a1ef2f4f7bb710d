import { currentContext, getContexts, useContext } from './config-contexts.ts'
import { viewConfig } from './config-view.ts'
import { splitLeadingFlags } from './flags.ts'
import { globalFlags } from './global-flags.ts'
import { suggestion } from './near-names.ts'
import { UsageError } from './usage-error.ts'

type Subcommand = { readonly run: (args: readonly string[]) => Promise<number>; readonly summary: string }

const subcommands: Readonly<Record<string, Subcommand>> = {
  'current-context': { run: currentContext, summary: 'print the name of the context in use' },
  'get-contexts': { run: getContexts, summary: 'list contexts' },
  'use-context': { run: useContext, summary: 'make a context the one in use' },
  view: { run: viewConfig, summary: 'print the kubeconfig, merged of all files' },
}

/** Shows and changes kubeconfigs, as `kubectl config` does. No server is asked. */
export async function config(args: readonly string[]): Promise<number> {
  const { leading, rest } = splitLeadingFlags(globalFlags, args)
  const [given = '--help', ...own] = rest
  if (given === '--help' || given === '-h') {
    process.stdout.write(usage())
    return 0
  }
  const name = given === 'use' ? 'use-context' : given
  const subcommand = Object.hasOwn(subcommands, name) ? subcommands[name] : undefined
  if (subcommand !== undefined) return subcommand.run([...leading, ...own])
  if (name.startsWith('-')) throw new UsageError(`expected a command of config before ${name}`)
  throw new UsageError(`unknown command "config ${name}"${suggestion(name, Object.keys(subcommands))}`)
}

function usage(): string {
  const lines = Object.entries(subcommands).map(([name, { summary }]) => `  ${name.padEnd(17)}${summary}`)
  return [
    'Usage: kubeclient config COMMAND [FLAGS]',
    '',
    'Shows and changes kubeconfigs: that of --kubeconfig alone; else those that $KUBECONFIG lists, merged;',
    'else ~/.kube/config.',
    '',
    ...lines,
    '',
  ].join('\n')
}
