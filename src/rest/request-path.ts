import { RequestError } from '../errors/index.ts'
import { formatGoDuration } from './go-duration.ts'
import { encodePath, encodeQuery, joinPath, joinPathToSlash } from './path.ts'
import { checkText } from './request-checks.ts'

/** Where a request goes, before it becomes a URL. */
export interface RequestLocation {
  /** Scheme, host and port. */
  readonly origin: string
  /** What precedes all else: base path and API version, or what replaced them. */
  readonly prefix: string
  /** Undefined: none was given. Empty: all namespaces. */
  readonly namespace: string | undefined
  readonly resource: string
  readonly name: string
  readonly subresource: string
  /** A slash at its end is kept. */
  readonly suffix: string
  readonly params: ReadonlyMap<string, readonly string[]>
  /** The limit that the server is told of. */
  readonly timeoutMs: number | undefined
}

/** Builds the path. A slash at the prefix's end stays only if nothing follows it. */
export function requestPath(location: RequestLocation): string {
  const { prefix, namespace, resource, name, subresource, suffix } = location
  let path = prefix.endsWith('/') ? prefix.slice(0, -1) : prefix
  // The prefix is clean and these are checked, so that they can be strung together as they are.
  if (namespace) path += `/namespaces/${namespace}`
  // Resource names are lower case everywhere; callers with a kind's plural in mind write them otherwise.
  if (resource !== '') path += `/${resource.toLowerCase()}`
  if (name !== '') path += `/${name}`
  if (subresource !== '') path += `/${subresource}`
  if (suffix !== '') return joinPathToSlash('/', path, suffix)
  return path.length + 1 === prefix.length ? prefix : path
}

/** @param path what {@link requestPath} gives for the same location */
export function requestUrl(location: RequestLocation, path: string = requestPath(location)): URL {
  let { params } = location
  if (location.timeoutMs) params = new Map([...params, ['timeout', [formatGoDuration(location.timeoutMs)]]])
  const query = encodeQuery(params)
  return new URL(`${location.origin}${encodePath(path)}${query === '' ? '' : `?${query}`}`)
}

/** What `absPath` makes of its segments: a single one keeps its last slash. */
export function absolutePath(basePath: string, segments: readonly string[]): string {
  const path = joinPath('/', basePath, ...segments)
  const [only = ''] = segments
  const keepsSlash = segments.length === 1 && only.endsWith('/') && (basePath !== '' || only.length > 1)
  return keepsSlash && !path.endsWith('/') ? `${path}/` : path
}

/**
 * Takes a path with a query apart, as a server gives them. An origin is dropped.
 *
 * @throws {RequestError} if it is no such text
 */
export function parseRequestUri(uri: string): { path: string; params: Map<string, readonly string[]> } {
  checkText('request URI', uri)
  // The origin only completes the URL.
  if (!URL.canParse(uri, 'http://localhost')) {
    throw new RequestError('invalid request URI: expected a path and a query')
  }
  const { pathname, searchParams } = new URL(uri, 'http://localhost')
  const params = new Map([...new Set(searchParams.keys())].map((key) => [key, searchParams.getAll(key)]))
  try {
    return { path: decodeURIComponent(pathname), params }
  } catch {
    throw new RequestError('invalid request URI: its path has a broken percent-encoding')
  }
}
