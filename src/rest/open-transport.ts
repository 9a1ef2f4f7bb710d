import { acquireConnections, type ConnectionOptions } from '../transport/connections.ts'
import { TokenFileSource, type Transport } from '../transport/index.ts'
import { authorize } from './authorized-transport.ts'
import { staticHeaders } from './request-headers.ts'
import { requireConfig } from './require-config.ts'
import { checkConfig, impliesTls } from './resolve-config.ts'
import { resolveHost } from './resolve-host.ts'
import type { RestConfig } from './rest-config.ts'

/**
 * The connections of a config, shared with all clients of the same one, with its credentials on every request. Closing
 * what is returned gives them back; the last one closes them. A transport that the config brought along stays open:
 * it belongs to whoever made it.
 *
 * @throws {ConfigError} if the config cannot be meant
 */
export function transportFor(config: RestConfig): Transport {
  requireConfig(config)
  checkConfig(config)
  const headers = staticHeaders(config)
  const exec = execOf(config)
  const oidc = hasFixedHeader(config) ? undefined : config.oidc
  if (config.transport !== undefined && exec === undefined && oidc === undefined) {
    const file = config.bearerTokenFile
    const credentials = config.credentials ?? (file ? new TokenFileSource(file) : undefined)
    return authorize(config.transport, { headers, credentials }, async () => undefined)
  }
  const lease = acquireConnections({
    host: resolveHost(config.host, impliesTls(config.tls)).origin,
    tls: config.tls,
    disableCompression: config.disableCompression,
    proxyUrl: config.proxyUrl,
    credentials: config.credentials,
    bearerTokenFile: config.bearerTokenFile,
    exec,
    oidc,
    transport: config.transport,
  })
  return authorize(lease.transport, { headers, credentials: lease.credentials }, () => lease.release())
}

function hasFixedHeader(config: RestConfig): boolean {
  return Boolean(config.bearerToken || config.bearerTokenFile || config.username || config.password)
}

/** The plugin to run, unless there are credentials that go before it. Source: `UpdateTransportConfig` of client-go's exec. */
function execOf(config: RestConfig): ConnectionOptions['exec'] {
  const { exec, tls } = config
  const hasCertificate = tls?.certFile || tls?.certData?.length
  if (exec === undefined || hasFixedHeader(config) || hasCertificate) return undefined
  const { origin, basePath } = resolveHost(config.host, impliesTls(tls))
  const { insecure, serverName, caFile, caData } = tls ?? {}
  const cluster = {
    server: origin + basePath,
    tls: { insecure, serverName, caFile, caData },
    proxyUrl: config.proxyUrl,
    disableCompression: config.disableCompression,
  }
  return { config: exec, cluster }
}

/**
 * What of a config says where the server is and how to trust it, without what says who is asking.
 *
 * Source: `AnonymousClientConfig` in k8s.io/client-go/rest.
 *
 * @throws {ConfigError} if it has no host
 */
export function anonymousConfig(config: RestConfig): RestConfig {
  requireConfig(config)
  const { insecure, serverName, caFile, caData } = config.tls ?? {}
  // A list of what may stay: whatever is added to a config later is left out until it is known to be no credential.
  return {
    host: config.host,
    apiPath: config.apiPath,
    groupVersion: config.groupVersion,
    contentType: config.contentType,
    acceptContentTypes: config.acceptContentTypes,
    ...(config.tls === undefined ? {} : { tls: { insecure, serverName, caFile, caData } }),
    userAgent: config.userAgent,
    disableCompression: config.disableCompression,
    qps: config.qps,
    burst: config.burst,
    rateLimiter: config.rateLimiter,
    maxRetries: config.maxRetries,
    warningHandler: config.warningHandler,
    numbers: config.numbers,
    timeoutMs: config.timeoutMs,
    proxyUrl: config.proxyUrl,
    transport: config.transport,
  }
}
