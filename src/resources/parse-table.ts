import { accessorName } from './accessor-name.ts'
import type { BuiltInResource } from './descriptor.ts'
import { baseMethods, methodSets, type ResourceMethod } from './methods.ts'
import { pluralOf } from './plural-of.ts'

/**
 * The resources of one group and version as text: `GROUP/VERSION` on the first line, then a line for each resource.
 *
 * A line has the plural, unless it is the regular one of the kind; the kind; and then in any order and only where there
 * is something to say: `^` not in a namespace, `=po` short names, `@all` categories, `+status,evict` methods beyond the
 * base ones, `-deleteCollection` base methods that it lacks, `!create` the only methods it has, `/log,exec`
 * subresources.
 */
export type ResourceTable = string

/** Reads one group and version's table. */
export function parseResourceTable(table: ResourceTable): BuiltInResource[] {
  const [head = '', ...lines] = table.split('\n')
  const slash = head.indexOf('/')
  const group = head.slice(0, slash)
  const version = head.slice(slash + 1)
  return lines.map((line) => parseLine(group, version, line))
}

function parseLine(group: string, version: string, line: string): BuiltInResource {
  const words = line.split(' ')
  // Only a kind begins with a capital.
  const irregular = /^[A-Z]/.test(line) ? undefined : words.shift()
  const [kind = '', ...rest] = words
  const resource = irregular ?? pluralOf(kind)
  const marked = (mark: string): string[] => {
    const found = rest.find((word) => word.startsWith(mark))?.slice(1)
    return found === undefined || found === '' ? [] : found.split(',')
  }
  const only = marked('!')
  const lacking = marked('-')
  const base = only.length > 0 ? only : baseMethods.filter((method) => !lacking.includes(method))
  // The tables are generated, and a test compares each word in them with the methods that there are.
  const methods = [...base, ...marked('+').flatMap((word): readonly string[] => methodSets[word] ?? [word])]
  return {
    group,
    version,
    resource,
    kind,
    accessor: accessorName(kind, resource),
    singular: kind.toLowerCase(),
    listKind: `${kind}List`,
    namespaced: !rest.includes('^'),
    shortNames: marked('='),
    categories: marked('@'),
    methods: methods as ResourceMethod[],
    subresources: marked('/'),
  }
}
