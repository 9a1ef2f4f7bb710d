import type { Choice } from './choose.ts'
import type { Entries } from './entries.ts'
import { configErrorOf, namesInstead, type Problem, quoted, shownName, throwIfAny } from './problems.ts'

/**
 * The entries that one context needs, and the choice that is left: the context alone.
 *
 * Source: `MinifyConfig` in k8s.io/client-go/tools/clientcmd/api. A cluster or user that is asked for beside the context
 * is put into it.
 *
 * @param files what the entries were read from, for messages
 * @throws {ConfigError}
 */
export function minifyEntries(
  entries: Entries,
  choice: Choice,
  files: string | undefined,
): { entries: Entries; choice: Choice } {
  const name = choice.context || entries.currentContext?.name
  if (name === undefined) {
    throw configErrorOf([{ file: files, field: 'current-context', text: 'is not set, and no context was asked for' }])
  }
  const given = entries.contexts.get(name)
  if (given === undefined) {
    const text = `there is no context ${quoted(name)}; ${namesInstead(name, [...entries.contexts.keys()])}`
    throw configErrorOf([{ file: files, field: 'contexts', text }])
  }
  const context = { ...given, cluster: choice.cluster || given.cluster, user: choice.user || given.user }
  const problems: Problem[] = []
  const only = <T>(kind: 'cluster' | 'user', map: ReadonlyMap<string, T>): Map<string, T> => {
    const wanted = context[kind]
    if (wanted === undefined) return new Map()
    const entry = map.get(wanted)
    if (entry !== undefined) return new Map([[wanted, entry]])
    const text = `there is no ${kind} ${quoted(wanted)}; ${namesInstead(wanted, [...map.keys()])}`
    problems.push({ file: given.file, field: `contexts[${shownName(name)}].${kind}`, text })
    return new Map()
  }
  const minified = {
    ...entries,
    currentContext: { name, file: given.file },
    contexts: new Map([[name, context]]),
    clusters: only('cluster', entries.clusters),
    users: only('user', entries.users),
  }
  throwIfAny(problems)
  return { entries: minified, choice: { context: name } }
}
