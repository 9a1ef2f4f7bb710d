import { ConfigError, RequestError } from '../errors/index.ts'
import type { GroupVersion } from '../meta/index.ts'
import { formatGroupVersion } from '../meta/index.ts'
import type { Transport } from '../transport/index.ts'
import { backoffFromEnvironment } from './backoff.ts'
import type { ClientParts, ContentConfig } from './client-parts.ts'
import { identityOf } from './identity.ts'
import { jsonCodec, type NumberMode } from './numbers.ts'
import { transportFor } from './open-transport.ts'
import { type PatchKind, type PatchMediaType, patchMediaType } from './patch-type.ts'
import { joinPath } from './path.ts'
import { type RateLimiter, TokenBucketRateLimiter } from './rate-limiter.ts'
import { Request } from './request.ts'
import { impliesTls } from './resolve-config.ts'
import { resolveHost } from './resolve-host.ts'
import type { RestConfig } from './rest-config.ts'
import { defaultMaxRetries } from './retry.ts'
import type { WarningHandler } from './warnings.ts'

/** What the clients above need of a REST client; implement it to put another in its place. */
export interface RESTInterface {
  getRateLimiter(): RateLimiter | undefined
  verb(verb: string): Request
  post(): Request
  put(): Request
  patch(type: PatchKind | PatchMediaType): Request
  get(): Request
  delete(): Request
  apiVersion(): GroupVersion
}

/** What a client can be given beyond its constructor's arguments. */
export interface RESTClientOptions {
  readonly warningHandler?: WarningHandler | undefined
  /** Default: 10. */
  readonly maxRetries?: number | undefined
  readonly numbers?: NumberMode | undefined
  /**
   * Deadline of each request, in milliseconds; the server is told (query `timeout`). Of a stream or a watch it covers the
   * time to the head of the answer. Default: none.
   */
  readonly timeoutMs?: number | undefined
  /** How requests say who is asking, in kind; errors of 401 and 403 name it. Default: they do not. */
  readonly identity?: string | undefined
  /** Called by `close()`. Whoever opened the transport closes it, so by default nothing is. */
  readonly onClose?: (() => Promise<void>) | undefined
}

/**
 * Sends requests below one base URL and API version. All other clients are this one with a path.
 *
 * `close()` lets go of its connections; a client that is not closed keeps no process alive.
 */
export class RESTClient implements RESTInterface {
  readonly #parts: ClientParts
  readonly #numbers: NumberMode | undefined
  readonly #onClose: () => Promise<void>

  /**
   * Most callers want {@link restClientFor}, which also adds credentials.
   *
   * @param baseUrl the server, with or without a base path
   * @param versionedApiPath what follows it, such as `/api/v1`
   * @param rateLimiter undefined for none
   */
  constructor(
    baseUrl: string | URL,
    versionedApiPath: string,
    content: ContentConfig,
    rateLimiter: RateLimiter | undefined,
    transport: Transport,
    options: RESTClientOptions = {},
  ) {
    this.#parts = {
      address: resolveHost(String(baseUrl), false),
      versionedApiPath: joinPath('/', versionedApiPath),
      content: { ...content },
      acceptHeader: { Accept: content.acceptContentTypes || `${content.contentType || 'application/json'}, */*` },
      codec: jsonCodec(options.numbers),
      transport,
      rateLimiter,
      backoff: backoffFromEnvironment(globalThis.process?.env ?? {}),
      warningHandler: options.warningHandler,
      maxRetries: Math.max(0, options.maxRetries ?? defaultMaxRetries),
      timeoutMs: options.timeoutMs,
      identity: options.identity,
    }
    this.#numbers = options.numbers
    this.#onClose = options.onClose ?? (async () => undefined)
  }

  /** Starts a request with any HTTP method. */
  verb(verb: string): Request {
    if (!/^[A-Za-z]+$/.test(verb)) throw new RequestError(`invalid verb "${verb}": expected an HTTP method`)
    return new Request(this.#parts, verb.toUpperCase())
  }

  get(): Request {
    return this.verb('GET')
  }

  post(): Request {
    return this.verb('POST')
  }

  put(): Request {
    return this.verb('PUT')
  }

  /** Starts a patch. Its type decides the header Content-Type. */
  patch(type: PatchKind | PatchMediaType): Request {
    return this.verb('PATCH').setHeader('Content-Type', patchMediaType(type))
  }

  delete(): Request {
    return this.verb('DELETE')
  }

  /** Group and version that the client was made for; both empty if for none. */
  apiVersion(): GroupVersion {
    return this.#parts.content.groupVersion ?? { group: '', version: '' }
  }

  /**
   * A client of another group/version of the same server, with the same connections, limiter and settings. Closing it
   * closes nothing.
   */
  forGroupVersion(groupVersion: GroupVersion): RESTClient {
    const { address, content, rateLimiter, transport, warningHandler, maxRetries, timeoutMs, identity } = this.#parts
    const path = joinPath(groupVersion.group === '' ? '/api' : '/apis', formatGroupVersion(groupVersion))
    const own = { ...content, groupVersion: { group: groupVersion.group, version: groupVersion.version } }
    const options = { warningHandler, maxRetries, timeoutMs, identity, numbers: this.#numbers }
    return new RESTClient(address.origin + address.basePath, path, own, rateLimiter, transport, options)
  }

  getRateLimiter(): RateLimiter | undefined {
    return this.#parts.rateLimiter
  }

  /** Lets go of the connections; the last client of a config closes them, and what still runs on them fails. */
  close(): Promise<void> {
    return this.#onClose()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/**
 * A REST client for one group/version of a server.
 *
 * @throws {ConfigError} if `groupVersion` is missing or the config cannot be meant
 */
export function restClientFor(config: RestConfig): RESTClient {
  const { groupVersion } = config
  if (groupVersion === undefined) {
    throw new ConfigError('a REST client needs a group and a version', { field: 'groupVersion' })
  }
  return createClient(config, joinPath('/', config.apiPath ?? '', formatGroupVersion(groupVersion)))
}

/** A REST client for the paths below `apiPath`, of no particular group/version. */
export function unversionedRestClientFor(config: RestConfig): RESTClient {
  return createClient(config, joinPath('/', config.apiPath ?? ''))
}

function createClient(config: RestConfig, versionedApiPath: string): RESTClient {
  const { origin, basePath } = resolveHost(config.host, impliesTls(config.tls))
  const transport = transportFor(config)
  const content: ContentConfig = {
    contentType: config.contentType,
    acceptContentTypes: config.acceptContentTypes,
    groupVersion: config.groupVersion,
  }
  return new RESTClient(origin + basePath, versionedApiPath, content, rateLimiterFor(config), transport, {
    warningHandler: config.warningHandler,
    maxRetries: config.maxRetries,
    timeoutMs: config.timeoutMs,
    numbers: config.numbers,
    identity: identityOf(config),
    onClose: () => transport.close(),
  })
}

/** None unless asked for: a server of today queues fairly by itself, and a 429 is honoured. */
function rateLimiterFor(config: RestConfig): RateLimiter | undefined {
  if (config.rateLimiter !== undefined) return config.rateLimiter
  if (config.qps === undefined || config.qps <= 0) return undefined
  if (config.burst === undefined || config.burst <= 0) {
    throw new ConfigError('needs to be positive when qps is set and no rateLimiter is given', { field: 'burst' })
  }
  return new TokenBucketRateLimiter(config.qps, config.burst)
}
