import { formatKubernetesYaml } from '../meta/kubernetes-yaml.ts'
import { sortKeys } from '../meta/sort-keys.ts'
import type {
  AuthProviderEntry,
  Cluster,
  Context,
  Entries,
  Entry,
  ExecEntry,
  Extension,
  Plugins,
  User,
} from './entries.ts'

/**
 * A kubeconfig's text: what was read of it, merged, with entries sorted by name. Fields that nobody here knows are not
 * in it.
 *
 * @param redacted leaves secrets out, as {@link redactedFields} says
 */
export async function entriesToYaml(
  entries: Entries,
  currentContext: string | undefined,
  redacted = false,
): Promise<string> {
  return formatKubernetesYaml(sortKeys(wireForm(entries, currentContext, redacted)))
}

/** {@link entriesToYaml} in JSON, with the fields in the order that kubectl has. */
export async function entriesToJson(
  entries: Entries,
  currentContext: string | undefined,
  redacted = false,
): Promise<string> {
  return `${JSON.stringify(wireForm(entries, currentContext, redacted), undefined, 4)}\n`
}

/**
 * Fields and their order, which of them are written when they are empty, and null for empty lists.
 *
 * Source: `Config` and what is in it, in k8s.io/client-go/tools/clientcmd/api/v1.
 */
function wireForm(entries: Entries, currentContext: string | undefined, redacted: boolean): object {
  const shown = redacted ? redactedFields : (fields: Fields) => fields
  const { preferences } = entries
  return {
    kind: 'Config',
    apiVersion: 'v1',
    preferences: present({ colors: preferences?.colors, extensions: extensionList(preferences?.extensions) }),
    clusters: sortedList(entries.clusters, 'cluster', (cluster) => shown(clusterFields(cluster))),
    users: sortedList(entries.users, 'user', (user) => shown(userFields(user, redacted))),
    contexts: sortedList(entries.contexts, 'context', contextFields),
    'current-context': currentContext ?? '',
    ...present({ extensions: extensionList(entries.extensions) }),
  }
}

type Fields = Readonly<Record<string, unknown>>

function sortedList<T>(map: ReadonlyMap<string, T>, content: string, write: (entry: T) => object): object[] | null {
  if (map.size === 0) return null
  return [...map].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, entry]) => ({ name, [content]: write(entry) }))
}

function clusterFields(cluster: Entry<Cluster>): Fields {
  return {
    server: cluster.server ?? '',
    ...present({
      'tls-server-name': cluster.tlsServerName,
      'insecure-skip-tls-verify': cluster.insecureSkipTlsVerify,
      'certificate-authority': cluster.certificateAuthority,
      'certificate-authority-data': base64(cluster.certificateAuthorityData),
      'proxy-url': cluster.proxyUrl,
      'disable-compression': cluster.disableCompression,
      extensions: extensionList(cluster.extensions),
    }),
  }
}

function userFields(user: Entry<User & Plugins>, redacted: boolean): Fields {
  return present({
    'client-certificate': user.clientCertificate,
    'client-certificate-data': base64(user.clientCertificateData),
    'client-key': user.clientKey,
    'client-key-data': base64(user.clientKeyData),
    token: user.token,
    tokenFile: user.tokenFile,
    as: user.as,
    'as-uid': user.asUid,
    'as-groups': user.asGroups,
    'as-user-extra': sortKeys(user.asUserExtra),
    username: user.username,
    password: user.password,
    'auth-provider': authProviderFields(user.authProvider, redacted),
    exec: execFields(user.exec),
    extensions: extensionList(user.extensions),
  })
}

function contextFields({ cluster, user, namespace, extensions }: Entry<Context>): Fields {
  return {
    cluster: cluster ?? '',
    user: user ?? '',
    ...present({ namespace, extensions: extensionList(extensions) }),
  }
}

/** Versions before v1 had no such field; what they did is written out. */
function execFields(exec: ExecEntry | undefined): Fields | undefined {
  if (exec === undefined) return undefined
  const isBeforeV1 = /^client\.authentication\.k8s\.io\/v1(alpha|beta)1$/.test(exec.apiVersion ?? '')
  return {
    command: exec.command ?? '',
    args: exec.args ?? null,
    env: exec.env ?? null,
    ...present({ apiVersion: exec.apiVersion, installHint: exec.installHint }),
    provideClusterInfo: exec.provideClusterInfo ?? false,
    ...present({ interactiveMode: exec.interactiveMode ?? (isBeforeV1 ? 'IfAvailable' : undefined) }),
  }
}

const authProviderSecrets = ['access-token', 'client-secret', 'id-token', 'refresh-token']

function authProviderFields(provider: AuthProviderEntry | undefined, redacted: boolean): Fields | undefined {
  if (provider === undefined) return undefined
  const { name = '', config } = provider
  if (config === undefined) return { name, config: null }
  const shown = Object.entries(config).map(([field, value]) => {
    return [field, redacted && authProviderSecrets.includes(field) ? 'REDACTED' : value]
  })
  return { name, config: sortKeys(Object.fromEntries(shown)) }
}

function extensionList(extensions: readonly Extension[] | undefined): readonly object[] | undefined {
  if (extensions === undefined || extensions.length === 0) return undefined
  return [...extensions]
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .map(({ name, extension = null }) => ({ name, extension: sortKeys(extension) }))
}

/** What stands for fields that are secret or long. Source: `RedactSecrets` and `ShortenConfig` of client-go. */
const standIns: Readonly<Record<string, string>> = {
  token: 'REDACTED',
  password: 'REDACTED',
  'certificate-authority-data': 'DATA+OMITTED',
  'client-certificate-data': 'DATA+OMITTED',
  'client-key-data': 'DATA+OMITTED',
}

function redactedFields(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, standIns[name] ?? value]))
}

function present(fields: Fields): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function base64(data: string | Uint8Array | undefined): string | undefined {
  return data === undefined ? undefined : Buffer.from(data).toString('base64')
}
