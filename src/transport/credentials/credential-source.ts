/** Where a client's credentials come from when they are not fixed: a file that rotates, a plugin, a provider. */
export interface CredentialSource {
  /**
   * The credentials to use now. Called before every request, so an implementation keeps what is still good, and
   * lets concurrent callers share one fetch.
   *
   * @throws {AuthError} if there are none to be had
   */
  get(signal?: AbortSignal): Promise<Credentials>
  /**
   * Told when the server refused what {@link get} gave (401). The next `get` should fetch anew, unless it has been
   * done meanwhile: of many requests refused at the same time, only the first should make it.
   *
   * @param refused the value of `get` that was used
   */
  invalidate?(refused?: Credentials): void
}

/**
 * A bearer token, or a client certificate with its key (PEM), or both. A certificate is shown on connections that are
 * made from then on; connections that were made with another one are closed.
 */
export interface Credentials {
  readonly token?: string | undefined
  readonly cert?: string | undefined
  readonly key?: string | undefined
  /** When they stop being good. Undefined: until the server says no. */
  readonly expiresAt?: Date | undefined
}
