import type { KeyedCertificate } from './certificates.ts'

/** What a kubeconfig file for one server and one user says. */
export interface KubeconfigContent {
  /** Name of the cluster and the context. */
  readonly name: string
  readonly server: string
  /** Undefined: plain http. */
  readonly caPem?: string | undefined
  readonly client?: KeyedCertificate | undefined
  readonly token?: string | undefined
}

/** Writes a kubeconfig. Every value is a JSON string, which YAML reads as it is. */
export function kubeconfigText({ name, server, caPem, client, token }: KubeconfigContent): string {
  const user = `${name}-admin`
  const quoted = JSON.stringify
  const base64 = (pem: string) => Buffer.from(pem).toString('base64')
  const credentials = [
    ...(client === undefined
      ? []
      : [`    client-certificate-data: ${base64(client.certPem)}`, `    client-key-data: ${base64(client.keyPem)}`]),
    ...(token === undefined ? [] : [`    token: ${quoted(token)}`]),
  ]
  return `${[
    'apiVersion: v1',
    'kind: Config',
    'clusters:',
    `- name: ${quoted(name)}`,
    '  cluster:',
    `    server: ${quoted(server)}`,
    ...(caPem === undefined ? [] : [`    certificate-authority-data: ${base64(caPem)}`]),
    'users:',
    `- name: ${quoted(user)}`,
    ...(credentials.length === 0 ? ['  user: {}'] : ['  user:', ...credentials]),
    'contexts:',
    `- name: ${quoted(name)}`,
    '  context:',
    `    cluster: ${quoted(name)}`,
    `    user: ${quoted(user)}`,
    `current-context: ${quoted(name)}`,
  ].join('\n')}\n`
}
