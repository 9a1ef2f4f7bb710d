import type { ConnectionOptions } from 'node:tls'
import { ConfigError } from '../../errors/index.ts'
import type { ClientCertificate } from '../credentials/certificate-slot.ts'
import type { TlsOptions } from '../tls-options.ts'
import { nodeCrypto, nodeFs, nodeNet, nodeTls } from './builtins.ts'

/** PEM text, and where it came from. */
interface Pem {
  readonly text: string
  readonly field: string
  readonly file: string | undefined
}

/** The contents of everything that {@link TlsOptions} names. */
export interface Pems {
  readonly ca: Pem | undefined
  readonly cert: Pem | undefined
  readonly key: Pem | undefined
}

/**
 * Reads the files that the options name.
 *
 * @param shown is shown instead of the options' own certificate
 * @throws {ConfigError} that names the file and the field, never what is in it
 */
export async function readPems(tls: TlsOptions, shown: ClientCertificate | undefined): Promise<Pems> {
  const [ca, cert, key] = await Promise.all([
    readPem('ca', tls.caData, tls.caFile),
    readPem('cert', shown?.cert ?? tls.certData, tls.certFile),
    readPem('key', shown?.key ?? tls.keyData, tls.keyFile),
  ])
  return { ca, cert, key }
}

async function readPem(
  purpose: 'ca' | 'cert' | 'key',
  data: string | Uint8Array | undefined,
  file: string | undefined,
): Promise<Pem | undefined> {
  if (data !== undefined && data.length > 0) {
    const text = typeof data === 'string' ? data : Buffer.from(data).toString('latin1')
    return { text, field: `tls.${purpose}Data`, file: undefined }
  }
  if (file === undefined || file === '') return undefined
  const field = `tls.${purpose}File`
  try {
    return { text: await nodeFs().readFile(file, 'latin1'), field, file }
  } catch (cause) {
    throw new ConfigError(isMissing(cause) ? 'there is no such file' : 'cannot be read', { file, field, cause })
  }
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}

/**
 * What Node's TLS wants of them.
 *
 * @throws {ConfigError} that names the file and the field, never what is in it
 */
export function connectionOptions(tls: TlsOptions, { ca, cert, key }: Pems): ConnectionOptions {
  if (ca !== undefined) checkCertificates(ca)
  if (cert !== undefined) checkCertificates(cert)
  // Kept beside the secure context for runtimes whose node:tls reads these instead of it.
  const pem = {
    ...(ca === undefined ? {} : { ca: ca.text }),
    ...(cert === undefined ? {} : { cert: cert.text }),
    ...(key === undefined ? {} : { key: key.text }),
  }
  return {
    ...pem,
    ...verification(tls),
    minVersion: 'TLSv1.2',
    secureContext: secureContext(pem, cert, key),
  }
}

/** TLS with an https proxy: trusted as the server is, but under its own name, and not told who is asking. */
export function proxyConnectionOptions(tls: TlsOptions, { ca }: Pems): ConnectionOptions {
  return connectionOptions({ insecure: tls.insecure }, { ca, cert: undefined, key: undefined })
}

function secureContext(pem: { ca?: string; cert?: string; key?: string }, cert?: Pem, key?: Pem) {
  try {
    return nodeTls.createSecureContext({ ...pem, minVersion: 'TLSv1.2' })
  } catch {
    // OpenSSL's message may quote what it could not read, so it is neither repeated nor kept as a cause.
    throw explainPair(cert, key)
  }
}

function explainPair(cert: Pem | undefined, key: Pem | undefined): ConfigError {
  if (key === undefined)
    return new ConfigError('cannot be used as a certificate', { file: cert?.file, field: cert?.field })
  const where = { file: key.file, field: key.field }
  if (key.text.includes('ENCRYPTED'))
    return new ConfigError('is encrypted: a key without a passphrase is needed', where)
  try {
    nodeTls.createSecureContext({ key: key.text })
  } catch {
    return new ConfigError('holds no private key in PEM form that can be read', where)
  }
  return new ConfigError(`does not belong to the certificate in ${cert?.file ?? cert?.field ?? 'tls.certData'}`, where)
}

const certificatePem = /-----BEGIN CERTIFICATE-----[^-]*-----END CERTIFICATE-----/g

/** Node skips what it cannot read in a list of CAs, and then trusts nobody: better to say so now. */
function checkCertificates(pem: Pem): void {
  const where = { file: pem.file, field: pem.field }
  const { X509Certificate } = nodeCrypto()
  const blocks = pem.text.match(certificatePem)
  if (blocks === null) throw new ConfigError('holds no certificate in PEM form', where)
  for (const [index, block] of blocks.entries()) {
    try {
      new X509Certificate(block)
    } catch {
      throw new ConfigError(`certificate ${index + 1} of ${blocks.length} cannot be read`, where)
    }
  }
}

function verification(tls: TlsOptions): ConnectionOptions {
  const name = tls.serverName === '' ? undefined : tls.serverName
  // Said outright, so that NODE_TLS_REJECT_UNAUTHORIZED cannot weaken a client that did not ask for it.
  const options: ConnectionOptions = { rejectUnauthorized: tls.insecure !== true }
  if (name === undefined) return options
  // An address is not allowed as SNI (RFC 6066, section 3), but may well be what the certificate is for.
  if (nodeNet.isIP(name) === 0) return { ...options, servername: name }
  return { ...options, servername: '', checkServerIdentity: (_host, cert) => nodeTls.checkServerIdentity(name, cert) }
}
