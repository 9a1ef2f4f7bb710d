import {
  type CachedDiscoveryClient,
  DeferredRESTMapper,
  formatGroupResource,
  type RESTMapping,
  schemaFor,
} from '../discovery/index.ts'
import { formatGroupVersion, type GroupVersion, parseGroupVersion } from '../meta/index.ts'
import { withDiscovery } from './cluster-session.ts'
import { explainText } from './explain-text.ts'
import { readFlagsAndNames } from './flags.ts'
import { globalFlags } from './global-flags.ts'
import { CommandError, UsageError } from './usage-error.ts'

const specs = {
  ...globalFlags,
  'api-version': { type: 'string', value: 'GROUP/VERSION', help: 'explain the resource of this version' },
  'max-depth': { type: 'string', value: 'N', help: 'how deep --recursive goes (default: 0, no limit)' },
  output: { type: 'string', short: 'o', value: 'FORMAT', help: 'plaintext, the only one' },
  recursive: { type: 'boolean', short: 'R', help: 'also print the fields of fields' },
} as const

/** Describes a resource or one of its fields, as `kubectl explain` does. */
export async function explain(args: readonly string[]): Promise<number> {
  const given = readFlagsAndNames(
    'Usage: kubeclient explain RESOURCE[.FIELD...] [FLAGS]\n\nDescribes the fields of a resource, from what the server says of them.',
    specs,
    args,
  )
  if (given === undefined) return 0
  const { flags, names } = given
  const [name, ...others] = names
  if (name === undefined || others.length > 0) throw new UsageError('expected one RESOURCE[.FIELD...]')
  if ((flags.output ?? 'plaintext') !== 'plaintext')
    throw new UsageError(`invalid --output "${flags.output}": expected plaintext`)
  const groupVersion = readGroupVersion(flags['api-version'])
  const options = { recursive: flags.recursive ?? false, maxDepth: readDepth(flags['max-depth'], flags.recursive) }
  const text = await withDiscovery(flags, async (discovery) => {
    const { mapping, path } = await find(discovery, name.replace(/\.$/, ''), groupVersion)
    const schema = await schemaFor(discovery.openApiV3(), mapping.kind)
    if (schema === undefined) {
      throw new CommandError(`the server has no schema of ${mapping.kind.kind} in ${formatGroupVersion(mapping.kind)}`)
    }
    return explainText(mapping.kind, schema, path, options)
  })
  process.stdout.write(text)
  return 0
}

function readDepth(text: string | undefined, isRecursive: boolean | undefined): number {
  if (text === undefined) return 0
  if (!/^\d{1,9}$/.test(text)) throw new UsageError(`invalid --max-depth "${text}": expected a number, 0 or more`)
  if (Number(text) > 0 && isRecursive !== true) throw new UsageError('--max-depth needs --recursive')
  return Number(text)
}

function readGroupVersion(text: string | undefined): GroupVersion | undefined {
  if (text === undefined) return undefined
  try {
    return parseGroupVersion(text)
  } catch {
    throw new UsageError(`invalid --api-version "${text}": expected VERSION or GROUP/VERSION`)
  }
}

/** Which resource is meant, and which of its fields: `pods.spec`, or `deployments.apps.spec` with the group. */
async function find(
  discovery: CachedDiscoveryClient,
  text: string,
  groupVersion: GroupVersion | undefined,
): Promise<{ mapping: RESTMapping; path: readonly string[] }> {
  const warnings = new Set<string>()
  const warn = (warning: string) => {
    // A name is looked up more than once.
    if (!warnings.has(warning)) process.stderr.write(`Warning: ${warning}\n`)
    warnings.add(warning)
  }
  const mapper = new DeferredRESTMapper(discovery, { warn })
  const [first = '', ...others] = text.split('.')
  const path = others.filter((name) => name !== '')
  if (groupVersion !== undefined) return { mapping: await mappingIn(groupVersion, first, mapper), path }
  const candidates = await mapper.resourcesFor({ resource: first })
  // The longest name wins: events.events.k8s.io is no field of events.
  const named = candidates
    .map((resource) => ({ resource, name: formatGroupResource(resource) }))
    .filter((each) => text === each.name || text.startsWith(`${each.name}.`))
    .sort((a, b) => b.name.length - a.name.length)[0]
  if (named === undefined) return { mapping: await mapper.mappingFor({ resource: first }), path }
  const rest = text.slice(named.name.length + 1)
  return { mapping: await mapper.mappingFor(named.resource), path: rest.split('.').filter((part) => part !== '') }
}

/** A resource in this very version. A mapper takes the core group, whose name is empty, for any group. */
async function mappingIn(
  groupVersion: GroupVersion,
  resource: string,
  mapper: DeferredRESTMapper,
): Promise<RESTMapping> {
  const { group, version } = groupVersion
  const candidates = await mapper.resourcesFor({ resource, ...groupVersion })
  const found = candidates.find((each) => each.group === group && each.version === version)
  if (found !== undefined) return mapper.mappingFor(found)
  throw new CommandError(`the server has no resource "${resource}" in ${formatGroupVersion(groupVersion)}`)
}
