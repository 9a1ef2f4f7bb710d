import path from 'node:path'
import type { Credentials } from './credentials.ts'

export interface Ports {
  readonly etcdClients: number
  readonly etcdPeers: number
  readonly apiServer: number
}

export function etcdFlags(folder: string, ports: Ports): string[] {
  const clients = `http://127.0.0.1:${ports.etcdClients}`
  const peers = `http://127.0.0.1:${ports.etcdPeers}`
  return [
    `--data-dir=${path.join(folder, 'etcd')}`,
    `--listen-client-urls=${clients}`,
    `--advertise-client-urls=${clients}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=default=${peers}`,
    // Nothing of it outlives the tests.
    '--unsafe-no-fsync',
    // It is alone, and would wait for a second to elect itself.
    '--heartbeat-interval=10',
    '--election-timeout=100',
  ]
}

export function apiServerFlags(
  ports: Ports,
  files: Credentials['files'],
  options: { readonly runtimeConfig: string; readonly extraArgs: readonly string[] },
): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${ports.etcdClients}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${ports.apiServer}`,
    `--tls-cert-file=${files.servingCert}`,
    `--tls-private-key-file=${files.servingKey}`,
    `--client-ca-file=${files.ca}`,
    `--token-auth-file=${files.tokens}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${files.serviceAccountPublicKey}`,
    `--service-account-signing-key-file=${files.serviceAccountKey}`,
    '--service-cluster-ip-range=10.0.0.0/24',
    // It refuses pods until somebody has made a service account, which only a controller manager does.
    '--disable-admission-plugins=ServiceAccount',
    '--allow-privileged=true',
    `--runtime-config=${options.runtimeConfig}`,
    ...options.extraArgs,
  ]
}

export function controllerManagerFlags(kubeconfigPath: string): string[] {
  return [
    `--kubeconfig=${kubeconfigPath}`,
    '--leader-elect=false',
    '--secure-port=0',
    '--use-service-account-credentials=false',
  ]
}
