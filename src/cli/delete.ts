import { deleteAll } from '../dynamic/apply-all.ts'
import { DynamicClient } from '../dynamic/dynamic-client.ts'
import { formatObject } from '../dynamic/manifest-order.ts'
import type { KubernetesObject } from '../meta/index.ts'
import { manifestFlags, readManifests } from './apply-manifests.ts'
import { type ClusterSession, withCluster } from './cluster-session.ts'
import { type Deletion, deletionFlags, readDeletion } from './delete-options.ts'
import { type DeletedObject, type DeleteTarget, deleteTargets } from './delete-targets.ts'
import { dryRunFlags } from './dry-run.ts'
import { type FlagValues, readFlagsAndNames } from './flags.ts'
import { globalFlags } from './global-flags.ts'
import { reportErrors } from './report-errors.ts'
import { TypeResolver } from './resolve-types.ts'
import { parseResourceArguments, type ResourceArguments, refuseSelectorsWithNames } from './resource-arguments.ts'
import { UsageError } from './usage-error.ts'

const specs = {
  ...globalFlags,
  ...manifestFlags,
  ...dryRunFlags,
  ...deletionFlags,
  all: { type: 'boolean', help: 'all objects of the types' },
  'all-namespaces': { type: 'boolean', short: 'A', help: 'of all namespaces' },
  'field-selector': { type: 'string', value: 'SELECTOR', help: 'such as status.phase=Failed' },
  'ignore-not-found': { type: 'boolean', help: 'count what is not there as deleted (with --all the default)' },
  output: { type: 'string', short: 'o', value: 'FORMAT', help: 'name: only the names of what was deleted' },
  selector: { type: 'string', short: 'l', value: 'SELECTOR', help: 'such as app=web' },
} as const

type Flags = FlagValues<typeof specs>

const usage = `Usage: kubeclient delete TYPE NAME... [FLAGS]
       kubeclient delete TYPE/NAME... [FLAGS]
       kubeclient delete TYPE[,TYPE...] (-l SELECTOR | --all) [FLAGS]
       kubeclient delete -f FILE... [FLAGS]

Deletes objects and waits until they are gone. What is in manifests is deleted in the reverse of the order in which it
is applied.`

/** Deletes objects, as `kubectl delete` does. */
export async function deleteObjects(args: readonly string[]): Promise<number> {
  const given = readFlagsAndNames(usage, specs, args)
  if (given === undefined) return 0
  const { flags, names } = given
  const deletion = readDeletion(flags)
  if (flags.output !== undefined && flags.output !== 'name') {
    throw new UsageError(`invalid --output "${flags.output}": expected name`)
  }
  const print = ({ type, name }: DeletedObject) => {
    const line = flags.output === 'name' ? `${type}/${name}` : `${type} "${name}" ${deletion.done}`
    process.stdout.write(`${line}\n`)
  }
  if (flags.force === true) {
    process.stderr.write('Warning: what a deleted object stands for may go on running: nothing waits for its end.\n')
  }
  if (flags.filename === undefined) return deleteNamed(parseResourceArguments(names), flags, deletion, print)
  const selection = ['all', 'all-namespaces', 'selector', 'field-selector'] as const
  const other = selection.find((name) => flags[name])
  if (other !== undefined) throw new UsageError(`objects are asked for by --filename, and by --${other}`)
  return deleteManifests([...flags.filename, ...names], flags, deletion, print)
}

type Print = (object: DeletedObject) => void

async function deleteNamed(wanted: ResourceArguments, flags: Flags, deletion: Deletion, print: Print): Promise<number> {
  const { selector, 'field-selector': fieldSelector, all = false } = flags
  refuseSelectorsWithNames(wanted, { selector, 'field-selector': fieldSelector, all })
  if (all && (selector || fieldSelector)) throw new UsageError('--all and a selector cannot be given together')
  if (wanted.form === 'types' && !all && !selector && !fieldSelector) {
    throw new UsageError('expected names, a selector, or --all')
  }
  return withCluster(flags, async (session) => {
    const namespace = flags['all-namespaces'] === true ? '' : session.kubeconfig.namespace()
    const dynamic = new DynamicClient(session.config)
    try {
      const targets = await resolveTargets(wanted, session, namespace)
      const { found, errors } = await deleteTargets(dynamic, targets, {
        deletion,
        namespace,
        selection: { labelSelector: selector, fieldSelector },
        ignoresMissing: flags['ignore-not-found'] ?? all,
        print,
      })
      if (found === 0 && errors.length === 0 && wanted.form === 'types') process.stdout.write('No resources found\n')
      return reportErrors(errors)
    } finally {
      await dynamic.close()
    }
  })
}

async function resolveTargets(
  wanted: ResourceArguments,
  { discovery }: ClusterSession,
  namespace: string,
): Promise<DeleteTarget[]> {
  const resolver = new TypeResolver(discovery)
  if (wanted.form === 'types') {
    return (await resolver.all(wanted.types)).map((mapping) => ({ mapping }))
  }
  if (namespace === '') throw new UsageError('an object cannot be found by name in all namespaces')
  const targets: DeleteTarget[] = []
  for (const { type, name } of wanted.objects) {
    for (const mapping of await resolver.all([type])) targets.push({ mapping, name })
  }
  return targets
}

async function deleteManifests(
  files: readonly string[],
  flags: Flags,
  deletion: Deletion,
  print: Print,
): Promise<number> {
  const { objects, errors } = await readManifests(files, flags.recursive)
  const { done: _done, waits, ...options } = deletion
  return withCluster(flags, async ({ kubeconfig, config }) => {
    const dynamic = new DynamicClient(config)
    try {
      const results = await deleteAll(dynamic, objects, {
        ...options,
        namespace: kubeconfig.namespace(),
        wait: waits,
        onProgress: (progress) => {
          if (progress.step === 'finished' && progress.result.outcome === 'deleted')
            print(namesOf(progress.result.object))
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
  })
}

function namesOf(object: KubernetesObject): DeletedObject {
  const [type = '', name = ''] = formatObject(object).split('/')
  return { type, name }
}
