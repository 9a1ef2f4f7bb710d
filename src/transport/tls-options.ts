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
