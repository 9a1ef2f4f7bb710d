import { applyAll } from '../dynamic/apply-all.ts'
import { DynamicClient } from '../dynamic/dynamic-client.ts'
import { formatObject } from '../dynamic/manifest-order.ts'
import { manifestFlags, readManifests } from './apply-manifests.ts'
import { dryRunFlags, readDryRun } from './dry-run.ts'
import { readFlagsAndNames } from './flags.ts'
import { formatObjects, isObjectOutput, type ObjectOutput } from './get-output.ts'
import { globalFlags, kubeConfigOf } from './global-flags.ts'
import { reportErrors } from './report-errors.ts'
import { CommandError, UsageError } from './usage-error.ts'

const specs = {
  ...globalFlags,
  ...manifestFlags,
  ...dryRunFlags,
  'field-manager': { type: 'string', value: 'NAME', help: 'who is to own the fields (default: kubeclient)' },
  'force-conflicts': { type: 'boolean', help: 'take over fields that others own' },
  output: { type: 'string', short: 'o', value: 'FORMAT', help: 'print what is there now: yaml, json or name' },
  'server-side': { type: 'boolean', help: 'how it is done in any case' },
  'show-managed-fields': { type: 'boolean', help: 'show what servers keep about ownership, in YAML and JSON' },
} as const

const usage = `Usage: kubeclient apply -f FILE... [FLAGS]

Makes what is in manifests so, by server-side apply: namespaces and definitions of kinds first, then all else.`

/** Makes what is in manifests so, as `kubectl apply --server-side` does. */
export async function apply(args: readonly string[]): Promise<number> {
  const given = readFlagsAndNames(usage, specs, args)
  if (given === undefined) return 0
  const { flags, names } = given
  if (flags['server-side'] === false)
    throw new UsageError('--server-side=false: there is no apply but the server-side one')
  const { dryRun, suffix } = readDryRun(flags['dry-run'])
  const output = readOutput(flags.output)
  if (flags.filename === undefined) throw new UsageError('expected a manifest: -f FILE')
  const { objects, errors } = await readManifests([...flags.filename, ...names], flags.recursive)
  if (objects.length === 0 && errors.length === 0) throw new CommandError('no object is in the manifests')
  const kubeconfig = await kubeConfigOf(flags)
  const dynamic = new DynamicClient(kubeconfig.restConfig())
  try {
    const results = await applyAll(dynamic, objects, {
      fieldManager: flags['field-manager'] ?? 'kubeclient',
      force: flags['force-conflicts'],
      dryRun,
      namespace: kubeconfig.namespace(),
      onProgress: (progress) => {
        if (output !== '' || progress.step !== 'finished' || progress.result.outcome === 'failed') return
        process.stdout.write(`${formatObject(progress.result.object)} serverside-applied${suffix}\n`)
      },
    })
    const stored = results.flatMap((result) => (result.outcome === 'failed' ? [] : (result.stored ?? result.object)))
    if (output !== '' && stored.length > 0) {
      const view = { output, isList: results.length > 1, showsManagedFields: flags['show-managed-fields'] }
      process.stdout.write(await formatObjects(stored, view))
    }
    return reportErrors([
      ...errors,
      ...results.flatMap((result) => (result.outcome === 'failed' ? [result.error] : [])),
    ])
  } finally {
    await dynamic.close()
  }
}

function readOutput(text = ''): '' | ObjectOutput {
  if (text === '' || isObjectOutput(text)) return text
  throw new UsageError(`invalid --output "${text}": expected yaml, json or name`)
}
