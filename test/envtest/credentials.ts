import { createPublicKey, randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import path from 'node:path'
import { createCertificateAuthority, type KeyedCertificate } from '../../src/server/certificates.ts'

/** Everything that proves something between the servers and their clients, as text and as files in one folder. */
export interface Credentials {
  readonly caPem: string
  readonly adminCertPem: string
  readonly adminKeyPem: string
  /** Makes a client certificate that the server takes. */
  readonly issueClient: (commonName: string, organizations?: readonly string[]) => Promise<KeyedCertificate>
  /** Of a user in the group system:masters. */
  readonly adminToken: string
  /** Of a user without any rights beyond discovery. */
  readonly limitedToken: string
  readonly files: {
    readonly ca: string
    readonly servingCert: string
    readonly servingKey: string
    readonly serviceAccountKey: string
    readonly serviceAccountPublicKey: string
    readonly tokens: string
  }
}

/** The name of the user that may do next to nothing. */
export const limitedUser = 'limited'

export async function createCredentials(folder: string): Promise<Credentials> {
  const authority = await createCertificateAuthority('kubeclient envtest')
  const [serving, admin, serviceAccount] = await Promise.all([
    authority.issue({
      commonName: 'kube-apiserver',
      usage: 'server',
      dnsNames: ['localhost', 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'],
      ipAddresses: ['127.0.0.1', '10.0.0.1'],
    }),
    authority.issue({ commonName: 'admin', organizations: ['system:masters'], usage: 'client' }),
    authority.issue({ commonName: 'service-accounts', usage: 'client' }),
  ])
  const adminToken = randomBytes(16).toString('hex')
  const limitedToken = randomBytes(16).toString('hex')
  const contents = {
    ca: ['ca.crt', authority.certPem],
    servingCert: ['serving.crt', serving.certPem],
    servingKey: ['serving.key', serving.keyPem],
    serviceAccountKey: ['service-account.key', serviceAccount.keyPem],
    // kube-apiserver finds the public part by itself only in the older encodings of a private key.
    serviceAccountPublicKey: ['service-account.pub', publicKeyOf(serviceAccount.keyPem)],
    tokens: ['tokens.csv', `${adminToken},token-admin,1,system:masters\n${limitedToken},${limitedUser},2\n`],
  } as const
  await mkdir(folder, { recursive: true })
  const fileOf = (name: string) => path.join(folder, name)
  await Promise.all(Object.values(contents).map(([name, text]) => writeFile(fileOf(name), text, { mode: 0o600 })))
  return {
    caPem: authority.certPem,
    adminCertPem: admin.certPem,
    adminKeyPem: admin.keyPem,
    issueClient: (commonName, organizations) => authority.issue({ commonName, organizations, usage: 'client' }),
    adminToken,
    limitedToken,
    files: {
      ca: fileOf(contents.ca[0]),
      servingCert: fileOf(contents.servingCert[0]),
      servingKey: fileOf(contents.servingKey[0]),
      serviceAccountKey: fileOf(contents.serviceAccountKey[0]),
      serviceAccountPublicKey: fileOf(contents.serviceAccountPublicKey[0]),
      tokens: fileOf(contents.tokens[0]),
    },
  }
}

function publicKeyOf(privateKeyPem: string): string {
  return createPublicKey(privateKeyPem).export({ type: 'spki', format: 'pem' }).toString()
}
