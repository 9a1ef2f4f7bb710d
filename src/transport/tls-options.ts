import { ConfigError } from '../errors/index.ts'

/** How the server is verified, and which certificate the client shows. Data wins over a file of the same purpose. */
export interface TlsOptions {
  /** Does not verify the server's certificate. Cannot be combined with a CA. Default: false. */
  readonly insecure?: boolean | undefined
  /** The name that the server's certificate has to be for, and that is sent as SNI, instead of the host's. */
  readonly serverName?: string | undefined
  /** PEM file of the certificates that are trusted. Without any CA, Node's own roots and `NODE_EXTRA_CA_CERTS` count. */
  readonly caFile?: string | undefined
  /** PEM text or bytes. */
  readonly caData?: string | Uint8Array | undefined
  /** PEM file of the client's certificate, with intermediates. */
  readonly certFile?: string | undefined
  /** PEM text or bytes. */
  readonly certData?: string | Uint8Array | undefined
  /** PEM file of the client's private key. */
  readonly keyFile?: string | undefined
  /** PEM text or bytes. */
  readonly keyData?: string | Uint8Array | undefined
}

/** @throws {ConfigError} if options contradict each other; files are not looked at */
export function validateTlsOptions(tls: TlsOptions): void {
  if (tls.insecure === true && (isSet(tls.caData) || isSet(tls.caFile))) {
    const field = isSet(tls.caData) ? 'tls.caData' : 'tls.caFile'
    throw new ConfigError('cannot be combined with tls.insecure, which verifies nothing', { field })
  }
  const cert = isSet(tls.certData) || isSet(tls.certFile)
  const key = isSet(tls.keyData) || isSet(tls.keyFile)
  if (cert && !key) {
    throw new ConfigError('a client certificate needs its private key: set tls.keyFile or tls.keyData', {
      field: isSet(tls.certData) ? 'tls.certData' : 'tls.certFile',
    })
  }
  if (key && !cert) {
    throw new ConfigError('a private key needs its certificate: set tls.certFile or tls.certData', {
      field: isSet(tls.keyData) ? 'tls.keyData' : 'tls.keyFile',
    })
  }
}

/** An empty value counts as none, as everywhere in client-go's configuration. */
function isSet(value: string | Uint8Array | undefined): boolean {
  return value !== undefined && value.length > 0
}
