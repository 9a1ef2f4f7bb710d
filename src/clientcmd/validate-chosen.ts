import { execApiVersions, execInteractiveModes } from '../transport/credentials/exec-config.ts'
import { issuerProblem } from '../transport/credentials/oidc-config.ts'
import { proxyUrlProblem } from '../transport/proxy/proxy-url.ts'
import type { Chosen } from './choose.ts'
import type { AuthProviderEntry, ExecEntry } from './entries.ts'
import { pemText } from './pem-data.ts'
import { type Problem, quoted } from './problems.ts'
import { isHttps, serverProblem } from './server-url.ts'

/** Why a file cannot be read, in a few words; undefined if it can. */
export type FileProblem = (path: string) => string | undefined

/**
 * Everything that is wrong with what was chosen, and only with that: other entries of the file may be broken.
 *
 * Source of the rules: `validateClusterInfo` and `validateAuthInfo` in k8s.io/client-go/tools/clientcmd. Checked
 * here and not there: the server's form, PEM, a CA beside the insecure flag.
 */
export function validateChosen(chosen: Chosen, fileProblem: FileProblem): readonly Problem[] {
  return [...validateCluster(chosen, fileProblem), ...validateUser(chosen, fileProblem)]
}

function validateCluster({ cluster, clusterPlace }: Chosen, fileProblem: FileProblem): Problem[] {
  const problems: Problem[] = []
  const add = (field: string, text: string | undefined): void => {
    if (text !== undefined) problems.push({ ...clusterPlace(field), text })
  }
  const { server, certificateAuthority: caFile, certificateAuthorityData: caData } = cluster
  add('server', server === undefined ? 'is missing' : serverProblem(server))
  if (caFile !== undefined && caData !== undefined) {
    add('certificate-authority', 'and certificate-authority-data are both given, only one is allowed')
  }
  if (caFile !== undefined) add('certificate-authority', fileProblem(caFile))
  if (caData !== undefined) add('certificate-authority-data', certificateProblem(pemText(caData)))
  if (cluster.insecureSkipTlsVerify && (caFile ?? caData) !== undefined && server !== undefined && isHttps(server)) {
    add('insecure-skip-tls-verify', 'is true and a certificate authority is given, only one is allowed')
  }
  if (cluster.proxyUrl !== undefined) add('proxy-url', proxyUrlProblem(cluster.proxyUrl))
  return problems
}

function validateUser({ cluster, user, userPlace }: Chosen, fileProblem: FileProblem): Problem[] {
  const problems: Problem[] = []
  const add = (field: string, text: string | undefined): void => {
    if (text !== undefined) problems.push({ ...userPlace(field), text })
  }
  const secure = cluster.server !== undefined && isHttps(cluster.server)
  const hasBasic = user.username !== undefined || user.password !== undefined
  for (const field of ['token', 'tokenFile'] as const) {
    if (user[field] === undefined || !hasBasic) continue
    add(field, 'is given beside username and password, only one way to log in is allowed')
  }
  if (secure && user.token === undefined && user.tokenFile !== undefined) add('tokenFile', fileProblem(user.tokenFile))
  const hasCertificate = (user.clientCertificate ?? user.clientCertificateData) !== undefined
  if (hasCertificate) validateCertificate(user, add, fileProblem)
  if (user.as === undefined && (user.asUid ?? user.asGroups ?? user.asUserExtra) !== undefined) {
    add('as', 'is missing, and as-uid, as-groups and as-user-extra need it')
  }
  if (user.exec && user.authProvider) add('exec', 'and auth-provider are both given, only one is allowed')
  // Both are set aside where fixed credentials are there too, and no credentials are read for a plain http server.
  const hasHeader = user.token !== undefined || user.tokenFile !== undefined || hasBasic
  if (secure && user.exec && !hasHeader && !hasCertificate) validateExec(user.exec, add)
  if (secure && user.authProvider && !hasHeader) validateAuthProvider(user.authProvider, add)
  return problems
}

