import { RequestError } from '../errors/index.ts'
import type { GroupVersion, KubernetesObject } from '../meta/index.ts'
import type { RequestTarget } from './answer.ts'
import type { BackoffManager } from './backoff.ts'
import type { ByteStream } from './byte-stream.ts'
import type { ClientParts } from './client-parts.ts'
import { checkTimeout } from './deadline.ts'
import { type ItemStream, itemStream } from './item-stream.ts'
import type { ObjectType } from './item-type.ts'
import { joinPath, joinPathToSlash } from './path.ts'
import type { PreparedRequest, ReadOptions, StreamOptions, WatchReadOptions } from './perform.ts'
import type { RateLimiter } from './rate-limiter.ts'
import { type BodyInput, type EncodedBody, encodeBody, noBody } from './request-body.ts'
import {
  checkContentType,
  checkHeader,
  checkNamespace,
  checkSegment,
  checkWarningHandler,
  checkWellFormed,
  refuseSecond,
} from './request-checks.ts'
import { addMissingHeaders, type MutableHeaders } from './request-headers.ts'
import { absolutePath, parseRequestUri, requestPath, requestUrl } from './request-path.ts'
import type { Result } from './result.ts'
import type { SendMode } from './retry.ts'
import { sending } from './sending.ts'
import { encodeOptions } from './versioned-params.ts'
import { getDefaultWarningHandler, type WarningHandler } from './warnings.ts'
import { type Watch, WatchReader } from './watch-stream.ts'

/**
 * Builds one request, then sends it. The first thing that a builder refuses is kept; later calls change nothing, and
 * sending rejects with it. A request that has no stream as its body can be sent several times.
 *
 * Source of the rules: `Request` in k8s.io/client-go/rest.
 */
export class Request {
  readonly #client: ClientParts
  readonly #method: string
  #error: RequestError | undefined
  #prefix: string
  #namespace: string | undefined
  #resource = ''
  #name = ''
  #subresource = ''
  #suffix = ''
  #params = new Map<string, readonly string[]>()
  readonly #headers = new Map<string, { name: string; values: readonly string[] }>()
  #body: EncodedBody = noBody
  #isBodySpent = false
  #timeoutMs: number | undefined
  #maxRetries: number
  #warningHandler: WarningHandler | undefined
  #backoff: BackoffManager | undefined
  #rateLimiter: RateLimiter | undefined
  #itemType: ObjectType | undefined

  /**
   * @internal made by a client's `verb()` and its shorthands
   * @param first the first step of building: what it throws is the first error
   */
  constructor(client: ClientParts, verb: string, first?: (request: Request) => void) {
    this.#client = client
    this.#method = verb
    this.#prefix = client.prefix
    this.#timeoutMs = client.timeoutMs
    this.#maxRetries = client.maxRetries
    this.#warningHandler = client.warningHandler
    this.#rateLimiter = client.rateLimiter
    this.#backoff = client.backoff
    if (first !== undefined) this.#build(() => first(this))
  }

