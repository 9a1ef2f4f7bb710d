import { basename, dirname, resolve } from 'node:path'
import type {
  AuthProviderEntry,
  Cluster,
  ClusterExtensions,
  Context,
  Entries,
  Entry,
  ExecEntry,
  Extension,
  Plugins,
  User,
} from './entries.ts'
import { noEntries } from './entries.ts'
import { FieldReader, isMapping, nameOfType } from './field-reader.ts'
import { type Problem, quoted, shownName } from './problems.ts'

type LocalProblem = Omit<Problem, 'file'>

/** How a kubeconfig is to be read. */
export interface DecodeOptions {
  /** Leaves relative paths as they are, to be shown or written again. Default: they are the file's. */
  readonly keepsPaths?: boolean | undefined
}

/**
 * Reads a parsed kubeconfig. Relative paths are taken from the file's folder; without a file they stay as they are.
 *
 * All problems come back, not only the first; with any, the entries are what could be read.
 */
export function decodeEntries(
  value: unknown,
  file?: string,
  { keepsPaths = false }: DecodeOptions = {},
): { entries: Entries; problems: readonly Problem[] } {
  if (value === null || value === undefined) return { entries: noEntries, problems: [] }
  if (!isMapping(value)) {
    const subject = file === undefined ? 'the kubeconfig: ' : ''
    const text = `${subject}expected a mapping with clusters, users and contexts, found ${nameOfType(value)}`
    return { entries: noEntries, problems: [{ file, text }] }
  }
  const problems: LocalProblem[] = []
  const fields = new FieldReader(value, '', problems)
  checkKind(fields)
  const currentContext = fields.string('current-context')
  const located = (path: string | undefined): string | undefined =>
    path === undefined || file === undefined || keepsPaths ? path : resolve(dirname(file), path)
  const preferences = fields.nested('preferences')
  const entries: Entries = {
    preferences: { colors: preferences?.boolean('colors'), extensions: preferences && decodeExtensions(preferences) },
    extensions: decodeExtensions(fields),
    currentContext: currentContext === undefined ? undefined : { name: currentContext, file },
    clusters: named(fields, 'clusters', 'cluster', problems, (reader) => ({ ...decodeCluster(reader, located), file })),
    users: named(fields, 'users', 'user', problems, (reader) => ({ ...decodeUser(reader, located), file })),
    contexts: named(fields, 'contexts', 'context', problems, (reader) => ({ ...decodeContext(reader), file })),
  }
  return { entries, problems: problems.map((problem) => ({ file, ...problem })) }
}

/** Both may be left out; what they say has to be right. */
function checkKind(fields: FieldReader): void {
  const kind = fields.string('kind')
  const apiVersion = fields.string('apiVersion')
  if (kind !== undefined && kind !== 'Config') fields.problem('kind', 'expected Config, found another kind')
  if (apiVersion !== undefined && apiVersion !== 'v1')
    fields.problem('apiVersion', 'expected v1, found another version')
}

/** Reads a list such as `clusters: [{ name, cluster }]` into a map. Two entries of one name are a problem. */
function named<T>(
  fields: FieldReader,
  listName: string,
  contentName: string,
  problems: LocalProblem[],
  decode: (reader: FieldReader) => Entry<T>,
): Map<string, Entry<T>> {
  const entries = new Map<string, Entry<T>>()
  for (const [index, item] of (fields.list(listName) ?? []).entries()) {
    if (item === null) continue
    if (!isMapping(item)) {
      fields.problem(`${listName}[${index}]`, `expected a mapping, found ${nameOfType(item)}`)
      continue
    }
    const outer = new FieldReader(item, `${listName}[${index}].`, problems)
    if (!outer.has('name')) outer.problem('name', 'is missing')
    // An empty name is client-go's too: what no context and no current-context is found under.
    const name = outer.string('name') ?? ''
    if (entries.has(name)) {
      outer.problem('name', `${quoted(name)} is the name of an earlier entry too`)
      continue
    }
    const content = outer.mapping(contentName) ?? {}
    const inner = new FieldReader(content, `${listName}[${name === '' ? index : shownName(name)}].`, problems)
    entries.set(name, { ...decode(inner), extensions: decodeExtensions(inner) })
  }
  return entries
}

type Located = (path: string | undefined) => string | undefined

function decodeCluster(fields: FieldReader, located: Located): Cluster & ClusterExtensions {
  return {
    server: fields.string('server'),
    tlsServerName: fields.string('tls-server-name'),
    insecureSkipTlsVerify: fields.boolean('insecure-skip-tls-verify'),
    certificateAuthority: located(fields.string('certificate-authority')),
    certificateAuthorityData: fields.base64('certificate-authority-data'),
    proxyUrl: fields.string('proxy-url'),
    disableCompression: fields.boolean('disable-compression'),
    execConfig: decodeExecExtension(fields),
  }
}

/** Other extensions are other programs' business, whatever is in them. */
function decodeExecExtension(fields: FieldReader): unknown {
  const list = decodeExtensions(fields)
  return list?.find(({ name }) => name === 'client.authentication.k8s.io/exec')?.extension ?? undefined
}

function decodeExtensions(fields: FieldReader): readonly Extension[] | undefined {
  const list = fields.mappings('extensions').flatMap(({ name, extension }) => {
    return typeof name === 'string' ? [{ name, extension }] : []
  })
  return list.length === 0 ? undefined : list
}

function decodeUser(fields: FieldReader, located: Located): User & Plugins {
  return {
    clientCertificate: located(fields.string('client-certificate')),
    clientCertificateData: fields.base64('client-certificate-data'),
    clientKey: located(fields.string('client-key')),
    clientKeyData: fields.base64('client-key-data'),
    token: fields.string('token'),
    tokenFile: located(fields.string('tokenFile')),
    username: fields.string('username'),
    password: fields.string('password'),
    as: fields.string('as'),
    asUid: fields.string('as-uid'),
    asGroups: unlessEmpty(fields.strings('as-groups')),
    asUserExtra: fields.stringLists('as-user-extra'),
    exec: decodeExec(fields.nested('exec'), located),
    authProvider: decodeAuthProvider(fields.nested('auth-provider')),
  }
}

function unlessEmpty<T>(list: readonly T[] | undefined): readonly T[] | undefined {
  return list?.length === 0 ? undefined : list
}

function decodeExec(fields: FieldReader | undefined, located: Located): ExecEntry | undefined {
  if (fields === undefined) return undefined
  const command = fields.string('command')
  return {
    apiVersion: fields.string('apiVersion'),
    // A name is looked for in PATH, also beside a file of that name.
    command: command !== undefined && basename(command) !== command ? located(command) : command,
    args: fields.strings('args'),
    env: fields
      .nestedList('env')
      ?.map((each) => ({ name: each.string('name') ?? '', value: each.string('value') ?? '' })),
    installHint: fields.string('installHint'),
    provideClusterInfo: fields.boolean('provideClusterInfo'),
    interactiveMode: fields.string('interactiveMode'),
  }
}

function decodeAuthProvider(fields: FieldReader | undefined): AuthProviderEntry | undefined {
  return fields && { name: fields.string('name'), config: fields.texts('config') }
}

function decodeContext(fields: FieldReader): Context {
  return { cluster: fields.string('cluster'), user: fields.string('user'), namespace: fields.string('namespace') }
}
