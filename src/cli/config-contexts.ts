import { modifyConfig } from '../clientcmd/index.ts'
import { formatRows } from './columns.ts'
import { readConfigFiles } from './config-file.ts'
import { readFlags, readFlagsAndNames } from './flags.ts'
import { globalFlags } from './global-flags.ts'
import { suggestion } from './near-names.ts'
import { reportErrors } from './report-errors.ts'
import { CommandError, UsageError } from './usage-error.ts'

/** Prints the name of the context in use, as `kubectl config current-context` does. */
export async function currentContext(args: readonly string[]): Promise<number> {
  const usage =
    "Usage: kubeclient config current-context [FLAGS]\n\nPrints the name of the kubeconfig's context in use."
  const flags = readFlags(usage, globalFlags, args)
  if (flags === undefined) return 0
  const config = await readConfigFiles(flags)
  if (config.currentContext === undefined) throw new CommandError('current-context is not set')
  process.stdout.write(`${config.currentContext}\n`)
  return 0
}

const listSpecs = {
  ...globalFlags,
  'no-headers': { type: 'boolean', help: 'leave the heads of the columns out' },
  output: { type: 'string', short: 'o', value: 'FORMAT', help: 'name, the only one' },
} as const

const heads = ['CURRENT', 'NAME', 'CLUSTER', 'AUTHINFO', 'NAMESPACE']

/** Lists contexts, as `kubectl config get-contexts` does: all of them, or those that are named. */
export async function getContexts(args: readonly string[]): Promise<number> {
  const usage = 'Usage: kubeclient config get-contexts [NAME...] [FLAGS]\n\nLists the contexts of the kubeconfig.'
  const given = readFlagsAndNames(usage, listSpecs, args)
  if (given === undefined) return 0
  const { output = '', 'no-headers': hasNoHeads = false } = given.flags
  if (output !== '' && output !== 'name') throw new UsageError(`invalid --output "${output}": expected name`)
  const config = await readConfigFiles(given.flags)
  const contexts = new Map(config.contexts().map((context) => [context.name, context]))
  const wanted = given.names.length === 0 ? [...contexts.keys()] : given.names
  const rows = wanted
    .flatMap((name) => contexts.get(name) ?? [])
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, cluster = '', user = '', namespace = '' }) => {
      return [name === config.currentContext ? '*' : '', name, cluster, user, namespace]
    })
  const names = rows.map(([, name]) => `${name}\n`).join('')
  process.stdout.write(output === 'name' ? names : formatRows(hasNoHeads ? rows : [heads, ...rows]))
  const missing = wanted.filter((name) => !contexts.has(name))
  return reportErrors(
    missing.map((name) => new Error(`context ${name} not found${suggestion(name, [...contexts.keys()])}`)),
  )
}

/** Makes a context the one in use, as `kubectl config use-context` does: in the file that says which one is. */
export async function useContext(args: readonly string[]): Promise<number> {
  const usage = 'Usage: kubeclient config use-context NAME [FLAGS]\n\nMakes a context of the kubeconfig the one in use.'
  const given = readFlagsAndNames(usage, globalFlags, args)
  if (given === undefined) return 0
  const [name, ...others] = given.names
  if (!name || others.length > 0) throw new UsageError('expected one NAME of a context')
  const config = await readConfigFiles(given.flags)
  const names = config.contexts().map((context) => context.name)
  if (!names.includes(name)) {
    throw new CommandError(`no context exists with the name: "${name}"${suggestion(name, names)}`)
  }
  await modifyConfig({ currentContext: name }, { kubeconfig: given.flags.kubeconfig })
  process.stdout.write(`Switched to context "${name}".\n`)
  return 0
}
