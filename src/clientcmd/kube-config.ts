import { ConfigError } from '../errors/index.ts'
import type { RestConfig } from '../rest/rest-config.ts'
import { checkPluginPolicy, type PluginPolicy } from '../transport/credentials/exec-config.ts'
import { type Choice, type ChoiceOutcome, type Chosen, choose } from './choose.ts'
import { type Entries, mergeEntries } from './entries.ts'
import { chosenInCluster, type InCluster } from './in-cluster.ts'
import { minifyEntries } from './minify-entries.ts'
import type { ConfigOverrides } from './overrides.ts'
import { configErrorOf, namesInstead, quoted, throwIfAny } from './problems.ts'
import { inspectSymbol } from './redaction.ts'
import { restConfigOf } from './rest-config-of.ts'
import { type FileProblem, validateChosen } from './validate-chosen.ts'

/** A kubeconfig that was read: one file, or several merged. A value; nothing changes it. */
export interface KubeConfig {
  /** Name of the context in use: the one asked for, else the file's. Undefined if there is none. */
  readonly currentContext: string | undefined
  /** The files that were read, the first one winning. */
  readonly files: readonly string[]
  /** All contexts, in the order of the files. */
  contexts(): readonly KubeConfigContext[]
  /**
   * The namespace to work in: the override, else the context's, else the pod's own, else `default`.
   *
   * @throws {ConfigError} if the context is not there
   */
  namespace(): string
  /**
   * How to reach the server of the context in use. Looks whether the files that it names can be read.
   *
   * Where nothing points to a server and the program runs in a pod, it is the pod's own cluster. Credentials are
   * read for https servers only.
   *
   * @throws {ConfigError} with every problem of the context, its cluster and its user
   */
  restConfig(): RestConfig
  /**
   * The same with another context in use; this one stays as it is, and so do the files ({@link modifyConfig}).
   *
   * @throws {ConfigError} if there is no such context
   */
  setContext(name: string): KubeConfig
  /**
   * This one and another as one, as with two files in `KUBECONFIG`: for the current context and for each entry's name,
   * this one wins, and the entry is taken whole. What was asked for when this one was read counts on.
   *
   * @throws {ConfigError} if the other is not from {@link loadKubeConfig} or {@link parseKubeConfig}
   */
  merge(other: KubeConfig): KubeConfig
  /**
   * Only what the context in use needs: it, its cluster and its user. What was asked for beside the context (`cluster`,
   * `user`) becomes part of it, so that `restConfig()` says the same.
   *
   * @throws {ConfigError} if there is no context in use, or it, its cluster or its user is not there
   */
  minify(): KubeConfig
  /**
   * The same without files beside it: certificates, keys and authorities that entries name are read and become data.
   * Token files stay files, because what is in them changes.
   *
   * @throws {ConfigError} naming every file that cannot be read, and every entry that has both file and data
   */
  flatten(): Promise<KubeConfig>
  /**
   * All that was read, as one kubeconfig in YAML: merged, entries sorted by name, paths absolute, overrides and unknown
   * fields left out. It has the secrets in it, unless they are redacted.
   */
  toYaml(options?: KubeConfigTextOptions): Promise<string>
  /** {@link KubeConfig.toYaml}, in JSON. */
  toJson(options?: KubeConfigTextOptions): Promise<string>
}

/** How a kubeconfig is written. */
export interface KubeConfigTextOptions {
  /**
   * Writes `REDACTED` for tokens and passwords and `DATA+OMITTED` for certificates and keys, as `kubectl config view`
   * does; unlike there, also `REDACTED` for the secrets of an auth provider. The environment of an exec plugin is shown,
   * as there. Default: false.
   */
  readonly redacted?: boolean | undefined
}

/** One context: which server, as whom, and where. */
export interface KubeConfigContext {
  readonly name: string
  readonly cluster: string | undefined
  readonly user: string | undefined
  readonly namespace: string | undefined
  /** The file that it comes from. */
  readonly file: string | undefined
}

/** What a KubeConfig is made of: everything that was read, and what to do with it. */
export interface KubeConfigParts {
  readonly entries: Entries
  readonly files: readonly string[]
  readonly choice: Choice
  readonly overrides: ConfigOverrides
  readonly pluginPolicy: PluginPolicy | undefined
  /** Set if the program runs in a pod. */
  readonly inCluster: InCluster | undefined
  readonly fileProblem: FileProblem
  /** Says why nothing points to a server. */
  readonly nothing: () => ConfigError
}

