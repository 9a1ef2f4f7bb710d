import {
  type APIResource,
  type APIResourceList,
  groupDiscoveryFailure,
  StaleGroupVersionError,
  supportsAllVerbs,
} from '../discovery/index.ts'
import { formatGroupVersion, parseGroupVersion } from '../meta/index.ts'
import { withDiscovery } from './cluster-session.ts'
import { formatRows } from './columns.ts'
import { type FlagValues, readFlags } from './flags.ts'
import { globalFlags } from './global-flags.ts'
import { UsageError } from './usage-error.ts'

const specs = {
  ...globalFlags,
  'api-group': { type: 'string', value: 'GROUP', help: 'only resources of this group; empty for the core group' },
  cached: { type: 'string', value: 'BOOL', help: 'use what is kept in the cache (default: false)' },
  categories: { type: 'string', multiple: true, value: 'A,B', help: 'only resources of all these categories' },
  namespaced: { type: 'string', value: 'BOOL', help: 'only resources that live in namespaces, or only others' },
  'no-headers': { type: 'string', value: 'BOOL', help: 'leave the heads of the columns out (default: false)' },
  output: { type: 'string', short: 'o', value: 'FORMAT', help: 'wide, name or json' },
  'sort-by': { type: 'string', value: 'COLUMN', help: 'name or kind (default: group, then name)' },
  verbs: { type: 'string', multiple: true, value: 'A,B', help: 'only resources that have all these verbs' },
} as const

type Flags = FlagValues<typeof specs>

/** A resource with the group and version that it was found in. */
interface ListedResource extends APIResource {
  readonly group: string
  readonly version: string
}

/** Lists a cluster's resources, each in its preferred version, as `kubectl api-resources` does. */
export async function apiResources(args: readonly string[]): Promise<number> {
  const flags = readFlags(
    'Usage: kubeclient api-resources [FLAGS]\n\nLists the resources of a cluster, each in its preferred version.',
    specs,
    spellOut(args, ['cached', 'namespaced', 'no-headers']),
  )
  if (flags === undefined) return 0
  const { output = '', 'sort-by': sortBy = '' } = flags
  if (!['', 'wide', 'name', 'json'].includes(output))
    throw new UsageError(`invalid --output "${output}": expected wide, name or json`)
  if (!['', 'name', 'kind'].includes(sortBy))
    throw new UsageError(`invalid --sort-by "${sortBy}": expected name or kind`)
  const isWanted = filterOf(flags)
  const isCached = readBoolean(flags, 'cached') ?? false
  const found = await withDiscovery(flags, async (discovery) => {
    if (!isCached) discovery.invalidate()
    return discovery.serverPreferredResources()
  })
  const resources = found.resources.flatMap(withGroup).filter(isWanted).sort(comparing(sortBy))
  process.stdout.write(format(resources, output, readBoolean(flags, 'no-headers') ?? false))
  const failure = groupDiscoveryFailure(found)
  if (failure === undefined) return 0
  // What the server itself calls stale is no failure of this command; kubectl does not even mention it.
  const isFailure = [...failure.failed.values()].some((error) => !(error instanceof StaleGroupVersionError))
  process.stderr.write(`${isFailure ? 'error' : 'Warning'}: ${failure.message}\n`)
  return isFailure ? 1 : 0
}

function withGroup({ groupVersion, resources }: APIResourceList): ListedResource[] {
  const { group, version } = parseGroupVersion(groupVersion)
  return resources.map((resource) => ({ ...resource, group, version }))
}

function filterOf(flags: Flags): (resource: ListedResource) => boolean {
  const group = flags['api-group']
  const isNamespaced = readBoolean(flags, 'namespaced')
  const verbs = readList(flags.verbs)
  const categories = readList(flags.categories)
  return (resource) =>
    resource.verbs.length > 0 &&
    (group === undefined || resource.group === group) &&
    (isNamespaced === undefined || resource.namespaced === isNamespaced) &&
    supportsAllVerbs(resource, verbs) &&
    categories.every((category) => resource.categories?.includes(category) ?? false)
}

function comparing(sortBy: string): (a: ListedResource, b: ListedResource) => number {
  const first = (resource: ListedResource) =>
    sortBy === 'kind' ? resource.kind : sortBy === 'name' ? resource.name : resource.group
  return (a, b) => compareText(first(a), first(b)) || compareText(a.name, b.name)
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function format(resources: readonly ListedResource[], output: string, hasNoHeads: boolean): string {
  if (output === 'json') return formatJson(resources)
  if (output === 'name')
    return resources.map(({ name, group }) => `${name}${group === '' ? '' : `.${group}`}\n`).join('')
  const heads = ['NAME', 'SHORTNAMES', 'APIVERSION', 'NAMESPACED', 'KIND']
  const wideHeads = ['VERBS', 'CATEGORIES']
  const isWide = output === 'wide'
  const rows = resources.map((resource) => [
    resource.name,
    (resource.shortNames ?? []).join(','),
    formatGroupVersion(resource),
    String(resource.namespaced),
    resource.kind,
    ...(isWide ? [resource.verbs.join(','), (resource.categories ?? []).join(',')] : []),
  ])
  return formatRows(hasNoHeads ? rows : [isWide ? [...heads, ...wideHeads] : heads, ...rows])
}

function formatJson(resources: readonly ListedResource[]): string {
  const list = { kind: 'APIResourceList', apiVersion: 'v1', groupVersion: '', resources: resources.map(inWireOrder) }
  return `${JSON.stringify(list, undefined, 4)}\n`
}

function inWireOrder({ name, singularName, namespaced, group, version, kind, ...rest }: ListedResource) {
  return { name, singularName, namespaced, ...(group === '' ? {} : { group }), version, kind, ...rest }
}

/** A switch may stand alone or have a value: `--cached`, `--cached=false`. */
function spellOut(args: readonly string[], names: readonly string[]): string[] {
  return args.map((argument) => (names.some((name) => argument === `--${name}`) ? `${argument}=true` : argument))
}

function readBoolean(flags: Flags, name: 'cached' | 'namespaced' | 'no-headers'): boolean | undefined {
  const text = flags[name]
  if (text === undefined) return undefined
  if (/^(1|t|true|T|TRUE|True)$/.test(text)) return true
  if (/^(0|f|false|F|FALSE|False)$/.test(text)) return false
  throw new UsageError(`invalid --${name} "${text}": expected true or false`)
}

function readList(texts: readonly string[] | undefined): string[] {
  return (texts ?? []).flatMap((text) => text.split(',')).filter((item) => item !== '')
}
