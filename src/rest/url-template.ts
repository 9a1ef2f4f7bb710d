import { joinPath } from './path.ts'

/**
 * The path of a request with namespace and name replaced by placeholders, fit for a label of a metric: it names no
 * object and takes few values. A path outside of the API is `/{prefix}`.
 *
 * Source: `finalURLTemplate` in k8s.io/client-go/rest.
 */
export function urlTemplate(path: string, basePath: string): string {
  const segments = joinPath('/', path.startsWith(basePath) ? path.slice(basePath.length) : path)
    .split('/')
    .slice(1)
  if (segments.length < 2) return path
  const index = segments[0] === 'api' ? 2 : segments[0] === 'apis' ? 3 : undefined
  if (index === undefined) return '/{prefix}'
  const [, second, third, fourth] = [0, 1, 2, 3].map((offset) => segments[index + offset])
  const isOfName = (segment: string | undefined) => segment === 'finalize' || segment === 'status'
  if (second !== undefined) {
    const isName = third === undefined || (fourth === undefined && isOfName(third))
    segments[index + 1] = isName ? '{name}' : '{namespace}'
  }
  if (fourth !== undefined && !isOfName(fourth)) segments[index + 3] = '{name}'
  return joinPath('/', basePath, ...segments)
}
