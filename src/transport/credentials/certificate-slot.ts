import { AuthError } from '../../errors/index.ts'
import type { CredentialSource, Credentials } from './credential-source.ts'

/** A client certificate with its key, both PEM text. */
export interface ClientCertificate {
  readonly cert: string
  readonly key: string
}

/** Says which client certificate to show. Asked before each request, so it answers at once and with the same value. */
export interface ClientCertificateSource {
  /** Undefined for the certificate of the TLS options, if there is one. */
  current(): ClientCertificate | undefined
}

/**
 * Where a credential source leaves its certificate for the transport to find. Credentials are asked for once for each
 * request, above the transport; so what is shown in the handshake and what is sent in a header come from one answer.
 */
export class CertificateSlot implements ClientCertificateSource {
  #current: ClientCertificate | undefined

  current(): ClientCertificate | undefined {
    return this.#current
  }

  take({ cert, key }: Credentials): void {
    const current = this.#current
    if (cert === undefined || key === undefined) this.#current = undefined
    else if (current?.cert !== cert || current.key !== key) this.#current = { cert, key }
  }
}

/** A source whose certificates reach a slot. Without a slot, a certificate alone is an error: nothing would show it. */
export function filling(source: CredentialSource, slot: CertificateSlot | undefined): CredentialSource {
  return {
    async get(signal) {
      const credentials = await source.get(signal)
      if (slot !== undefined) slot.take(credentials)
      else if (credentials.cert !== undefined && !credentials.token) {
        throw new AuthError('credentials', 'are a client certificate alone, which a transport of your own cannot show')
      }
      return credentials
    },
    ...(source.invalidate === undefined ? {} : { invalidate: (refused) => source.invalidate?.(refused) }),
  }
}
