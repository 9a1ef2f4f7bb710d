import { formatKubernetesYaml } from '../meta/kubernetes-yaml.ts'
import type { AuthProviderEntry, Cluster, ClusterExtensions, Entries, ExecEntry, Plugins, User } from './entries.ts'

/**
 * A kubeconfig's text: what was read of it, merged, with all paths absolute, and with its secrets. Fields that nobody
 * here knows are not in it.
 */
export async function entriesToYaml(entries: Entries, currentContext: string | undefined): Promise<string> {
  const list = <T>(map: ReadonlyMap<string, T>, content: string, write: (entry: T) => object) =>
    [...map].map(([name, entry]) => ({ [content]: write(entry), name }))
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: list(entries.clusters, 'cluster', clusterFields),
    contexts: list(entries.contexts, 'context', ({ cluster, user, namespace }) =>
      present({ cluster, user, namespace }),
    ),
    'current-context': currentContext ?? '',
    users: list(entries.users, 'user', userFields),
  }
  return formatKubernetesYaml(config)
}

function clusterFields(cluster: Cluster & ClusterExtensions): object {
  const { execConfig } = cluster
  return present({
    'certificate-authority': cluster.certificateAuthority,
    'certificate-authority-data': base64(cluster.certificateAuthorityData),
    'disable-compression': cluster.disableCompression,
    extensions:
      execConfig === undefined ? undefined : [{ extension: execConfig, name: 'client.authentication.k8s.io/exec' }],
    'insecure-skip-tls-verify': cluster.insecureSkipTlsVerify,
    'proxy-url': cluster.proxyUrl,
    server: cluster.server,
    'tls-server-name': cluster.tlsServerName,
  })
}

function userFields(user: User & Plugins): object {
  return present({
    as: user.as,
    'as-groups': user.asGroups,
    'as-uid': user.asUid,
    'as-user-extra': user.asUserExtra,
    'auth-provider': authProviderFields(user.authProvider),
    'client-certificate': user.clientCertificate,
    'client-certificate-data': base64(user.clientCertificateData),
    'client-key': user.clientKey,
    'client-key-data': base64(user.clientKeyData),
    exec: execFields(user.exec),
    password: user.password,
    token: user.token,
    tokenFile: user.tokenFile,
    username: user.username,
  })
}

function execFields(exec: ExecEntry | undefined): object | undefined {
  return exec && present({ ...exec })
}

function authProviderFields(provider: AuthProviderEntry | undefined): object | undefined {
  return provider && present({ name: provider.name, config: provider.config })
}

function present(fields: object): object {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined))
}

function base64(text: string | undefined): string | undefined {
  return text === undefined ? undefined : Buffer.from(text).toString('base64')
}
