import { loadKubeConfig } from '../clientcmd/index.ts'
import { deleteAll } from '../dynamic/apply-all.ts'
import { DynamicClient } from '../dynamic/dynamic-client.ts'
import { formatObject } from '../dynamic/manifest-order.ts'
import { manifestFlags, readManifests, reportErrors } from './apply-manifests.ts'
import { readFlagsAndNames } from './flags.ts'

const specs = {
  ...manifestFlags,
  'ignore-not-found': { type: 'boolean', help: 'count what is not there as deleted' },
  'no-wait': { type: 'boolean', help: 'do not wait until the objects are gone' },
} as const

/** Deletes what is in manifests, as `kubectl delete -f` does. */
export async function deleteObjects(args: readonly string[]): Promise<number> {
  const given = readFlagsAndNames(
    'Usage: kubeclient delete -f FILE... [FLAGS]\n\nDeletes what is in manifests, in the reverse of the order in which it is applied.',
    specs,
    args,
  )
  if (given === undefined) return 0
  const { flags, names } = given
  const { objects, errors } = await readManifests([...(flags.filename ?? []), ...names])
  const kubeconfig = await loadKubeConfig({ kubeconfig: flags.kubeconfig, context: flags.context })
  const dynamic = new DynamicClient(kubeconfig.restConfig())
  try {
    const results = await deleteAll(dynamic, objects, {
      namespace: flags.namespace ?? kubeconfig.namespace(),
      wait: flags['no-wait'] !== true,
      onProgress: (progress) => {
        if (progress.step !== 'finished' || progress.result.outcome !== 'deleted') return
        process.stdout.write(`${formatObject(progress.result.object)} deleted\n`)
      },
    })
    const failures = results.flatMap((result) => {
      if (result.outcome === 'failed') return [result.error]
      const isMissing = result.outcome === 'notFound' && flags['ignore-not-found'] !== true
      return isMissing ? [new Error(`${formatObject(result.object)} not found`)] : []
    })
    return reportErrors([...errors, ...failures])
  } finally {
    await dynamic.close()
  }
}
