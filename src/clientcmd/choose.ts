import type { Cluster, ClusterExtensions, Context, Entries, Entry, Plugins, User } from './entries.ts'
import { type ConfigOverrides, overrideCluster, overrideUser } from './overrides.ts'
import { namesInstead, type Problem, quoted, shownName } from './problems.ts'

/** Names of entries to use instead of what the file says. Empty ones count as not given. */
export interface Choice {
  /** Name of the context to use. Default: the file's `current-context`. */
  readonly context?: string | undefined
  /** Name of the cluster to use instead of the context's. */
  readonly cluster?: string | undefined
  /** Name of the user to use instead of the context's. */
  readonly user?: string | undefined
}

/** The one server and the one identity that a RestConfig is made of, with the overrides applied. */
export interface Chosen {
  readonly context: Context
  readonly cluster: Entry<Cluster & ClusterExtensions>
  readonly user: Entry<User & Plugins>
  /** The user's name in its file. */
  readonly userName?: string | undefined
  /** Says in problems where a field of them was set: `clusters[dev].server` of a file, or `overrides.server`. */
  readonly clusterPlace: PlaceOf
  readonly userPlace: PlaceOf
}

export type PlaceOf = (field: string) => Pick<Problem, 'file' | 'field'>

export type ChoiceOutcome =
  | { readonly name: 'chosen'; readonly chosen: Chosen }
  /** Nothing points to a server; client-go then tries the cluster that the program runs in. */
  | { readonly name: 'nothing' }
  | { readonly name: 'wrong'; readonly problems: readonly Problem[] }

/**
 * Picks context, cluster and user. `files` is what the entries were read from, for messages.
 *
 * Unlike client-go, a user that a context names and that is not there is an error: going on without credentials
 * helps nobody.
 */
export function choose(
  entries: Entries,
  choice: Choice,
  overrides: ConfigOverrides,
  files: string | undefined,
): ChoiceOutcome {
  const problems: Problem[] = []
  const context = contextOf(entries, choice, files, problems)
  const asked = choice.context || choice.cluster || choice.user || overrides.server
  if (problems.length === 0 && context === undefined && !asked) return { name: 'nothing' }

  const pick = <T>(kind: 'cluster' | 'user', map: ReadonlyMap<string, Entry<T>>): Entry<T> | undefined => {
    const name = choice[kind] || context?.entry[kind]
    const entry = map.get(name ?? '')
    if (entry !== undefined || name === undefined) return entry
    const text = `there is no ${kind} ${quoted(name)}; ${namesInstead(name, [...map.keys()])}`
    if (choice[kind]) problems.push({ file: files, field: `${kind}s`, text })
    else problems.push({ file: context?.entry.file, field: `${context?.path}.${kind}`, text })
    return undefined
  }
  const cluster = pick('cluster', entries.clusters)
  const user = pick('user', entries.users)
  if (problems.length === 0 && cluster === undefined && !overrides.server) {
    const place = { file: context?.entry.file ?? files, field: context ? `${context.path}.cluster` : 'current-context' }
    problems.push({ ...place, text: 'is missing, and no cluster was asked for' })
  }
  if (problems.length > 0) return { name: 'wrong', problems }
  return {
    name: 'chosen',
    chosen: {
      context: context?.entry ?? {},
      cluster: overrideCluster<Chosen['cluster']>(cluster ?? {}, overrides),
      user: overrideUser<Chosen['user']>(user ?? {}, overrides),
      userName: choice.user || context?.entry.user,
      clusterPlace: placeOf(
        `clusters[${shownName(choice.cluster || context?.entry.cluster || '')}]`,
        cluster?.file,
        overrides,
      ),
      userPlace: placeOf(`users[${shownName(choice.user || context?.entry.user || '')}]`, user?.file, overrides),
    },
  }
}

/** The context to use, by its name in the options or by `current-context`. An empty name may be an entry's too. */
function contextOf(
  entries: Entries,
  choice: Choice,
  files: string | undefined,
  problems: Problem[],
): { entry: Entry<Context>; path: string } | undefined {
  const name = choice.context || entries.currentContext?.name
  const entry = entries.contexts.get(name ?? '')
  if (entry !== undefined) return { entry, path: `contexts[${shownName(name ?? '')}]` }
  if (name === undefined) return undefined
  const text = `there is no context ${quoted(name)}; ${namesInstead(name, [...entries.contexts.keys()])}`
  if (choice.context) problems.push({ file: files, field: 'contexts', text })
  else problems.push({ file: entries.currentContext?.file, field: 'current-context', text })
  return undefined
}

/** The field's name is the file's; an override has it in camel case. */
export function placeOf(path: string, file: string | undefined, overrides: ConfigOverrides): PlaceOf {
  const overridden = new Set(Object.entries(overrides).flatMap(([name, value]) => (value ? [name] : [])))
  return (field) => {
    const name = field.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase())
    return overridden.has(name) ? { field: `overrides.${name}` } : { file, field: `${path}.${field}` }
  }
}
