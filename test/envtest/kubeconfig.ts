/** What a kubeconfig for one cluster and one user needs. */
export interface KubeconfigParts {
  readonly server: string
  readonly caPem: string
  readonly certPem: string
  readonly keyPem: string
}

/** A kubeconfig as text: JSON, which every reader of YAML takes, so that nothing has to write YAML here. */
export function kubeconfigText(parts: KubeconfigParts): string {
  const base64 = (text: string) => Buffer.from(text).toString('base64')
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    'current-context': 'envtest',
    clusters: [
      { name: 'envtest', cluster: { server: parts.server, 'certificate-authority-data': base64(parts.caPem) } },
    ],
    users: [
      {
        name: 'admin',
        user: { 'client-certificate-data': base64(parts.certPem), 'client-key-data': base64(parts.keyPem) },
      },
    ],
    contexts: [{ name: 'envtest', context: { cluster: 'envtest', user: 'admin' } }],
  }
  return `${JSON.stringify(config, undefined, 2)}\n`
}
