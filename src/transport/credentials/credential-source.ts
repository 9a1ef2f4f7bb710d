/** Where a client's credentials come from when they are not fixed: a file that rotates, a plugin, a provider. */
export interface CredentialSource {
  /**
   * The credentials to use now. Called before every request, so an implementation keeps what is still good, and
   * lets concurrent callers share one fetch.
   *
   * @throws {AuthError} if there are none to be had
   */
  get(signal?: AbortSignal): Promise<Credentials>
  /** Told when the server refused what {@link get} gave last (401). The next `get` should fetch anew. */
  invalidate?(): void
}

/** A bearer token, or a client certificate with its key (PEM), or both. */
export interface Credentials {
  readonly token?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
  /** When they stop being good. Undefined: until the server says no. */
  readonly expiresAt?: Date | undefined
}
