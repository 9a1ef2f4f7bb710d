/** An API group and one of its versions. The core group's name is the empty string. */
export interface GroupVersion {
  readonly group: string
  readonly version: string
}

export interface GroupVersionKind extends GroupVersion {
  /** In CamelCase and singular: `Pod`. */
  readonly kind: string
}

export interface GroupVersionResource extends GroupVersion {
  /** In lower case and plural, as in URLs: `pods`. */
  readonly resource: string
}

/**
 * Reads an `apiVersion`: `v1` is the core group's, `apps/v1` has group and version.
 *
 * @throws {RangeError} if there is more than one slash
 */
export function parseGroupVersion(apiVersion: string): GroupVersion {
  const parts = apiVersion.split('/')
  const [first = '', second] = parts
  if (parts.length > 2) throw new RangeError(`invalid apiVersion "${apiVersion}": expected VERSION or GROUP/VERSION`)
  return second === undefined ? { group: '', version: first } : { group: first, version: second }
}

/** The inverse of {@link parseGroupVersion}. */
export function formatGroupVersion(groupVersion: GroupVersion): string {
  return groupVersion.group === '' ? groupVersion.version : `${groupVersion.group}/${groupVersion.version}`
}
