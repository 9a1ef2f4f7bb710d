import type { ExecEnvVar } from '../transport/index.ts'

/**
 * A kubeconfig's content after decoding: the wire's fields in camel case, base64 undone, empty values left out (an
 * empty string and an absent field mean the same to client-go), relative paths made absolute.
 */
export interface Cluster {
  readonly server?: string | undefined
  readonly tlsServerName?: string | undefined
  readonly insecureSkipTlsVerify?: boolean | undefined
  /** Path. */
  readonly certificateAuthority?: string | undefined
  /** PEM text or bytes. */
  readonly certificateAuthorityData?: string | Uint8Array | undefined
  readonly proxyUrl?: string | undefined
  readonly disableCompression?: boolean | undefined
}

export interface User {
  /** Path. */
  readonly clientCertificate?: string | undefined
  /** PEM text or bytes. */
  readonly clientCertificateData?: string | Uint8Array | undefined
  /** Path. */
  readonly clientKey?: string | undefined
  /** PEM text or bytes. */
  readonly clientKeyData?: string | Uint8Array | undefined
  readonly token?: string | undefined
  /** Path. */
  readonly tokenFile?: string | undefined
  readonly username?: string | undefined
  readonly password?: string | undefined
  readonly as?: string | undefined
  readonly asUid?: string | undefined
  readonly asGroups?: readonly string[] | undefined
  readonly asUserExtra?: Readonly<Record<string, readonly string[]>> | undefined
}

/** Ways to get credentials that no flag can override. */
export interface Plugins {
  readonly exec?: ExecEntry | undefined
  readonly authProvider?: AuthProviderEntry | undefined
}

/** As the file has it; whether it makes sense is asked when it is to be used. */
export interface ExecEntry {
  readonly apiVersion?: string | undefined
  /** A path, made absolute, if it has a separator; else a name. */
  readonly command?: string | undefined
  readonly args?: readonly string[] | undefined
  readonly env?: readonly ExecEnvVar[] | undefined
  readonly installHint?: string | undefined
  readonly provideClusterInfo?: boolean | undefined
  readonly interactiveMode?: string | undefined
}

export interface AuthProviderEntry {
  readonly name?: string | undefined
  /** Every field that the file has, empty ones included. Undefined if it has no config. */
  readonly config?: Readonly<Record<string, string>> | undefined
}

/** What a cluster says to others than the loader. */
export interface ClusterExtensions {
  /** For exec plugins: the extension `client.authentication.k8s.io/exec`. */
  readonly execConfig?: unknown
}

export interface Context {
  readonly cluster?: string | undefined
  readonly user?: string | undefined
  readonly namespace?: string | undefined
}

/** What some other program keeps in a kubeconfig, by a name of its own. */
export interface Extension {
  readonly name: string
  readonly extension: unknown
}

/** An entry, the file that it comes from, and what others keep there. */
export type Entry<T> = T & {
  readonly file?: string | undefined
  readonly extensions?: readonly Extension[] | undefined
}

/** What people prefer; no program here asks for it. */
export interface Preferences {
  readonly colors?: boolean | undefined
  readonly extensions?: readonly Extension[] | undefined
}

/** One kubeconfig, or several that were merged. Maps, because a name may be `__proto__`. */
export interface Entries {
  readonly preferences?: Preferences | undefined
  readonly extensions?: readonly Extension[] | undefined
  readonly currentContext?: { readonly name: string; readonly file?: string | undefined } | undefined
  readonly clusters: ReadonlyMap<string, Entry<Cluster & ClusterExtensions>>
  readonly users: ReadonlyMap<string, Entry<User & Plugins>>
  readonly contexts: ReadonlyMap<string, Entry<Context>>
}

export const noEntries: Entries = { clusters: new Map(), users: new Map(), contexts: new Map() }

/** True if nothing in it could lead to a server: client-go then tries the cluster that the program runs in. */
export function isEmpty(entries: Entries): boolean {
  return (
    entries.clusters.size === 0 &&
    entries.users.size === 0 &&
    entries.contexts.size === 0 &&
    entries.currentContext === undefined
  )
}

/**
 * Merges kubeconfigs, first one first: for the current context and for each name the first one that has it wins, and
 * its entry is taken whole. Fields of two entries of one name are never mixed.
 */
export function mergeEntries(all: readonly Entries[]): Entries {
  const merged = { clusters: new Map(), users: new Map(), contexts: new Map() }
  for (const entries of all) {
    addMissing(merged.clusters, entries.clusters)
    addMissing(merged.users, entries.users)
    addMissing(merged.contexts, entries.contexts)
  }
  return {
    ...merged,
    currentContext: all.find((entries) => entries.currentContext !== undefined)?.currentContext,
    preferences: {
      colors: all.some(({ preferences }) => preferences?.colors) || undefined,
      extensions: mergeExtensions(all.map(({ preferences }) => preferences?.extensions)),
    },
    extensions: mergeExtensions(all.map(({ extensions }) => extensions)),
  }
}

function mergeExtensions(all: readonly (readonly Extension[] | undefined)[]): readonly Extension[] {
  const merged = new Map<string, Extension>()
  for (const list of all) addMissing(merged, new Map(list?.map((each) => [each.name, each])))
  return [...merged.values()]
}

function addMissing<T>(target: Map<string, T>, source: ReadonlyMap<string, T>): void {
  for (const [name, entry] of source) if (!target.has(name)) target.set(name, entry)
}
