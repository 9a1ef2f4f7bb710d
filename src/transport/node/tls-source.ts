import type { ConnectionOptions } from 'node:tls'
import type { ClientCertificate, ClientCertificateSource } from '../credentials/certificate-slot.ts'
import type { TlsOptions } from '../tls-options.ts'
import { connectionOptions, type Pems, proxyConnectionOptions, readPems } from './tls-material.ts'

/** What TLS is done with, as of the last look at the files. */
export interface TlsMaterial {
  readonly server: ConnectionOptions
  /** For TLS with a proxy. */
  readonly proxy: ConnectionOptions
}

export interface TlsChange {
  readonly material: TlsMaterial
  /** The client shows another certificate now: what was connected with the last one is somebody else's. */
  readonly identityChanged: boolean
}

/** How often the files are looked at. Source: the same bound in client-go's `certRotatingDialer`. */
const lookAgainMs = 1000

/** The TLS options and the files behind them, which may change while they are used. */
export class TlsSource {
  readonly #tls: TlsOptions
  readonly #certificates: ClientCertificateSource | undefined
  readonly #now: () => number
  /** Whether anything is read from files at all. */
  readonly hasFiles: boolean
  #pems: Pems | undefined
  #shown: ClientCertificate | undefined
  #lookedAt = 0

  constructor(
    tls: TlsOptions,
    certificates: ClientCertificateSource | undefined,
    now: () => number = () => performance.now(),
  ) {
    this.#tls = tls
    this.#certificates = certificates
    this.#now = now
    // Data wins over files, which then are not looked at.
    const isFile = (data: string | Uint8Array | undefined, file: string | undefined) => !data?.length && Boolean(file)
    this.hasFiles =
      isFile(tls.caData, tls.caFile) || isFile(tls.certData, tls.certFile) || isFile(tls.keyData, tls.keyFile)
  }

  /** Whether it is time to look; asked before each request, so it costs next to nothing. */
  get isDue(): boolean {
    if (this.#certificates !== undefined && this.#certificates.current() !== this.#shown) return true
    return this.hasFiles && this.#now() - this.#lookedAt >= lookAgainMs
  }

  /** @throws {ConfigError} that names the file and the field, never what is in it */
  async load(): Promise<TlsMaterial> {
    const shown = this.#certificates?.current()
    this.#lookedAt = this.#now()
    const pems = await readPems(this.#tls, shown)
    const material = this.#materialOf(pems)
    this.#pems = pems
    this.#shown = shown
    return material
  }

  /**
   * What is new; undefined if nothing is. Files that cannot be used right now, for example because the certificate
   * has been replaced and its key not yet, leave everything as it is until the next look.
   *
   * @throws {ConfigError} if a certificate that was handed over cannot be used
   */
  async change(): Promise<TlsChange | undefined> {
    const last = this.#pems
    const isHandedOver = this.#certificates?.current() !== this.#shown
    try {
      const material = await this.load()
      const now = this.#pems
      const identityChanged = now?.cert?.text !== last?.cert?.text || now?.key?.text !== last?.key?.text
      if (!identityChanged && now?.ca?.text === last?.ca?.text) return undefined
      return { material, identityChanged }
    } catch (error) {
      if (isHandedOver) throw error
      return undefined
    }
  }

  #materialOf(pems: Pems): TlsMaterial {
    return { server: connectionOptions(this.#tls, pems), proxy: proxyConnectionOptions(this.#tls, pems) }
  }
}
