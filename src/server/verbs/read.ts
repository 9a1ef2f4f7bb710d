import { jsonAnswer, prettyBytes } from '../answer.ts'
import { notFound, versionTooLarge } from '../api-error.ts'
import { objectWriter, parseIncludeObject } from '../representations.ts'
import type { ApiResponse } from '../request.ts'
import { parseVersion } from '../resource-version.ts'
import type { StoredObject } from '../store/stored-object.ts'
import { keyOf, type ResourceRequest, resourceOf, subjectOf } from './resource-request.ts'

/** Any version that is not in the future is as good as the latest, which is what is returned. */
export function getObject(request: ResourceRequest): ApiResponse {
  const { store, name = '', query } = request
  const version = query.get('resourceVersion') ?? ''
  if (version !== '') {
    const asked = parseVersion(version)
    if (asked > store.revision) throw versionTooLarge(asked, store.revision)
  }
  const stored = store.get(resourceOf(request), keyOf(request))
  if (stored === undefined) throw notFound(subjectOf(request, name))
  return objectAnswer(request, 200, stored)
}

/** The answer to every verb that returns one object. */
export function objectAnswer(
  request: ResourceRequest,
  status: number,
  stored: StoredObject,
  warnings?: readonly string[],
): ApiResponse {
  const include = parseIncludeObject(request.query.get('includeObject'))
  const bytes = objectWriter(request.kind, request.form, include).object(stored)
  return jsonAnswer(status, request.form.pretty ? prettyBytes(bytes) : bytes, warnings)
}
