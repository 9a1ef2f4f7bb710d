import type { Table } from '../api/meta/v1.ts'
import { loadKubeConfig } from '../clientcmd/index.ts'
import { DeferredRESTMapper, type RESTMapping } from '../discovery/index.ts'
import { findMapping } from '../dynamic/find-mapping.ts'
import { withNearMatches } from '../dynamic/near-matches.ts'
import type { KubernetesList, KubernetesObject } from '../meta/index.ts'
import { type RESTClient, type Request, restClientFor } from '../rest/index.ts'
import { retryWatch } from '../watch/index.ts'
import { discoveryFlags, withDiscovery } from './api-resources-discovery.ts'
import { type FlagValues, readFlagsAndNames } from './flags.ts'
import { formatObjects } from './get-output.ts'
import { isTable, TablePrinter, tableOf } from './get-table.ts'
import { UsageError } from './usage-error.ts'

const specs = {
  ...discoveryFlags,
  'all-namespaces': { type: 'boolean', short: 'A', help: 'of all namespaces' },
  'field-selector': { type: 'string', value: 'SELECTOR', help: 'such as status.phase=Running' },
  namespace: { type: 'string', short: 'n', value: 'NS', help: "of this namespace (default: the context's)" },
  'no-headers': { type: 'boolean', help: 'leave the heads of the columns out' },
  output: { type: 'string', short: 'o', value: 'FORMAT', help: 'wide, yaml, json or name' },
  selector: { type: 'string', short: 'l', value: 'SELECTOR', help: 'such as app=web' },
  watch: { type: 'boolean', short: 'w', help: 'go on with changes until it is interrupted' },
} as const

type Flags = FlagValues<typeof specs>
type Output = '' | 'wide' | 'yaml' | 'json' | 'name'

const usage =
  'Usage: kubeclient get RESOURCE [NAME] [FLAGS]\n\nLists objects as the server shows them, or prints them whole. RESOURCE is a plural, singular or short name,\nperhaps with its group: deployments.apps. RESOURCE/NAME will do, too.'
const tableAccept = 'application/json;as=Table;v=v1;g=meta.k8s.io,application/json'

/** Lists objects, as `kubectl get` does. */
export async function get(args: readonly string[]): Promise<number> {
  const given = readFlagsAndNames(usage, specs, args)
  if (given === undefined) return 0
  const { flags } = given
  const { resource, name } = readNames(given.names)
  const output = readOutput(flags.output)
  if (name !== undefined && flags['all-namespaces'] === true) {
    throw new UsageError('a resource cannot be retrieved by name across all namespaces')
  }
  const kubeconfig = await loadKubeConfig({ kubeconfig: flags.kubeconfig, context: flags.context })
  const mapping = await withDiscovery(flags, (discovery) => {
    const warn = (text: string) => process.stderr.write(`Warning: ${text}\n`)
    const mapper = new DeferredRESTMapper(discovery, { warn })
    return withNearMatches(resource.split('.')[0] ?? '', discovery, {}, () => findMapping(resource, mapper, discovery))
  })
  const { group, version } = mapping.resource
  const rest = restClientFor({
    ...kubeconfig.restConfig(),
    apiPath: group === '' ? '/api' : '/apis',
    groupVersion: { group, version },
  })
  const namespace = flags['all-namespaces'] === true ? '' : (flags.namespace ?? kubeconfig.namespace())
  try {
    await new Getter(rest, mapping, namespace, flags, output).run(name)
    return 0
  } finally {
    await rest.close()
  }
}

function readNames(names: readonly string[]): { resource: string; name: string | undefined } {
  const [first, second, ...others] = names
  const [resource, name, ...rest] = first?.split('/') ?? []
  const isBoth = name !== undefined && second !== undefined
  if (!resource || name === '' || rest.length > 0 || others.length > 0 || isBoth) {
    throw new UsageError('expected RESOURCE [NAME]')
  }
  return { resource, name: name ?? second }
}

function readOutput(text = ''): Output {
  if (text === '' || text === 'wide' || text === 'yaml' || text === 'json' || text === 'name') return text
  throw new UsageError(`invalid --output "${text}": expected wide, yaml, json or name`)
}

/** Reads and prints the objects of one resource. */
class Getter {
  readonly #rest: RESTClient
  readonly #mapping: RESTMapping
  readonly #namespace: string
  readonly #flags: Flags
  readonly #output: Output
  readonly #printer: TablePrinter

  constructor(rest: RESTClient, mapping: RESTMapping, namespace: string, flags: Flags, output: Output) {
    this.#rest = rest
    this.#mapping = mapping
    this.#namespace = mapping.namespaced ? namespace : ''
    this.#flags = flags
    this.#output = output
    this.#printer = new TablePrinter({
      isWide: output === 'wide',
      showsNamespace: mapping.namespaced && namespace === '',
      hasNoHeads: flags['no-headers'] === true,
    })
  }

  async run(name: string | undefined): Promise<void> {
    const { selector: labelSelector, 'field-selector': fieldSelector, watch } = this.#flags
    const isList = name === undefined || watch === true
    const fields = name === undefined || !isList ? fieldSelector : `metadata.name=${name}`
    const selection = { labelSelector, fieldSelector: fields }
    const request = this.#request()
    const answer = isList
      ? await request.versionedParams(selection).into<KubernetesObject>()
      : await request.name(name).into<KubernetesObject>()
    process.stdout.write(await this.#format(answer))
    const isEmpty = (answer as { rows?: unknown[]; items?: unknown[] }).rows?.length === 0
    if (isEmpty && watch !== true) process.stderr.write(this.#nothingFound())
    if (watch === true) await this.#watch(selection, answer)
  }

  #request(): Request {
    const { resource } = this.#mapping.resource
    const request = this.#rest.get().resource(resource)
    if (this.#namespace !== '') request.namespace(this.#namespace)
    return this.#isTable() ? request.setHeader('Accept', tableAccept) : request
  }

  #isTable(): boolean {
    return this.#output === '' || this.#output === 'wide'
  }

  async #watch(selection: object, list: KubernetesObject): Promise<void> {
    const interrupted = new AbortController()
    const stop = () => interrupted.abort()
    process.once('SIGINT', stop).once('SIGTERM', stop)
    const { resourceVersion = '' } = (list.metadata ?? {}) as { resourceVersion?: string }
    const start = ({ signal, ...options }: { signal: AbortSignal }) =>
      this.#request()
        .versionedParams({ ...selection, ...options })
        .watch({ signal })
    try {
      for await (const { object } of retryWatch(start, { resourceVersion, signal: interrupted.signal })) {
        process.stdout.write(await this.#format(object))
      }
    } catch (error) {
      if (!interrupted.signal.aborted) throw error
    } finally {
      process.off('SIGINT', stop).off('SIGTERM', stop)
    }
  }

  async #format(answer: KubernetesObject): Promise<string> {
    if (this.#output === 'yaml' || this.#output === 'json' || this.#output === 'name') {
      return formatObjects(answer, this.#mapping.kind, this.#output)
    }
    const { items } = answer as Partial<KubernetesList<KubernetesObject>>
    return this.#printer.format(isTable(answer) ? (answer as unknown as Table) : tableOf(items ?? [answer]))
  }

  #nothingFound(): string {
    return this.#namespace === '' ? 'No resources found\n' : `No resources found in ${this.#namespace} namespace.\n`
  }
}
