import { formatGroupVersion, type GroupVersionResource } from '../meta/index.ts'
import type { GroupKind, PartialResource, RESTMapping } from './group-resource.ts'

/** No resource, or no kind, of this name is known. */
export class NoMatchError extends Error {
  override readonly name = 'NoMatchError'
}

/** Several match, and none is to be preferred. The message names them. */
export class AmbiguousMatchError extends Error {
  override readonly name = 'AmbiguousMatchError'
  readonly candidates: readonly GroupVersionResource[]

  constructor(message: string, candidates: readonly GroupVersionResource[]) {
    const names = candidates.map((each) => `${each.resource} of ${formatGroupVersion(each)}`)
    super(`${message} matches several: ${names.join(', ')}`)
    this.candidates = candidates
  }
}

export function noSuchResource({ resource, group, version }: PartialResource): NoMatchError {
  const where = [group, version].filter((part) => part !== undefined && part !== '').join('/')
  return new NoMatchError(`no matches for ${where === '' ? '' : `${where}, `}Resource=${resource}`)
}

export function noSuchKind({ group, kind }: GroupKind, versions: readonly string[]): NoMatchError {
  const [version] = versions
  if (version === undefined) return new NoMatchError(`no matches for kind "${kind}" in group "${group}"`)
  const places = versions.map((each) => `"${formatGroupVersion({ group, version: each })}"`)
  return new NoMatchError(
    `no matches for kind "${kind}" in ${places.length === 1 ? 'version' : 'versions'} ${places.join(', ')}`,
  )
}

export function ambiguous(what: string, mappings: readonly RESTMapping[]): AmbiguousMatchError {
  return new AmbiguousMatchError(
    what,
    mappings.map(({ resource }) => resource),
  )
}