  /** The namespace to act in. Empty means all of them, which only lists and watches can do. Can be set once. */
  namespace(namespace: string): this {
    return this.#build(() => {
      refuseSecond('namespace', this.#namespace, namespace)
      checkSegment('namespace', namespace)
      this.#namespace = namespace
    })
  }

  /** Sets the namespace if the resource is namespaced. */
  namespaceIfScoped(namespace: string, isNamespaced: boolean): this {
    return isNamespaced ? this.namespace(namespace) : this
  }

  /** The plural of the resource, such as `pods`. Can be set once. */
  resource(resource: string): this {
    return this.#build(() => {
      refuseSecond('resource', this.#resource || undefined, resource)
      checkSegment('resource', resource)
      this.#resource = resource
    })
  }

  /** Name of the object. Must not be empty. Can be set once. */
  name(name: string): this {
    return this.#build(() => {
      if (name === '') throw new RequestError('resource name may not be empty')
      refuseSecond('resource name', this.#name || undefined, name)
      checkSegment('resource name', name)
      this.#name = name
    })
  }

  /** What follows the name: `status`, or several segments. Can be set once. */
  subresource(...segments: string[]): this {
    return this.#build(() => {
      const subresource = joinPath(...segments)
      refuseSecond('subresource', this.#subresource || undefined, subresource)
      for (const segment of segments) checkSegment('subresource', segment)
      this.#subresource = subresource
    })
  }

  /** Adds segments at the end of the path. They are not checked. */
  suffix(...segments: string[]): this {
    return this.#build(() => {
      for (const segment of segments) checkWellFormed('suffix', segment)
      this.#suffix = joinPath(this.#suffix, ...segments)
    })
  }

  /**
   * The {@link suffix} of a path below another server's root: its last slash counts, and an empty one is that root.
   *
   * @internal for `proxyGet`: client-go's `Suffix` drops the slash, and its HTTP client follows the redirect to it
   */
  suffixFromRoot(path: string): this {
    return this.#build(() => {
      checkWellFormed('suffix', path)
      this.#suffix = joinPathToSlash('/', path)
    })
  }

  /** Adds segments in front of namespace and resource. They are not checked. */
  prefix(...segments: string[]): this {
    return this.#build(() => {
      for (const segment of segments) checkWellFormed('prefix', segment)
      this.#prefix = joinPath(this.#prefix, ...segments)
    })
  }

  /** Replaces API path, version and prefix; the config's base path stays in front. A single segment keeps its last slash. */
  absPath(...segments: string[]): this {
    return this.#build(() => {
      for (const segment of segments) checkWellFormed('path', segment)
      this.#prefix = absolutePath(this.#client.address.basePath, segments)
    })
  }

  /** A path with a query, as a server gives them: {@link absPath}, and the query replaces all parameters. */
  requestUri(uri: string): this {
    return this.#build(() => {
      const { path, params } = parseRequestUri(uri)
      this.#prefix = absolutePath(this.#client.address.basePath, [path])
      this.#params = params
    })
  }

  /** Adds a query parameter. A name may be given several times. */
  param(name: string, value: string): this {
    return this.#build(() => this.#addParam(name, [value]))
  }

  /** Adds options under their wire names, such as `{ labelSelector, limit }`. Undefined ones are left out. */
  versionedParams(options: object): this {
    return this.#build(() => {
      for (const [name, values] of encodeOptions(options)) this.#addParam(name, values)
    })
  }

  /** {@link versionedParams} for a group/version other than the client's. Its options have the same names everywhere. */
  specificallyVersionedParams(options: object, _groupVersion: GroupVersion): this {
    return this.versionedParams(options)
  }

  /** Sets a header, replacing it whatever its case; several values are sent as several headers. None removes it. */
  setHeader(name: string, ...values: string[]): this {
    return this.#build(() => {
      checkHeader(name, values)
      if (values.length === 0) this.#headers.delete(name.toLowerCase())
      else this.#headers.set(name.toLowerCase(), { name, values })
    })
  }

  /**
   * A limit for the whole request, retries included, in milliseconds. The server is told (query `timeout`), and the
   * request fails with a `TimeoutError` on this side. 0 means none.
   */
  timeoutMs(milliseconds: number): this {
    return this.#build(() => {
      checkTimeout('timeoutMs', milliseconds)
      this.#timeoutMs = milliseconds
    })
  }

  /**
   * What to send. An object becomes JSON at once; a string, bytes and a stream go as they are. Null and undefined
   * send nothing. A request whose body is a stream is never repeated, and can be sent once.
   */
  body(body: BodyInput | null | undefined): this {
    return this.#build(() => {
      const encoded = encodeBody(body, this.#client.codec.stringify)
      if (encoded.kind === 'bytes' && encoded.isObject) checkContentType(this.#client.content.contentType)
      this.#body = encoded
      this.#isBodySpent = false
    })
  }

  /** How often the request may be repeated; below zero counts as zero. Default: 10. */
  maxRetries(count: number): this {
    return this.#build(() => {
      if (Number.isNaN(count)) throw new RequestError('invalid maxRetries: expected a number, found NaN')
      this.#maxRetries = Math.max(0, count)
    })
  }

  /** Is told of this answer's warnings instead of the client's handler. */
  warningHandler(handler: WarningHandler): this {
    return this.#build(() => {
      checkWarningHandler(handler)
      this.#warningHandler = handler
    })
  }

  /** Waits for this limiter instead of the client's; undefined for none. */
  throttle(limiter: RateLimiter | undefined): this {
    return this.#build(() => {
      this.#rateLimiter = limiter
    })
  }

  /** Decides how long to hold back from a host in trouble. Undefined: no holding back. */
  backoff(manager: BackoffManager | undefined): this {
    return this.#build(() => {
      this.#backoff = manager
    })
  }

  /**
   * What the items of a list and the objects of a watch are. Those that do not say it themselves get it, as their first
   * fields: servers leave it out of the items of a list.
   */
  itemType(type: ObjectType): this {
    return this.#build(() => {
      this.#itemType = { kind: type.kind, apiVersion: type.apiVersion }
    })
  }

  /** Where the request goes, as far as it has been built. */
  url(): URL {
    return requestUrl(this.#location())
  }

  /** The first thing that the builder refused. */
  error(): RequestError | undefined {
    return this.#error
  }

  /**
   * Sends the request and reads the whole answer.
   *
   * @returns a result for any HTTP answer, failures included
   * @throws {RequestError} what the builder refused, or an empty namespace where one is needed
   * @throws {TransportError} if there was no answer
   */
  async do(options: ReadOptions = {}): Promise<Result> {
    const request = this.#prepare('request')
    checkNamespace(this.#method, this.#namespace, this.#name)
    return (await sending()).performRead(request, options)
  }

  /** Sends the request and gives the body as it came. Throws a `StatusError` for a failure, and what {@link do} throws. */
  async doRaw(options: ReadOptions = {}): Promise<Uint8Array> {
    return (await this.do(options)).raw()
  }

  /** Sends the request and gives the body as a value. Throws what {@link do} and `Result.into` throw. */
  async into<T = unknown>(options: ReadOptions = {}): Promise<T> {
    const request = this.#prepare('request')
    checkNamespace(this.#method, this.#namespace, this.#name)
    return (await (await sending()).performInto(request, options)) as T
  }

  /**
   * Sends the request and gives the items of the list that comes back, one by one, while it is still coming: one item
   * is held at a time. Iterating it sends the request.
   *
   * The iteration throws what {@link do} and `Result.into` throw, and a `DecodeError` if the answer is no list.
   */
  items<T = KubernetesObject>(options: ReadOptions & StreamOptions = {}): ItemStream<T> {
    return itemStream<T>(async (settle) => {
      const request = this.#prepare('items')
      checkNamespace(this.#method, this.#namespace, this.#name)
      return (await sending()).performItems<T>(request, options, settle)
    })
  }

  /**
   * Sends the request and gives the body as a stream of bytes, with back-pressure. It holds a socket until it has been
   * read to its end or cancelled.
   *
   * @throws {StatusError} if the answer is not 200 to 299
   * @throws {TransportError} if there was no answer
   */
  async stream(options: StreamOptions = {}): Promise<ByteStream> {
    const request = this.#prepare('stream')
    return (await sending()).performStream(request, options)
  }

  /**
   * Watches: iterating it sends the request, and each iteration is one connection. `watch=true` is added.
   *
   * The iteration ends when the server ends the watch, throws a `StatusError` for an answer that is not 200 and for an
   * ERROR event, a `DecodeError` for what is not a watch event, and a `TransportError` when the connection drops or an
   * event is larger than `maxBytes`.
   */
  watch<T = KubernetesObject>(options: WatchReadOptions = {}): Watch<T> {
    return {
      [Symbol.asyncIterator]: () =>
        new WatchReader<T>(async (closed) => {
          const request = this.#prepare('watch', new Map([['watch', ['true']]]))
          return (await sending()).performWatch(request, options, closed)
        }, this.#target()),
    }
  }

  #build(step: () => void): this {
    if (this.#error !== undefined) return this
    try {
      step()
    } catch (error) {
      if (!(error instanceof RequestError)) throw error
      this.#error = error
    }
    return this
  }

  #addParam(name: string, values: readonly string[]): void {
    checkWellFormed('parameter name', name)
    for (const value of values) checkWellFormed(`parameter "${name}"`, value)
    this.#params.set(name, [...(this.#params.get(name) ?? []), ...values])
  }

  #location(added?: ReadonlyMap<string, readonly string[]>) {
    return {
      origin: this.#client.address.origin,
      prefix: this.#prefix,
      namespace: this.#namespace,
      resource: this.#resource,
      name: this.#name,
      subresource: this.#subresource,
      suffix: this.#suffix,
      params: added === undefined ? this.#params : new Map([...this.#params, ...added]),
      timeoutMs: this.#timeoutMs,
    }
  }

  #target(path: string = requestPath(this.#location())): RequestTarget {
    return {
      method: this.#method,
      host: this.#client.address.origin,
      path,
      group: this.#client.content.groupVersion?.group,
      resource: this.#resource,
      name: this.#name,
      identity: this.#headers.has('authorization') ? 'its own header Authorization' : this.#client.identity,
    }
  }

  /** @throws {RequestError} what the builder refused */
  #prepare(mode: SendMode, added?: ReadonlyMap<string, readonly string[]>): PreparedRequest {
    if (this.#error !== undefined) throw this.#error
    if (this.#body.kind === 'stream') this.#spendBody()
    const handler = this.#warningHandler
    const location = this.#location(added)
    const path = requestPath(location)
    return {
      url: requestUrl(location, path),
      headers: this.#contentHeaders(),
      body: this.#body,
      target: this.#target(path),
      basePath: this.#client.address.basePath,
      mode,
      maxRetries: this.#maxRetries,
      idleTimeoutMs: undefined,
      transport: this.#client.transport,
      parse: this.#client.codec.parse,
      rateLimiter: this.#rateLimiter,
      backoff: this.#backoff,
      warningHandler: () => handler ?? getDefaultWarningHandler(),
      timeoutMs: this.#timeoutMs,
      itemType: this.#itemType,
    }
  }

  /** A stream that has been read gives nothing any more: what would be sent is an empty body. */
  #spendBody(): void {
    if (this.#isBodySpent) throw new RequestError('the body is a stream that has been sent already: give a new one')
    this.#isBodySpent = true
  }

  #contentHeaders(): Readonly<MutableHeaders> {
    if (this.#headers.size === 0 && this.#body.kind !== 'bytes') return this.#client.acceptHeader
    const own: MutableHeaders = {}
    for (const { name, values } of this.#headers.values()) own[name] = values.length === 1 ? (values[0] ?? '') : values
    const contentType = this.#client.content.contentType || 'application/json'
    const added: MutableHeaders = { ...this.#client.acceptHeader }
    if (this.#body.kind === 'bytes' && this.#body.isObject) added['Content-Type'] = contentType
    return addMissingHeaders(own, added)
  }
}
