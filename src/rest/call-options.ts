/** What every call takes beside its own arguments. */
export interface CallOptions {
  /** Gives up the call. What is thrown then is the signal's own reason. */
  readonly signal?: AbortSignal | undefined
  /**
   * A deadline of this call on this side, in milliseconds; retries and waits count. For a stream or a watch it
   * covers the time to the head of the answer. The server is not told. Default: none.
   *
   * @throws {TimeoutError} when it passes
   */
  readonly timeoutMs?: number | undefined
}
