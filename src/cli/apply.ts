import { loadKubeConfig } from '../clientcmd/index.ts'
import { applyAll } from '../dynamic/apply-all.ts'
import { DynamicClient } from '../dynamic/dynamic-client.ts'
import { formatObject } from '../dynamic/manifest-order.ts'
import { manifestFlags, readManifests, reportErrors } from './apply-manifests.ts'
import { readFlagsAndNames } from './flags.ts'
import { UsageError } from './usage-error.ts'

const specs = {
  ...manifestFlags,
  'dry-run': { type: 'string', value: 'MODE', help: 'server: have the server do everything but store; none' },
  'field-manager': { type: 'string', value: 'NAME', help: 'who is to own the fields (default: kubeclient)' },
  'force-conflicts': { type: 'boolean', help: 'take over fields that others own' },
  'server-side': { type: 'boolean', help: 'how it is done in any case' },
} as const

/** Makes what is in manifests so, as `kubectl apply --server-side` does. */
export async function apply(args: readonly string[]): Promise<number> {
  const given = readFlagsAndNames(
    'Usage: kubeclient apply -f FILE... [FLAGS]\n\nMakes what is in manifests so: namespaces and definitions of kinds first, then all else.',
    specs,
    args,
  )
  if (given === undefined) return 0
  const { flags, names } = given
  const dryRun = flags['dry-run'] ?? 'none'
  if (dryRun !== 'none' && dryRun !== 'server') {
    throw new UsageError(`invalid --dry-run "${dryRun}": expected server or none`)
  }
  const { objects, errors } = await readManifests([...(flags.filename ?? []), ...names])
  const kubeconfig = await loadKubeConfig({ kubeconfig: flags.kubeconfig, context: flags.context })
  const dynamic = new DynamicClient(kubeconfig.restConfig())
  const suffix = dryRun === 'server' ? ' (server dry run)' : ''
  try {
    const results = await applyAll(dynamic, objects, {
      fieldManager: flags['field-manager'] ?? 'kubeclient',
      force: flags['force-conflicts'],
      dryRun: dryRun === 'server' ? ['All'] : undefined,
      namespace: flags.namespace ?? kubeconfig.namespace(),
      onProgress: (progress) => {
        if (progress.step !== 'finished' || progress.result.outcome === 'failed') return
        process.stdout.write(`${formatObject(progress.result.object)} serverside-applied${suffix}\n`)
      },
    })
    return reportErrors([
      ...errors,
      ...results.flatMap((result) => (result.outcome === 'failed' ? [result.error] : [])),
    ])
  } finally {
    await dynamic.close()
  }
}
