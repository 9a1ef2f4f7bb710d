import { RequestError } from '../errors/index.ts'

/** The kinds of patch that an API server takes. */
export type PatchKind = 'json' | 'merge' | 'strategic' | 'apply'

const mediaTypes: Readonly<Record<PatchKind, PatchMediaType>> = {
  json: 'application/json-patch+json',
  merge: 'application/merge-patch+json',
  strategic: 'application/strategic-merge-patch+json',
  apply: 'application/apply-patch+yaml',
}

/** Media types of the kinds of patch, in the order of {@link PatchKind}. */
export type PatchMediaType =
  | 'application/json-patch+json'
  | 'application/merge-patch+json'
  | 'application/strategic-merge-patch+json'
  | 'application/apply-patch+yaml'

/**
 * The media type of a kind of patch; a media type stands for itself.
 *
 * @throws {RequestError} for anything else
 */
export function patchMediaType(type: PatchKind | PatchMediaType): PatchMediaType {
  if (Object.hasOwn(mediaTypes, type)) return mediaTypes[type as PatchKind]
  const known = Object.values(mediaTypes).find((mediaType) => mediaType === type)
  if (known !== undefined) return known
  throw new RequestError(
    `unknown patch type "${type}": expected ${Object.keys(mediaTypes).join(', ')} or one of their media types`,
  )
}
