/**
 * The one seam to the network. Everything above it builds requests and reads answers; what is below it moves bytes.
 *
 * An implementation answers every HTTP status alike (no error for a 404), does not follow redirects, does not retry
 * what may have reached the server, and undoes content codings (gzip) itself.
 */
export interface Transport {
  /**
   * Sends a request and resolves as soon as the head of the answer is there.
   *
   * @throws {TransportError} if there is no answer; the reason of `request.signal` if that was aborted
   */
  send(request: TransportRequest): Promise<TransportResponse>
  /**
   * Opens a WebSocket with one of these subprotocols (none asked for if empty).
   *
   * The stream is in object mode: a chunk is a message, a `Buffer` if it was binary and a string if it was text.
   *
   * @throws {TransportError} if there is no answer; {@link UpgradeRefusedError} holds the answer if it is not a 101
   */
  upgrade?(request: TransportRequest, protocols: readonly string[]): Promise<UpgradedStream>
  /** Destroys all sockets; whatever still runs on them fails. Calling it again does nothing. */
  close(): Promise<void>
}

export interface TransportRequest {
  /** Upper case. */
  readonly method: string
  /** Absolute. */
  readonly url: URL
  /** A name with several values is sent as several headers. */
  readonly headers: RequestHeaders
  /** An iterable is sent as it comes, and only once. */
  readonly body?: Uint8Array | string | AsyncIterable<Uint8Array> | undefined
  /** Aborts the request and the body of the answer. What is thrown then is the signal's reason. */
  readonly signal?: AbortSignal | undefined
  /**
   * True for watches, logs and whatever else may stay open: such a request gets a socket of its own and does not
   * count towards the bound on sockets, so that it cannot starve the others. Default: false.
   */
  readonly stream?: boolean | undefined
  /** Ends the answer with a {@link TimeoutError} if no byte arrives for this long. Default: no limit. */
  readonly idleTimeoutMs?: number | undefined
}

export type RequestHeaders = Readonly<Record<string, string | readonly string[]>>

/** Lower-case names. Where a header came several times, an array keeps the values apart. */
export type ResponseHeaders = Readonly<Record<string, string | readonly string[] | undefined>>

export interface TransportResponse {
  readonly status: number
  readonly headers: ResponseHeaders
  /** Has to be read to its end or cancelled; until then it holds a socket. */
  readonly body: ResponseBody
}

/**
 * The bytes of an answer, as they arrive. Leaving the iteration early (`break`, `return`) frees the socket.
 *
 * A web `ReadableStream` fits, so that a transport over `fetch` can hand on `response.body`.
 */
export interface ResponseBody extends AsyncIterable<Uint8Array> {
  /** Gives up what has not been read and frees the socket. */
  cancel?(): unknown
  /**
   * Reads the whole body at once: a faster way than iterating, where a transport has one.
   *
   * @throws {TransportError} if the body is cut, {@link BodyTooLargeError} past `maxBytes`
   */
  bytes?(maxBytes?: number): Promise<Uint8Array>
}

/**
 * An open WebSocket: the parts of a Node `Duplex` in object mode that everybody can provide, spelled out so that the
 * declarations of this package need none of Node's. The default transport gives a real `Duplex`.
 */
export interface UpgradedStream extends AsyncIterable<Uint8Array | string> {
  /** The subprotocol that the server chose; empty if none. */
  readonly protocol: string
  readonly destroyed: boolean
  /** Sends a message. False asks the writer to wait for `drain`. */
  write(message: Uint8Array | string, written?: (error?: Error | null) => void): boolean
  /** Closes the WebSocket in an orderly way. */
  end(closed?: () => void): unknown
  /** Drops the connection. */
  destroy(error?: Error): unknown
  on(event: 'close' | 'drain' | 'end', listener: () => void): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
  on(event: 'data', listener: (message: Uint8Array | string) => void): unknown
  once(event: 'close' | 'drain' | 'end', listener: () => void): unknown
  once(event: 'error', listener: (error: Error) => void): unknown
  once(event: 'data', listener: (message: Uint8Array | string) => void): unknown
}
