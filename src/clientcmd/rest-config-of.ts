import type { ImpersonationConfig, RestConfig } from '../rest/rest-config.ts'
import { execApiVersions, execInteractiveModes } from '../transport/credentials/exec-config.ts'
import type { ExecConfig, OidcConfig, PluginPolicy, TlsOptions } from '../transport/index.ts'
import type { Chosen } from './choose.ts'
import type { Cluster, User } from './entries.ts'
import { withRedaction } from './redaction.ts'
import { isHttps, withoutQuery } from './server-url.ts'
import { isOneOf } from './validate-chosen.ts'

/** What the caller adds to what the files say. */
export interface RestConfigSettings {
  readonly timeoutMs?: number | undefined
  readonly pluginPolicy?: PluginPolicy | undefined
}

/**
 * Makes a RestConfig of what was chosen and found valid. Fields that say nothing are left out.
 *
 * Credentials, CA and client certificate are read for https servers only, so that nobody sends a token over plain
 * http by a slip in a file. Source: `ClientConfig` in k8s.io/client-go/tools/clientcmd.
 */
export function restConfigOf(
  { cluster, user, userName }: Chosen,
  { timeoutMs, pluginPolicy }: RestConfigSettings = {},
): RestConfig {
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
      proxyUrl: cluster.proxyUrl,
      exec: secure ? execOf(cluster, user, pluginPolicy) : undefined,
      oidc: secure ? oidcOf(user, userName) : undefined,
    }),
  })
}

function hasHeader(user: Chosen['user']): boolean {
  return (user.token ?? user.tokenFile ?? user.username ?? user.password) !== undefined
}

/** New tokens go into the file that the old ones come from. */
function oidcOf(user: Chosen['user'], userName: string | undefined): OidcConfig | undefined {
  const { authProvider, file } = user
  if (authProvider?.name !== 'oidc' || hasHeader(user)) return undefined
  const { config = {} } = authProvider
  const ca = config['idp-certificate-authority-data']
  return {
    idpIssuerUrl: config['idp-issuer-url'] ?? '',
    clientId: config['client-id'] ?? '',
    ...present({
      clientSecret: config['client-secret'],
      idpCertificateAuthority: config['idp-certificate-authority'],
      idpCertificateAuthorityData: ca && Buffer.from(ca, 'base64').toString(),
      idToken: config['id-token'],
      refreshToken: config['refresh-token'],
      onRotated: file === undefined || userName === undefined ? undefined : tokenWriter(file, userName),
    }),
  }
}

function tokenWriter(file: string, userName: string): NonNullable<OidcConfig['onRotated']> {
  return async ({ idToken, refreshToken }) => {
    const { modifyFiles } = await import('./modify-files.ts')
    const tokens = { 'id-token': idToken, ...(refreshToken === undefined ? {} : { 'refresh-token': refreshToken }) }
    const users = { [userName]: { 'auth-provider': { config: tokens } } }
    await modifyFiles({ files: [file], explicit: true }, { users })
  }
}

/** Fixed credentials go before a plugin. */
function execOf(
  { execConfig }: Chosen['cluster'],
  user: Chosen['user'],
  pluginPolicy: PluginPolicy | undefined,
): ExecConfig | undefined {
  const { exec } = user
  const hasCertificate = (user.clientCertificate ?? user.clientCertificateData) !== undefined
  if (exec?.command === undefined || hasHeader(user) || hasCertificate) return undefined
  const { apiVersion, command, interactiveMode } = exec
  if (!isOneOf(apiVersion, execApiVersions)) return undefined
  return {
    apiVersion,
    command,
    ...present({
      args: exec.args,
      env: exec.env,
      installHint: exec.installHint,
      provideClusterInfo: exec.provideClusterInfo,
      interactiveMode: isOneOf(interactiveMode, execInteractiveModes) ? interactiveMode : 'IfAvailable',
      clusterConfig: execConfig,
      pluginPolicy,
    }),
  }
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
