import { CertificateSlot, filling } from './credentials/certificate-slot.ts'
import type { CredentialSource } from './credentials/credential-source.ts'
import type { ExecCluster, ExecConfig } from './credentials/exec-config.ts'
import { LazySource } from './credentials/lazy-source.ts'
import type { OidcConfig } from './credentials/oidc-config.ts'
import { TokenFileSource } from './credentials/token-file.ts'
import { createDefaultTransport } from './default-transport.ts'
import type { TlsOptions } from './tls-options.ts'
import type { Transport } from './transport.ts'
import type { TransportOptions } from './transport-options.ts'

/** What decides which clients share connections and credentials. */
export interface ConnectionOptions extends Omit<TransportOptions, 'clientCertificate'> {
  /** Origin of the server, such as `https://10.0.0.1:6443`. */
  readonly host: string
  /** Where credentials come from. Compared by identity. */
  readonly credentials?: CredentialSource | undefined
  /** Used if there is no `credentials`; one source for each path and host. */
  readonly bearerTokenFile?: string | undefined
  /** Used if there is none of the above: a program that gives credentials, and the server that they are for. */
  readonly exec?: { readonly config: ExecConfig; readonly cluster: ExecCluster } | undefined
  /** Used if there is none of the above. One source for each identity and host. */
  readonly oidc?: OidcConfig | undefined
  /** Used instead of the default transport, and left open by `release`: it belongs to whoever made it. */
  readonly transport?: Transport | undefined
}

/** The right to use shared connections, until it is given back. */
export interface ConnectionLease {
  readonly transport: Transport
  readonly credentials: CredentialSource | undefined
  /** Gives up this lease; the last one closes the connections. Calling it again does nothing. */
  release(): Promise<void>
}

interface Connections {
  readonly transport: Transport
  readonly credentials: CredentialSource | undefined
  /** Ends what a source of ours still does. */
  readonly close: () => void
  leases: number
}

const shared = new Map<string, Connections>()

/**
 * The connections of these options: the same ones for all who ask with equal options while anybody holds them.
 *
 * @throws {ConfigError} if the TLS options contradict each other
 */
export function acquireConnections(options: ConnectionOptions): ConnectionLease {
  const key = connectionKey(options)
  const connections = shared.get(key) ?? open(options)
  shared.set(key, connections)
  connections.leases += 1
  let held = true
  return {
    transport: connections.transport,
    credentials: connections.credentials,
    async release() {
      if (!held) return
      held = false
      connections.leases -= 1
      if (connections.leases > 0) return
      shared.delete(key)
      connections.close()
      if (connections.transport !== options.transport) await connections.transport.close()
    },
  }
}

function open(options: ConnectionOptions): Connections {
  const { bearerTokenFile: file, credentials, exec, oidc, transport } = options
  const slot = transport === undefined ? new CertificateSlot() : undefined
  if (credentials !== undefined) return opened(options, filling(credentials, slot), slot)
  if (file) return opened(options, new TokenFileSource(file))
  if (exec !== undefined) {
    const source = new LazySource(async () => {
      const { ExecSource } = await import('./credentials/exec-source.ts')
      return new ExecSource(exec.config, exec.cluster)
    })
    return opened(options, filling(source, slot), slot, () => source.close())
  }
  if (oidc === undefined) return opened(options, undefined)
  const source = new LazySource(async () => {
    const { OidcSource } = await import('./credentials/oidc-source.ts')
    return new OidcSource(oidc)
  })
  return opened(options, source, undefined, () => source.close())
}

function opened(
  options: ConnectionOptions,
  credentials: CredentialSource | undefined,
  slot?: CertificateSlot,
  close: () => void = () => undefined,
): Connections {
  const transport = options.transport ?? createDefaultTransport({ ...options, clientCertificate: slot })
  return { transport, credentials, close, leases: 0 }
}

const tlsFields: readonly (keyof TlsOptions)[] = [
  'insecure',
  'serverName',
  'caFile',
  'caData',
  'certFile',
  'certData',
  'keyFile',
  'keyData',
]

/**
 * Tells options apart. It holds what they hold, keys and tokens included, and lives as long as the connections, which
 * hold that too; a hash of it would load `node:crypto` for clients that never send a request.
 */
function connectionKey(options: ConnectionOptions): string {
  const parts = [
    options.host,
    ...tlsFields.map((field) => asText(options.tls?.[field])),
    options.disableCompression ?? false,
    // Infinity is no JSON.
    String(options.maxSockets),
    String(options.connectTimeoutMs),
    String(options.idleSocketTimeoutMs),
    identity(options.transport),
    identity(options.credentials),
    options.bearerTokenFile,
    options.proxyUrl,
    // Holds the whole of it: what the environment of a plugin says may make the difference between two users.
    options.exec,
    // Without its function: whoever comes first is told of new tokens.
    options.oidc,
  ]
  return JSON.stringify(parts, (_name, value: unknown) => asText(value))
}

/** Bytes are PEM: the same, whether they come as text or not. */
function asText(value: unknown): unknown {
  return value instanceof Uint8Array ? new TextDecoder('latin1').decode(value) : value
}

const identities = new WeakMap<object, number>()
let lastIdentity = 0

function identity(value: object | undefined): number | undefined {
  if (value === undefined) return undefined
  const known = identities.get(value)
  if (known !== undefined) return known
  lastIdentity += 1
  identities.set(value, lastIdentity)
  return lastIdentity
}
