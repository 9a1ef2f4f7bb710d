import path from 'node:path'
import { type KubeConfig, type LoadOptions, loadKubeConfig } from '../clientcmd/index.ts'
import { readDuration } from './duration.ts'
import type { FlagValues } from './flags.ts'

/** The flags of every command that reads a kubeconfig or talks to a server, as kubectl has them. */
export const globalFlags = {
  as: { type: 'string', value: 'USER', isGlobal: true, help: 'act as this user or service account' },
  'as-group': {
    type: 'string',
    value: 'GROUP',
    multiple: true,
    isGlobal: true,
    help: 'act as a member of this group; more may follow',
  },
  'as-uid': { type: 'string', value: 'UID', isGlobal: true, help: 'act as a user with this uid' },
  'cache-dir': {
    type: 'string',
    value: 'DIR',
    isGlobal: true,
    help: 'where to keep answers (default: $KUBECACHEDIR, else ~/.kube/cache)',
  },
  'certificate-authority': { type: 'string', value: 'FILE', isGlobal: true, help: 'whose certificates to trust' },
  'client-certificate': { type: 'string', value: 'FILE', isGlobal: true, help: 'the certificate to log in with' },
  'client-key': { type: 'string', value: 'FILE', isGlobal: true, help: "the certificate's key" },
  cluster: { type: 'string', value: 'NAME', isGlobal: true, help: "the cluster to use (default: the context's)" },
  context: {
    type: 'string',
    value: 'NAME',
    isGlobal: true,
    help: "the context to use (default: the file's current one)",
  },
  'disable-compression': { type: 'boolean', isGlobal: true, help: 'ask for answers that are not compressed' },
  'insecure-skip-tls-verify': {
    type: 'boolean',
    isGlobal: true,
    help: 'take any certificate of the server: whoever is in between can read along',
  },
  kubeconfig: {
    type: 'string',
    value: 'PATH',
    isGlobal: true,
    help: 'a kubeconfig file (default: $KUBECONFIG, else ~/.kube/config)',
  },
  namespace: {
    type: 'string',
    short: 'n',
    value: 'NS',
    isGlobal: true,
    help: "the namespace to work in (default: the context's)",
  },
  password: { type: 'string', value: 'TEXT', isGlobal: true, help: 'the password to log in with' },
  'request-timeout': {
    type: 'string',
    value: 'TIME',
    isGlobal: true,
    help: 'how long a request may take, such as 1s, 2m, 3h (default: 0, no limit)',
  },
  server: {
    type: 'string',
    short: 's',
    value: 'URL',
    isGlobal: true,
    help: "the server's address (default: the cluster's)",
  },
  'tls-server-name': {
    type: 'string',
    value: 'NAME',
    isGlobal: true,
    help: "the name in the server's certificate (default: the host's)",
  },
  token: { type: 'string', value: 'TEXT', isGlobal: true, help: 'the bearer token to log in with' },
  user: {
    type: 'string',
    value: 'NAME',
    isGlobal: true,
    help: "the user of the kubeconfig to be (default: the context's)",
  },
  username: { type: 'string', value: 'TEXT', isGlobal: true, help: 'the name to log in with' },
} as const

export type GlobalFlags = FlagValues<typeof globalFlags>

/**
 * What the flags ask of a kubeconfig: which one, what of it, and what instead. Flags win over the kubeconfig, and that
 * over the cluster that the program runs in.
 *
 * @throws {UsageError} if a flag cannot be understood
 */
export function loadOptionsOf(flags: GlobalFlags): LoadOptions {
  const { kubeconfig, context, cluster, user } = flags
  const timeout = flags['request-timeout']
  const overrides = {
    server: flags.server,
    tlsServerName: flags['tls-server-name'],
    insecureSkipTlsVerify: flags['insecure-skip-tls-verify'],
    certificateAuthority: flags['certificate-authority'],
    disableCompression: flags['disable-compression'],
    clientCertificate: flags['client-certificate'],
    clientKey: flags['client-key'],
    token: flags.token,
    username: flags.username,
    password: flags.password,
    as: flags.as,
    asUid: flags['as-uid'],
    asGroups: flags['as-group'],
    namespace: flags.namespace,
    timeoutMs: timeout === undefined ? undefined : readDuration('request-timeout', timeout) || undefined,
  }
  return { kubeconfig, context, cluster, user, overrides }
}

/** The kubeconfig that a command works with. */
export async function kubeConfigOf(flags: GlobalFlags): Promise<KubeConfig> {
  return loadKubeConfig(loadOptionsOf(flags))
}

/** The folders that kubectl has for the same server, so that each finds what the other kept. */
export function cacheFolders(host: string, flags: GlobalFlags): { discoveryCacheDir: string; httpCacheDir: string } {
  const root =
    flags['cache-dir'] ||
    process.env['KUBECACHEDIR'] ||
    path.join(process.getBuiltinModule('node:os').homedir(), '.kube', 'cache')
  // The characters that kubectl replaces, for file systems that mind them.
  const folder = host
    .replace('https://', '')
    .replace('http://', '')
    .replace(/[^(\w/.)]/g, '_')
  return { discoveryCacheDir: path.join(root, 'discovery', folder), httpCacheDir: path.join(root, 'http') }
}
