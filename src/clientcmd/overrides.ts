import type { Cluster, User } from './entries.ts'

/**
 * What replaces fields of the chosen cluster and user, as kubectl's flags do. The names are the kubeconfig's in camel
 * case; `…Data` is PEM text, and relative paths are the process's. Empty values change nothing.
 *
 * - A CA or `insecureSkipTlsVerify` replaces both of them and `…Data`; `server` drops the file's `tls-server-name`.
 * - A certificate or key replaces file and data; a token or token file replaces both of these.
 */
export interface ConfigOverrides extends Cluster, User {
  readonly namespace?: string | undefined
  /** Deadline for each request that is not a stream, in milliseconds. */
  readonly timeoutMs?: number | undefined
}

/** Source of the rules: `getCluster` in k8s.io/client-go/tools/clientcmd. */
export function overrideCluster<T extends Cluster>(cluster: T, overrides: ConfigOverrides): T {
  const merged = {
    ...cluster,
    ...set({
      server: overrides.server,
      proxyUrl: overrides.proxyUrl,
      disableCompression: overrides.disableCompression,
    }),
  }
  const { insecureSkipTlsVerify, certificateAuthority, certificateAuthorityData, tlsServerName } = overrides
  if (insecureSkipTlsVerify || certificateAuthority || certificateAuthorityData) {
    Object.assign(merged, { insecureSkipTlsVerify, certificateAuthority, certificateAuthorityData })
  }
  if (tlsServerName || overrides.server) Object.assign(merged, { tlsServerName })
  return merged
}

/**
 * Source of the rules: `getAuthInfo` in k8s.io/client-go/tools/clientcmd. Unlike there, a token replaces the file's
 * `tokenFile`, which would win over it at the first request.
 */
export function overrideUser<T extends User>(user: T, overrides: ConfigOverrides): T {
  const { clientCertificate, clientCertificateData, clientKey, clientKeyData, token, tokenFile } = overrides
  const merged = {
    ...user,
    ...set({
      username: overrides.username,
      password: overrides.password,
      as: overrides.as,
      asUid: overrides.asUid,
      asGroups: overrides.asGroups,
    }),
  }
  if (overrides.asUserExtra) Object.assign(merged, { asUserExtra: { ...user.asUserExtra, ...overrides.asUserExtra } })
  if (clientCertificate || clientCertificateData) Object.assign(merged, { clientCertificate, clientCertificateData })
  if (clientKey || clientKeyData) Object.assign(merged, { clientKey, clientKeyData })
  if (token || tokenFile) Object.assign(merged, { token, tokenFile })
  return merged
}

/** Only the fields that say something: as for client-go, empty ones do not override. */
function set<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => (Array.isArray(value) ? value.length > 0 : Boolean(value))),
  ) as Partial<T>
}
