/**
 * The server knows of this version, but could not reach who serves it when it last tried: usually an aggregated API
 * whose backend is down.
 */
export class StaleGroupVersionError extends Error {
  override readonly name = 'StaleGroupVersionError'
  /** GROUP/VERSION. */
  readonly groupVersion: string

  constructor(groupVersion: string) {
    super(`stale GroupVersion discovery: ${groupVersion}`)
    this.groupVersion = groupVersion
  }
}

/** A cache was asked for a group/version that was not there when it was filled. Invalidate it to look again. */
export class GroupVersionNotCachedError extends Error {
  override readonly name = 'GroupVersionNotCachedError'
  readonly groupVersion: string

  constructor(groupVersion: string) {
    super(`"${groupVersion}" was not found among the group/versions of the server when they were cached`)
    this.groupVersion = groupVersion
  }
}

/** A group/version is there and has no resources at all, which a cache takes for a defect of who serves it. */
export class EmptyGroupVersionError extends Error {
  override readonly name = 'EmptyGroupVersionError'
  readonly groupVersion: string

  constructor(groupVersion: string) {
    super(`received an empty list of resources for "${groupVersion}"`)
    this.groupVersion = groupVersion
  }
}

/** Some group/versions could not be discovered; what the others have is known all the same. */
export class GroupDiscoveryFailedError extends Error {
  override readonly name = 'GroupDiscoveryFailedError'
  /** The error of each group/version. */
  readonly failed: ReadonlyMap<string, Error>

  constructor(failed: ReadonlyMap<string, Error>) {
    const causes = [...failed].map(([groupVersion, error]) => `${groupVersion}: ${error.message}`).sort()
    super(`unable to retrieve the complete list of server APIs: ${causes.join(', ')}`)
    this.failed = failed
  }
}

/**
 * Turns what failed of a partial result into an error, for callers that need all or nothing:
 * `const error = groupDiscoveryFailure(result); if (error) throw error`.
 *
 * @returns undefined if nothing failed
 */
export function groupDiscoveryFailure(result: {
  readonly failed: ReadonlyMap<string, Error>
}): GroupDiscoveryFailedError | undefined {
  return result.failed.size === 0 ? undefined : new GroupDiscoveryFailedError(result.failed)
}