/** Never throws: what is wrong with the context in use is said when that is asked for. */
export function createKubeConfig(parts: KubeConfigParts): KubeConfig {
  return new LoadedKubeConfig(parts)
}

class LoadedKubeConfig implements KubeConfig {
  readonly #parts: KubeConfigParts

  constructor(parts: KubeConfigParts) {
    this.#parts = parts
  }

  get currentContext(): string | undefined {
    return this.#parts.choice.context || this.#parts.entries.currentContext?.name
  }

  get files(): readonly string[] {
    return this.#parts.files
  }

  contexts(): readonly KubeConfigContext[] {
    return [...this.#parts.entries.contexts].map(([name, { cluster, user, namespace, file }]) => ({
      name,
      cluster,
      user,
      namespace,
      file,
    }))
  }

  namespace(): string {
    const { overrides, inCluster } = this.#parts
    if (overrides.namespace) return overrides.namespace
    const outcome = this.#choose()
    if (outcome.name === 'wrong') throw configErrorOf(outcome.problems)
    const own = outcome.name === 'chosen' ? outcome.chosen.context.namespace : undefined
    return own ?? inCluster?.namespace ?? 'default'
  }

  restConfig(): RestConfig {
    const { overrides, fileProblem, pluginPolicy } = this.#parts
    checkPluginPolicy(pluginPolicy, 'pluginPolicy')
    const outcome = this.#choose()
    if (outcome.name === 'wrong') throw configErrorOf(outcome.problems)
    const chosen = outcome.name === 'chosen' ? outcome.chosen : this.#chosenInCluster()
    throwIfAny(validateChosen(chosen, fileProblem))
    return restConfigOf(chosen, { timeoutMs: overrides.timeoutMs, pluginPolicy })
  }

  setContext(name: string): KubeConfig {
    const { entries, files } = this.#parts
    if (!entries.contexts.has(name)) {
      const text = `there is no context ${quoted(name)}; ${namesInstead(name, [...entries.contexts.keys()])}`
      throw configErrorOf([{ file: files.join(', ') || undefined, field: 'contexts', text }])
    }
    // What was asked for beside the context was about the one before.
    return new LoadedKubeConfig({ ...this.#parts, choice: { context: name } })
  }

  merge(other: KubeConfig): KubeConfig {
    if (!(other instanceof LoadedKubeConfig)) {
      throw new ConfigError('expected what loadKubeConfig or parseKubeConfig gives', { field: 'other' })
    }
    const theirs = other.#parts
    const entries = mergeEntries([this.#parts.entries, theirs.entries])
    const files = [...new Set([...this.files, ...theirs.files])]
    return new LoadedKubeConfig({ ...this.#parts, entries, files })
  }

  minify(): KubeConfig {
    const { choice, files } = this.#parts
    const minified = minifyEntries(this.#parts.entries, choice, files.join(', ') || undefined)
    // The cluster and the user that were asked for are the context's now.
    return new LoadedKubeConfig({ ...this.#parts, ...minified })
  }

  async flatten(): Promise<KubeConfig> {
    const { flattenEntries } = await import('./flatten-entries.ts')
    return new LoadedKubeConfig({ ...this.#parts, entries: await flattenEntries(this.#parts.entries) })
  }

  async toYaml(options: KubeConfigTextOptions = {}): Promise<string> {
    const { entriesToYaml } = await import('./to-text.ts')
    return entriesToYaml(this.#parts.entries, this.currentContext, options.redacted)
  }

  async toJson(options: KubeConfigTextOptions = {}): Promise<string> {
    const { entriesToJson } = await import('./to-text.ts')
    return entriesToJson(this.#parts.entries, this.currentContext, options.redacted)
  }

  toJSON(): unknown {
    return { currentContext: this.currentContext, files: this.files, contexts: this.contexts() }
  }

  [inspectSymbol](): unknown {
    return this.toJSON()
  }

  #choose(): ChoiceOutcome {
    const { entries, choice, overrides, files } = this.#parts
    return choose(entries, choice, overrides, files.length === 0 ? undefined : files.join(', '))
  }

  #chosenInCluster(): Chosen {
    const { inCluster, overrides, nothing } = this.#parts
    if (inCluster === undefined) throw nothing()
    return chosenInCluster(inCluster, overrides)
  }
}
