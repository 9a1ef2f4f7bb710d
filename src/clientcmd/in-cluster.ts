import { join } from 'node:path'
import { type Chosen, placeOf } from './choose.ts'
import type { Cluster, User } from './entries.ts'
import { type ConfigOverrides, overrideCluster, overrideUser } from './overrides.ts'
import { configErrorOf } from './problems.ts'
import { certificateProblem } from './validate-chosen.ts'

export interface InClusterOptions {
  /** Default: the process's environment. */
  readonly env?: Readonly<Record<string, string | undefined>> | undefined
  /** Folder with `token`, `ca.crt` and `namespace`. Default: `/var/run/secrets/kubernetes.io/serviceaccount`. */
  readonly serviceAccountDir?: string | undefined
}

/** What a pod knows of its own cluster. */
export interface InCluster {
  readonly cluster: Cluster
  readonly user: User
  readonly namespace: string | undefined
}

/** @throws {ConfigError} */
export async function readInCluster(options: InClusterOptions): Promise<InCluster> {
  const { env, tokenFile, caFile, namespaceFile } = resolveOptions(options)
  const [host, port] = [env['KUBERNETES_SERVICE_HOST'], env['KUBERNETES_SERVICE_PORT']]
  if (!host || !port) {
    const missing = [...(host ? [] : ['KUBERNETES_SERVICE_HOST']), ...(port ? [] : ['KUBERNETES_SERVICE_PORT'])]
    const text = `${missing.length === 1 ? 'is' : 'are'} not set in the environment; this process is not in a pod`
    throw configErrorOf([{ field: missing.join(', '), text }])
  }
  const [token, ca, namespace] = await Promise.all([readText(tokenFile), readText(caFile), readText(namespaceFile)])
  if (token instanceof Error) {
    throw configErrorOf([{ file: tokenFile, text: 'the service account token cannot be read' }], { cause: token })
  }
  if (token === '') throw configErrorOf([{ file: tokenFile, text: 'the service account token is empty' }])
  const trusted = typeof ca === 'string' && certificateProblem(ca) === undefined
  return {
    cluster: { server: `https://${hostAndPort(host, port)}`, certificateAuthority: trusted ? caFile : undefined },
    user: { token, tokenFile },
    namespace: env['POD_NAMESPACE'] || (typeof namespace === 'string' && namespace) || undefined,
  }
}

/** Whether {@link readInCluster} is worth a try: both variables are set and there is a token file. */
export async function isInClusterPossible(options: InClusterOptions): Promise<boolean> {
  const { env, tokenFile } = resolveOptions(options)
  if (!env['KUBERNETES_SERVICE_HOST'] || !env['KUBERNETES_SERVICE_PORT']) return false
  return filesOfPod()
    .stat(tokenFile)
    .then(
      (status) => !status.isDirectory(),
      () => false,
    )
}

/** The pod's own cluster as if it had been chosen from a kubeconfig, so that overrides mean the same for it. */
export function chosenInCluster({ cluster, user }: InCluster, overrides: ConfigOverrides): Chosen {
  const place = placeOf('in-cluster', undefined, overrides)
  return {
    context: {},
    cluster: overrideCluster(cluster, overrides),
    user: overrideUser(user, overrides),
    clusterPlace: place,
    userPlace: place,
  }
}

/** Loaded where there is a pod's cluster to read: Node takes longer for it than for a kubeconfig. */
function filesOfPod(): typeof import('node:fs/promises') {
  return process.getBuiltinModule('node:fs/promises')
}

/** An IPv6 address needs brackets. */
function hostAndPort(host: string, port: string): string {
  return host.includes(':') && !host.startsWith('[') ? `[${host}]:${port}` : `${host}:${port}`
}

function resolveOptions(options: InClusterOptions): {
  env: Readonly<Record<string, string | undefined>>
  tokenFile: string
  caFile: string
  namespaceFile: string
} {
  const folder = options.serviceAccountDir ?? '/var/run/secrets/kubernetes.io/serviceaccount'
  return {
    env: options.env ?? process.env,
    tokenFile: join(folder, 'token'),
    caFile: join(folder, 'ca.crt'),
    namespaceFile: join(folder, 'namespace'),
  }
}

async function readText(file: string): Promise<string | Error> {
  try {
    return (await filesOfPod().readFile(file, 'utf8')).trim()
  } catch (error) {
    return error as Error
  }
}
