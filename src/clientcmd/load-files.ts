import { ConfigError } from '../errors/index.ts'
import { choose } from './choose.ts'
import type { DecodeOptions } from './decode-entries.ts'
import { type Entries, isEmpty, mergeEntries } from './entries.ts'
import { type InCluster, type InClusterOptions, isInClusterPossible, readInCluster } from './in-cluster.ts'
import { createKubeConfig, type KubeConfig } from './kube-config.ts'
import { type KubeconfigPaths, kubeconfigPaths } from './kubeconfig-paths.ts'
import type { LoadOptions, ParseOptions } from './load-options.ts'
import { configErrorOf, namesInstead, type Problem } from './problems.ts'
import { decodeText, fileProblemOnDisk, readKubeconfigFile } from './read-kubeconfig-file.ts'
import { validateChosen } from './validate-chosen.ts'

/** Where the kubeconfig is looked for, with these options in this environment. */
export function pathsFor(options: LoadOptions): KubeconfigPaths {
  const env = options.env ?? process.env
  return kubeconfigPaths(options.kubeconfig, env, env['HOME'] || process.getBuiltinModule('node:os').homedir())
}

/**
 * Reads and merges files. Of an explicit path the file has to exist; of a list, missing ones are skipped.
 *
 * @throws {ConfigError} with the problems of all files
 */
export async function loadFiles(
  paths: KubeconfigPaths,
  options: LoadOptions,
  decodeOptions: DecodeOptions = {},
): Promise<KubeConfig> {
  const outcomes = await Promise.all(paths.files.map((file) => readKubeconfigFile(file, decodeOptions)))
  const bad = outcomes.filter((outcome) => outcome.name === 'bad')
  if (bad.length > 0) {
    const problems = bad.flatMap((outcome) => outcome.problems)
    const readable = outcomes.flatMap((outcome) => ('entries' in outcome ? (outcome.entries ?? []) : []))
    const more = moreProblems(mergeEntries(readable), options, problems)
    throw configErrorOf([...problems, ...more], { cause: bad[0]?.cause })
  }
  const missing = outcomes.find((outcome) => outcome.name === 'missing')
  if (paths.explicit && missing !== undefined) {
    const hint = missing.file.startsWith('~') ? ' (only a shell replaces ~ with the home folder)' : ''
    throw configErrorOf([{ file: missing.file, text: `does not exist${hint}` }], { cause: missing.cause })
  }
  const read = outcomes.filter((outcome) => outcome.name === 'read')
  if (paths.isListed && read.length === 0) warnOfMissing(paths.files)
  const entries = mergeEntries(read.map((outcome) => outcome.entries))
  const files = read.map((outcome) => outcome.file)
  const inCluster = await findInCluster(options)
  return createKubeConfig({
    entries,
    files,
    choice: options,
    overrides: options.overrides ?? {},
    pluginPolicy: options.pluginPolicy,
    inCluster: inCluster instanceof ConfigError ? undefined : inCluster,
    fileProblem: fileProblemOnDisk,
    nothing: () => (inCluster instanceof ConfigError ? inCluster : nothingError(entries, files, paths)),
  })
}

/** @throws {ConfigError} if the text cannot be parsed or understood */
export async function loadText(text: string, options: ParseOptions): Promise<KubeConfig> {
  const { entries, problems } = await decodeText(text)
  if (problems.length > 0) throw configErrorOf([...problems, ...moreProblems(entries, options, problems)])
  return createKubeConfig({
    entries,
    files: [],
    choice: options,
    overrides: options.overrides ?? {},
    pluginPolicy: options.pluginPolicy,
    inCluster: undefined,
    fileProblem: fileProblemOnDisk,
    nothing: () => configErrorOf([isEmpty(entries) ? { text: `the kubeconfig ${emptyText}` } : noContext(entries)]),
  })
}

/** Source: `ClientConfigLoadingRules.Load`, with the default rules for `KUBECONFIG`. */
function warnOfMissing(files: readonly string[]): void {
  const text = `none of the files in KUBECONFIG is there: ${files.join(', ')}`
  process.emitWarning(text, { code: 'KUBECLIENT_KUBECONFIG' })
}

/** What else is wrong with the context in use, so that nobody mends a file twice: all but what follows from `known`. */
function moreProblems(entries: Entries, options: ParseOptions, known: readonly Problem[]): Problem[] {
  const outcome = choose(entries, options, options.overrides ?? {}, undefined)
  if (outcome.name !== 'chosen') return []
  return validateChosen(outcome.chosen, fileProblemOnDisk).filter(({ file, field = '' }) => {
    return !known.some(
      (each) => each.file === file && (each.field?.startsWith(field) || field.startsWith(`${each.field}`)),
    )
  })
}

/** The pod's own cluster, if this is a pod. What is wrong with it only matters where it is needed. */
async function findInCluster(options: InClusterOptions): Promise<InCluster | ConfigError | undefined> {
  if (!(await isInClusterPossible(options))) return undefined
  return readInCluster(options).catch((error: unknown) => {
    if (error instanceof ConfigError) return error
    throw error
  })
}

/** Nothing points to a server, and this is not a pod: says what was looked for and what to do. */
function nothingError(entries: Entries, files: readonly string[], paths: KubeconfigPaths): ConfigError {
  const looked = paths.files.join(', ') || undefined
  if (!isEmpty(entries)) return configErrorOf([{ file: files.join(', '), ...noContext(entries) }])
  if (files.length > 0) {
    return configErrorOf([{ file: files.join(', '), text: emptyText }])
  }
  const text = 'no kubeconfig is there; set KUBECONFIG, or pass a path, or run in a pod'
  return configErrorOf([{ file: looked, text }])
}

const emptyText = 'is empty: there is no cluster, user or context in it'

function noContext(entries: Entries): { field: string; text: string } {
  const instead = namesInstead('', [...entries.contexts.keys()])
  return { field: 'current-context', text: `is not set, and no context was asked for; ${instead}` }
}
