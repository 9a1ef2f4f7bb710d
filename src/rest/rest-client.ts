// For `await using`: a program whose target is older than that, and that has no types of Node, compiles all the same.
/// <reference lib="esnext.disposable" preserve="true" />
import { ConfigError } from '../errors/index.ts'
import type { GroupVersion } from '../meta/index.ts'
import { formatGroupVersion } from '../meta/index.ts'
import { createDefaultTransport, type Transport } from '../transport/index.ts'
import { backoffFromEnvironment } from './backoff.ts'
import type { ClientParts, ContentConfig } from './client-parts.ts'
import { closable } from './closable.ts'
import { identityOf } from './identity.ts'
import { jsonCodec, type NumberMode } from './numbers.ts'
import { transportFor } from './open-transport.ts'
import { type PatchKind, type PatchMediaType, patchMediaType } from './patch-type.ts'
import { joinPath } from './path.ts'
import { type RateLimiter, TokenBucketRateLimiter } from './rate-limiter.ts'
import { Request } from './request.ts'
import { checkVerb } from './request-checks.ts'
import { requireConfig } from './require-config.ts'
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

  /**
   * Most callers want {@link restClientFor}, which also adds credentials.
   *
   * @param baseUrl the server, with or without a base path
   * @param versionedApiPath what follows it, such as `/api/v1`
   * @param rateLimiter undefined for none
   * @param transport left open by `close()`. Default: one of this client's own, without credentials.
   * @throws {ConfigError} if the URL cannot be meant
   */
  constructor(
    baseUrl: string | URL,
    versionedApiPath: string,
    content: ContentConfig = {},
    rateLimiter?: RateLimiter,
    transport?: Transport,
    options: RESTClientOptions = {},
  ) {
    const { onClose = nothing } = options
    const address = resolveHost(baseUrl instanceof URL ? baseUrl.href : baseUrl, false)
    this.#parts = {
      address,
      prefix: joinPath('/', address.basePath, versionedApiPath),
      content: { ...content },
      acceptHeader: Object.freeze({
        Accept: content.acceptContentTypes || `${content.contentType || 'application/json'}, */*`,
      }),
      codec: jsonCodec(options.numbers),
      transport: transport ? closable(transport, onClose) : ownTransport(onClose),
      // A Go program's nil is easily written as null.
      rateLimiter: rateLimiter ?? undefined,
      backoff: backoffFromEnvironment(globalThis.process?.env ?? {}),
      warningHandler: options.warningHandler,
      maxRetries: Math.max(0, options.maxRetries ?? defaultMaxRetries),
      timeoutMs: options.timeoutMs,
      identity: options.identity,
    }
    this.#numbers = options.numbers
  }

  /** Starts a request with any HTTP method. */
  verb(verb: string): Request {
    return new Request(this.#parts, String(verb).toUpperCase(), () => checkVerb(verb))
  }

  get(): Request {
    return new Request(this.#parts, 'GET')
  }

  post(): Request {
    return new Request(this.#parts, 'POST')
  }

  put(): Request {
    return new Request(this.#parts, 'PUT')
  }

  /** Starts a patch. Its type decides the header Content-Type. */
  patch(type: PatchKind | PatchMediaType): Request {
    return new Request(this.#parts, 'PATCH', (request) => request.setHeader('Content-Type', patchMediaType(type)))
  }

  delete(): Request {
    return new Request(this.#parts, 'DELETE')
  }

  /** Group and version that the client was made for; both empty if for none. */
  apiVersion(): GroupVersion {
    return this.#parts.content.groupVersion ?? { group: '', version: '' }
  }

  /**
   * A client of another group/version of the same server, with the same connections, limiter and settings. Closing it
   * closes no connection.
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

  /**
   * Lets go of the connections; the last client of a config closes them, and what still runs on them fails. From then
   * on requests of this client and of those from {@link forGroupVersion} are refused with a `RequestError`.
   */
  close(): Promise<void> {
    return this.#parts.transport.close()
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.close()
  }
}

/** Connections of a client that was given none. */
function ownTransport(onClose: () => Promise<void>): Transport {
  const transport = createDefaultTransport()
  return closable(transport, async () => {
    await transport.close()
    await onClose()
  })
}

async function nothing(): Promise<void> {
  // What a client was given is not its own to close.
}

/**
 * A REST client for one group/version of a server.
 *
 * @throws {ConfigError} if `groupVersion` is missing or the config cannot be meant
 */
export function restClientFor(config: RestConfig): RESTClient {
  requireConfig(config)
  const { groupVersion } = config
  if (typeof groupVersion?.group !== 'string' || typeof groupVersion.version !== 'string') {
    throw new ConfigError('a REST client needs a group and a version: { group, version }', { field: 'groupVersion' })
  }
  return createClient(config, joinPath('/', config.apiPath ?? '', formatGroupVersion(groupVersion)))
}

/** A REST client for the paths below `apiPath`, of no particular group/version. */
export function unversionedRestClientFor(config: RestConfig): RESTClient {
  requireConfig(config)
  return createClient(config, joinPath('/', config.apiPath ?? ''))
}

function createClient(config: RestConfig, versionedApiPath: string): RESTClient {
  const { origin, basePath } = resolveHost(config.host, impliesTls(config.tls))
  // Whatever can be refused is, before there are connections to let go of.
  const rateLimiter = rateLimiterFor(config)
  jsonCodec(config.numbers)
  const transport = transportFor(config)
  const content: ContentConfig = {
    contentType: config.contentType,
    acceptContentTypes: config.acceptContentTypes,
    groupVersion: config.groupVersion,
  }
  return new RESTClient(origin + basePath, versionedApiPath, content, rateLimiter, transport, {
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
  const { qps, burst = defaultBurst } = config
  if (qps === undefined || qps <= 0) return undefined
  if (Number.isNaN(qps)) throw new ConfigError('expected a number, found NaN', { field: 'qps' })
  if (!Number.isInteger(burst) || burst < 0) {
    throw new ConfigError(`expected a positive integer, found ${burst}`, { field: 'burst' })
  }
  return new TokenBucketRateLimiter(qps, burst || defaultBurst)
}

/** Source: `DefaultBurst` in k8s.io/client-go/rest. */
const defaultBurst = 10
