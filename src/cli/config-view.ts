import { readConfigFiles } from './config-file.ts'
import { readFlags } from './flags.ts'
import { globalFlags } from './global-flags.ts'
import { UsageError } from './usage-error.ts'

const specs = {
  ...globalFlags,
  flatten: { type: 'boolean', help: 'take in the certificates and keys that are in files; secrets are shown' },
  merge: { type: 'boolean', help: 'merge all files (default: true; false needs --kubeconfig)' },
  minify: { type: 'boolean', help: 'only what the context in use needs' },
  output: { type: 'string', short: 'o', value: 'FORMAT', help: 'yaml or json (default: yaml)' },
  raw: { type: 'boolean', help: 'show certificates, keys and secrets' },
} as const

const usage =
  'Usage: kubeclient config view [FLAGS]\n\nPrints the kubeconfig, merged of all files, without its secrets.'

/** Prints a kubeconfig as it was written, as `kubectl config view` does. */
export async function viewConfig(args: readonly string[]): Promise<number> {
  const flags = readFlags(usage, specs, args)
  if (flags === undefined) return 0
  const { output = 'yaml', minify = false, flatten = false, raw = false, merge = true } = flags
  if (output !== 'yaml' && output !== 'json') {
    throw new UsageError(`invalid --output "${output}": expected yaml or json`)
  }
  if (!merge && flags.kubeconfig === undefined) throw new UsageError('--merge=false needs --kubeconfig')
  const whole = await readConfigFiles(flags, { keepsPaths: true, choosesContext: minify })
  const minified = minify ? whole.minify() : whole
  const shown = flatten ? await minified.flatten() : minified
  const options = { redacted: !raw && !flatten }
  process.stdout.write(output === 'json' ? await shown.toJson(options) : await shown.toYaml(options))
  return 0
}
