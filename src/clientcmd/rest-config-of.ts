import type { ImpersonationConfig, RestConfig } from '../rest/rest-config.ts'
import type { TlsOptions } from '../transport/index.ts'
import type { Chosen } from './choose.ts'
import type { Cluster, User } from './entries.ts'
import { withRedaction } from './redaction.ts'
import { isHttps, withoutQuery } from './server-url.ts'

/**
 * Makes a RestConfig of what was chosen and found valid. Fields that say nothing are left out.
 *
 * Credentials, CA and client certificate are read for https servers only, so that nobody sends a token over plain
 * http by a slip in a file. Source: `ClientConfig` in k8s.io/client-go/tools/clientcmd.
 */
export function restConfigOf({ cluster, user }: Chosen, timeoutMs?: number): RestConfig {
  const server = cluster.server ?? ''
  const secure = isHttps(server)
  return withRedaction({
    host: withoutQuery(server),
    ...present({
      disableCompression: cluster.disableCompression,
      timeoutMs,
      impersonate: impersonationOf(user),
      username: secure ? user.username : undefined,
      password: secure ? user.password : undefined,
      bearerToken: secure ? user.token : undefined,
      bearerTokenFile: secure ? user.tokenFile : undefined,
      tls: secure ? tlsOf(cluster, user) : undefined,
    }),
  })
}

function tlsOf(cluster: Cluster, user: User): TlsOptions | undefined {
  const certified = (user.clientCertificate ?? user.clientCertificateData) !== undefined
  const tls = present({
    insecure: cluster.insecureSkipTlsVerify,
    serverName: cluster.tlsServerName,
    caFile: cluster.certificateAuthority,
    caData: cluster.certificateAuthorityData,
    certFile: user.clientCertificate,
    certData: user.clientCertificateData,
    // A key without a certificate says nothing.
    keyFile: certified ? user.clientKey : undefined,
    keyData: certified ? user.clientKeyData : undefined,
  })
  return Object.keys(tls).length === 0 ? undefined : tls
}

function impersonationOf(user: User): ImpersonationConfig | undefined {
  if (user.as === undefined) return undefined
  return { userName: user.as, ...present({ uid: user.asUid, groups: user.asGroups, extra: user.asUserExtra }) }
}

function present<T extends object>(fields: T): Partial<T> {
  return Object.fromEntries(
    Object.entries(fields).filter(([, value]) => value !== undefined && value !== false && value !== ''),
  ) as Partial<T>
}
