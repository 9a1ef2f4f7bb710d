import type { TokenUser } from './authentication.ts'
import { isLoopback } from './authentication.ts'

export interface ApiServerOptions {
  /** Address to listen on. Default: `127.0.0.1`. On any other machine's reach callers need credentials. */
  readonly host?: string | undefined
  /** Default: 0, a free one. */
  readonly port?: number | undefined
  /**
   * Whether to speak TLS, with a certificate authority made for this server. Default: true. Plain http is only to be
   * had on a loopback address.
   */
  readonly tls?: boolean | undefined
  /** Further names and addresses that the serving certificate is good for. Default: none. */
  readonly certificateHosts?: readonly string[] | undefined
  /** Bearer tokens and whom they stand for. Default: none. */
  readonly tokens?: Readonly<Record<string, TokenUser>> | undefined
  /** How many events of each resource are kept for watches and old lists. Default: 10,000. */
  readonly historyLimit?: number | undefined
  /** How often watches that asked for bookmarks get one, in milliseconds. Default: 60,000, as a real server. */
  readonly bookmarkIntervalMs?: number | undefined
  /**
   * The versions of aggregated discovery that are served. Default: v2, as 1.37 does. `['v2beta1']` is what servers before
   * 1.30 do, and none at all those before 1.26, with one request for each group and version.
   */
  readonly aggregatedDiscovery?: readonly ('v2' | 'v2beta1')[] | undefined
  /**
   * Whether the server deletes what is in deleted namespaces and what has lost its owners. On a real cluster
   * kube-controller-manager does; a kube-apiserver alone does not. Default: true.
   */
  readonly controllers?: boolean | undefined
}

export interface ResolvedOptions {
  readonly host: string
  readonly port: number
  readonly tls: boolean
  readonly certificateHosts: readonly string[]
  readonly tokens: Readonly<Record<string, TokenUser>>
  readonly historyLimit: number
  readonly bookmarkIntervalMs: number
  readonly aggregatedDiscovery: readonly ('v2' | 'v2beta1')[]
  readonly controllers: boolean
  /** Whether only this machine can reach the server. */
  readonly loopback: boolean
}

/** @throws {RangeError} if an option makes no sense */
export function resolveOptions(options: ApiServerOptions): ResolvedOptions {
  const { host = '127.0.0.1', port = 0, tls = true, historyLimit = 10_000, bookmarkIntervalMs = 60_000 } = options
  if (!Number.isInteger(port) || port < 0 || port > 65_535)
    throw new RangeError(`port ${port} is not between 0 and 65535`)
  if (!(historyLimit >= 1)) throw new RangeError(`historyLimit ${historyLimit} is less than 1`)
  if (!(bookmarkIntervalMs >= 1)) throw new RangeError(`bookmarkIntervalMs ${bookmarkIntervalMs} is less than 1`)
  const loopback = isLoopback(host)
  if (!tls && !loopback) throw new RangeError(`plain http on ${host} would let everyone in: leave tls on`)
  return {
    host,
    port,
    tls,
    historyLimit,
    bookmarkIntervalMs,
    loopback,
    certificateHosts: options.certificateHosts ?? [],
    tokens: options.tokens ?? {},
    aggregatedDiscovery: options.aggregatedDiscovery ?? ['v2'],
    controllers: options.controllers ?? true,
  }
}
