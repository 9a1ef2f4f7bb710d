import { anonymousConfig, type RestConfig, transportFor } from '../rest/index.ts'
import { impliesTls } from '../rest/resolve-config.ts'
import { resolveHost } from '../rest/resolve-host.ts'
import type { Transport } from '../transport/index.ts'
import type { CacheWarning } from './cache-warning.ts'

/** A config whose answers are kept in files, and what lets go of its connections. */
export interface HttpCachedConfig {
  readonly config: RestConfig
  readonly close: () => Promise<void>
}

/**
 * Puts an HTTP cache between a config's client and its connections. Credentials are added below the cache, which
 * therefore never sees one.
 */
export function httpCachedConfig(config: RestConfig, directory: string, warning: CacheWarning): HttpCachedConfig {
  const { origin, basePath } = resolveHost(config.host, impliesTls(config.tls))
  const transport = transportFor(config)
  let caching: Promise<Transport> | undefined
  const open = () => {
    caching ??= import('./http-cache.ts').then(({ cachingTransport }) =>
      cachingTransport(transport, directory, warning),
    )
    return caching
  }
  return {
    config: {
      ...anonymousConfig(config),
      host: origin + basePath,
      tls: undefined,
      transport: { send: async (request) => (await open()).send(request), close: () => transport.close() },
    },
    close: () => transport.close(),
  }
}
