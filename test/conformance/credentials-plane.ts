import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe } from 'vitest'
import { type RESTClient, type RestConfig, restClientFor } from '../../src/rest/index.ts'
import { createCertificateAuthority } from '../../src/server/certificates.ts'
import { type OidcTestProvider, startOidcProvider } from '../../src/transport/credentials/oidc-provider.test-support.ts'
import { BinaryUnavailableError } from '../envtest/binaries.ts'
import { type ControlPlane, startControlPlane } from '../envtest/control-plane.ts'
import { isServerVersion, type ServerVersion } from '../envtest/programs.ts'
import { chosenTargets } from './target.ts'

/** A kube-apiserver that can be logged in to in every way, for one file. */
export interface CredentialsPlane {
  readonly plane: ControlPlane
  readonly provider: OidcTestProvider
  /** What the provider is verified with. */
  readonly providerCa: string
  /** The server alone: who asks is to be added. */
  readonly server: RestConfig
  /** For files of the tests. */
  readonly folder: string
  /** A client that is closed with the file. */
  readonly client: (config: RestConfig) => RESTClient
  /** Whom the server takes the owner of a config for. */
  readonly whoAmI: (client: RESTClient) => Promise<UserInfo>
}

export interface UserInfo {
  readonly username?: string
  readonly uid?: string
  readonly groups?: readonly string[]
  readonly extra?: Readonly<Record<string, readonly string[]>>
}

/** Registers tests for each real server that is asked for. Where one cannot be built, they are skipped, but not in CI. */
export function describeCredentials(define: (get: () => CredentialsPlane) => void): void {
  for (const version of chosenTargets().filter(isServerVersion)) {
    describe(`[${version}]`, () => {
      let current: CredentialsPlane | undefined
      const closers: (() => Promise<unknown>)[] = []
      let missing: string | undefined
      beforeAll(async () => {
        try {
          current = await start(version, closers)
        } catch (error) {
          if (!(error instanceof BinaryUnavailableError) || process.env['CI']) throw error
          missing = error.message
        }
      })
      beforeEach((context) => {
        context.task.meta.target = version
        if (missing === undefined) return
        context.task.meta.skipKind = 'no-real-server'
        context.skip(missing)
      })
      afterAll(async () => {
        for (const close of closers.reverse()) await close()
      })
      define(() => {
        if (current === undefined) throw new Error('there is no server')
        return current
      })
    })
  }
}

async function start(version: ServerVersion, closers: (() => Promise<unknown>)[]): Promise<CredentialsPlane> {
  const folder = await mkdtemp(path.join(tmpdir(), 'kubeclient-credentials-'))
  closers.push(() => rm(folder, { recursive: true, force: true }))
  const ca = await createCertificateAuthority('identity provider')
  const certificate = await ca.issue({ commonName: 'idp', ipAddresses: ['127.0.0.1'], usage: 'server' })
  const provider = await startOidcProvider({ certificate })
  closers.push(() => provider.close())
  const caFile = path.join(folder, 'idp-ca.crt')
  await writeFile(caFile, ca.certPem)
  const plane = await startControlPlane({
    version,
    extraArgs: [
      `--oidc-issuer-url=${provider.issuer}`,
      `--oidc-client-id=${provider.clientId}`,
      `--oidc-ca-file=${caFile}`,
      '--oidc-username-claim=sub',
      '--oidc-username-prefix=oidc:',
    ],
  })
  closers.push(() => plane.close())
  return {
    plane,
    provider,
    providerCa: ca.certPem,
    server: { host: plane.url, tls: { caData: plane.config.tls.caData } },
    folder,
    client(config) {
      const made = restClientFor({ ...config, apiPath: '/api', groupVersion: { group: '', version: 'v1' } })
      closers.push(() => made.close())
      return made
    },
    async whoAmI(client) {
      const apiVersion = `authentication.k8s.io/${version.startsWith('1.27.') ? 'v1beta1' : 'v1'}`
      const review = await client
        .post()
        .absPath(`/apis/${apiVersion}/selfsubjectreviews`)
        .body({ apiVersion, kind: 'SelfSubjectReview' })
        .into<{ status: { userInfo: UserInfo } }>()
      return review.status.userInfo
    },
  }
}
