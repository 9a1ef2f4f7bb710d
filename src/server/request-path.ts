/** What a path below /api or /apis is about. */
export interface ResourcePath {
  readonly group: string
  readonly version: string
  /** Undefined where the path has none. */
  readonly namespace: string | undefined
  readonly resource: string
  readonly name: string | undefined
  /** What follows the name: `status`, or `proxy/some/path`. */
  readonly subresource: string | undefined
  /** The old way to ask for a watch: `watch` before the resource. */
  readonly watch: boolean
}

/** Reads what follows the version: `namespaces/NS/RESOURCE/NAME/SUB`. Undefined if it names no resource. */
export function parseResourcePath(
  group: string,
  version: string,
  segments: readonly string[],
): ResourcePath | undefined {
  const watch = segments[0] === 'watch'
  const rest = watch ? segments.slice(1) : segments
  const [first, second, third] = rest
  if (first === undefined || rest.includes('')) return undefined
  // A namespace's own subresources look like a resource within it.
  const within = first === 'namespaces' && third !== undefined && third !== 'status' && third !== 'finalize'
  const [resource = '', name, ...sub] = within ? rest.slice(2) : rest
  return {
    group,
    version,
    namespace: within ? second : undefined,
    resource,
    name,
    subresource: sub.length === 0 ? undefined : sub.join('/'),
    watch,
  }
}
