import { isIP } from 'node:net'
import { hostname } from 'node:os'
import { createCertificateAuthority, type KeyedCertificate } from './certificates.ts'

export interface ServerCertificates {
  readonly caPem: string
  readonly serving: KeyedCertificate
  /** Of the administrator. */
  readonly client: KeyedCertificate
}

/** Makes an authority, a certificate for the server under every name of this machine, and one for its administrator. */
export async function createServerCertificates(host: string, more: readonly string[]): Promise<ServerCertificates> {
  const ca = await createCertificateAuthority('kubeclient-ca')
  const hosts = [...new Set(['localhost', '127.0.0.1', '::1', host, hostname(), ...more])]
  const [serving, client] = await Promise.all([
    ca.issue({
      commonName: 'kubeclient-server',
      dnsNames: [
        ...hosts.filter((name) => isIP(name) === 0),
        'kubernetes',
        'kubernetes.default',
        'kubernetes.default.svc',
      ],
      ipAddresses: hosts.filter((name) => isIP(name) !== 0),
      usage: 'server',
    }),
    ca.issue({ commonName: 'kubernetes-admin', organizations: ['system:masters'], usage: 'client' }),
  ])
  return { caPem: ca.certPem, serving, client }
}
