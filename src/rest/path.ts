/**
 * Joins path segments as Go's `path.Join` does: empty ones vanish, `.` and `..` are resolved, slashes are merged, and
 * no slash is left at the end. Empty if all segments are.
 */
export function joinPath(...segments: readonly string[]): string {
  const joined = segments.filter((segment) => segment !== '').join('/')
  if (joined === '') return ''
  const rooted = joined.startsWith('/')
  const kept: string[] = []
  for (const part of joined.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') kept.push(part)
    else if (kept.length > 0 && kept[kept.length - 1] !== '..') kept.pop()
    else if (!rooted) kept.push(part)
  }
  const path = kept.join('/')
  if (rooted) return `/${path}`
  return path === '' ? '.' : path
}

const noProblems: readonly string[] = []
/** What nearly every segment is. Neither of the two names that are refused begins like this. */
const fineSegment = /^[^./%][^/%]*$/

/**
 * What keeps a value from being one segment of a path; empty if nothing does.
 *
 * Source: `IsValidPathSegmentName` in k8s.io/apimachinery/pkg/api/validation/path.
 */
export function pathSegmentProblems(segment: string): readonly string[] {
  if (fineSegment.test(segment)) return noProblems
  if (segment === '.' || segment === '..') return [`may not be '${segment}'`]
  return ['/', '%']
    .filter((character) => segment.includes(character))
    .map((character) => `may not contain '${character}'`)
}

/** Percent-encodes a path, slashes and what else may stand bare in one excepted. */
export function encodePath(path: string): string {
  // Nearly all paths of the API consist of these characters only.
  if (/^[\w\-.~$&+,/:;=@]*$/.test(path)) return path
  return encodeURIComponent(path)
    .replace(/%(24|26|2B|2C|2F|3A|3B|3D|40)/g, (escaped) => decodeURIComponent(escaped))
    .replace(/[!'()*]/g, percent)
}

/** Query parameters: a name may have several values. */
export type Params = ReadonlyMap<string, readonly string[]>

/** Writes a query without the question mark, its names sorted. */
export function encodeQuery(params: Params): string {
  if (params.size === 0) return ''
  return [...params.keys()]
    .sort()
    .flatMap((name) => (params.get(name) ?? []).map((value) => `${encodeQueryPart(name)}=${encodeQueryPart(value)}`))
    .join('&')
}

function encodeQueryPart(text: string): string {
  return encodeURIComponent(text)
    .replace(/%20/g, '+')
    .replace(/[!'()*]/g, percent)
}

function percent(character: string): string {
  return `%${character.charCodeAt(0).toString(16).toUpperCase()}`
}

/** {@link joinPath}, but a slash at the end of the last segment is kept. */
export function joinPathToSlash(...segments: readonly string[]): string {
  const joined = joinPath(...segments)
  return segments.at(-1)?.endsWith('/') && joined !== '/' ? `${joined}/` : joined
}