/** Source of the rules: `validateAuthInfo`, and the defaults of `v1beta1` in k8s.io/client-go/tools/clientcmd/api/v1. */
function validateExec(exec: ExecEntry, add: (field: string, text: string | undefined) => void): void {
  const oneOf = (names: readonly string[]) => `expected one of ${names.join(', ')}`
  if (exec.command === undefined) add('exec.command', 'is missing: it is the program that gives the credentials')
  if (exec.apiVersion === undefined) add('exec.apiVersion', `is missing; ${oneOf(execApiVersions)}`)
  else if (!isOneOf(exec.apiVersion, execApiVersions)) add('exec.apiVersion', oneOf(execApiVersions))
  if (exec.interactiveMode === undefined) {
    if (exec.apiVersion !== 'client.authentication.k8s.io/v1beta1') {
      add('exec.interactiveMode', `is missing; ${oneOf(execInteractiveModes)}`)
    }
  } else if (!isOneOf(exec.interactiveMode, execInteractiveModes)) {
    add('exec.interactiveMode', oneOf(execInteractiveModes))
  }
  for (const [index, { name }] of (exec.env ?? []).entries()) {
    if (name === '') add(`exec.env[${index}].name`, 'is missing')
  }
}

/** Source of the fields: `newOIDCAuthProvider` in k8s.io/client-go/plugin/pkg/client/auth/oidc. */
function validateAuthProvider(
  { name, config = {} }: AuthProviderEntry,
  add: (field: string, text: string | undefined) => void,
): void {
  if (name !== 'oidc') {
    const found = name === undefined ? 'none' : quoted(name)
    add('auth-provider.name', `expected oidc, found ${found}: others are plugins today (exec)`)
    return
  }
  const addConfig = (field: string, text: string | undefined) => add(`auth-provider.config.${field}`, text)
  const issuer = config['idp-issuer-url']
  addConfig('idp-issuer-url', issuer ? issuerProblem(issuer) : 'is missing')
  if (!config['client-id']) addConfig('client-id', 'is missing')
  if (!config['id-token'] && !config['refresh-token']) {
    addConfig('id-token', 'and refresh-token are missing: log in first')
  }
  const ca = config['idp-certificate-authority-data']
  if (ca) {
    addConfig('idp-certificate-authority-data', certificateProblem(Buffer.from(ca, 'base64').toString()))
  }
}

/** Narrows a text of the file to what it may be. */
export function isOneOf<T extends string>(text: string | undefined, names: readonly T[]): text is T {
  return names.some((name) => name === text)
}

function validateCertificate(
  user: Chosen['user'],
  add: (field: string, text: string | undefined) => void,
  fileProblem: FileProblem,
): void {
  const { clientCertificate, clientCertificateData, clientKey, clientKeyData } = user
  if (clientCertificate !== undefined && clientCertificateData !== undefined) {
    add('client-certificate', 'and client-certificate-data are both given, only one is allowed')
  }
  if (clientKey !== undefined && clientKeyData !== undefined) {
    add('client-key', 'and client-key-data are both given, only one is allowed')
  }
  if ((clientKey ?? clientKeyData) === undefined) {
    add('client-key', 'and client-key-data are missing; a client certificate needs its key')
  }
  if (clientCertificate !== undefined) add('client-certificate', fileProblem(clientCertificate))
  if (clientCertificateData !== undefined)
    add('client-certificate-data', certificateProblem(pemText(clientCertificateData)))
  if (clientKey !== undefined) add('client-key', fileProblem(clientKey))
  if (clientKeyData !== undefined) add('client-key-data', keyProblem(pemText(clientKeyData)))
}

/** Looks for a PEM block only; whether its content makes sense is for TLS to say. */
export function certificateProblem(text: string): string | undefined {
  return /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/.test(text)
    ? undefined
    : 'is base64, but not of a PEM certificate'
}

function keyProblem(text: string): string | undefined {
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(text)) {
    return 'is a key with a passphrase, which a kubeconfig has no place for'
  }
  return /-----BEGIN ([A-Z0-9]+ )?PRIVATE KEY-----[^-]+-----END /.test(text)
    ? undefined
    : 'is base64, but not of a PEM private key'
}
