import { withWarnings } from '../answer.ts'
import { badRequest, conflict, notFound } from '../api-error.ts'
import { canonicalise, decodeObject } from '../decode-object.ts'
import { invalidObject } from '../field-errors.ts'
import { restoreMeta, validateMeta, validateMetaUpdate } from '../object-meta.ts'
import { parseWriteOptions } from '../query-options.ts'
import type { ApiResponse } from '../request.ts'
import { decodeBody, readBody } from '../request-body.ts'
import { parseVersion } from '../resource-version.ts'
import { type ServerObject, type StoredObject, storedObject } from '../store/stored-object.ts'
import { checkNamespace } from './create.ts'
import { isReleased } from './deletion.ts'
import { objectAnswer } from './read.ts'
import { keyOf, type ResourceRequest, resourceOf, subjectOf } from './resource-request.ts'

export async function updateObject(request: ResourceRequest): Promise<ApiResponse> {
  const options = parseWriteOptions(request.query, 'UpdateOptions')
  const body = await decodeBody(request.request, await readBody(request.request))
  // From here on there is no await: nothing else happens between the look at what is stored and the write.
  const { object, warnings } = decodeObject(request.kind, body, options.fieldValidation)
  return withWarnings(warnings, () => {
    checkIdentity(request, object)
    const old = request.store.get(resourceOf(request), keyOf(request))
    if (old === undefined) throw notFound(subjectOf(request, request.name ?? ''))
    return objectAnswer(request, 200, update(request, object, old, options.dryRun), warnings)
  })
}

function checkIdentity({ kind, name = '', namespace }: ResourceRequest, { metadata }: ServerObject): void {
  if ((metadata.name ?? '') === '') {
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`)
  }
  if (metadata.name !== name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`)
  }
  if (!kind.namespaced) {
    delete metadata.namespace
    return
  }
  checkNamespace(metadata.namespace, namespace)
  if (namespace !== undefined) metadata.namespace = namespace
}

/** Replaces an object by a new version of it, unless nothing is different. */
function update(request: ResourceRequest, object: ServerObject, old: StoredObject, dryRun: boolean): StoredObject {
  const { kind, store, subresource } = request
  checkVersion(request, object, old)
  restoreMeta(object.metadata, old.object.metadata)
  if (subresource === undefined) {
    kind.applyDefaults(object)
    kind.admit?.(object, old.object)
    kind.prepareForUpdate(object, old.object)
  } else {
    subresource.prepareForUpdate(object, old.object)
    kind.applyDefaults(object)
  }
  const errors = [...validateMeta(object.metadata, kind.checkName), ...validateMetaUpdate(object, old.object)]
  errors.push(...(subresource ?? kind).validateUpdate(object, old.object))
  if (errors.length > 0) throw invalidObject(kind, object.metadata.name, errors)
  object.metadata.resourceVersion = String(old.revision)
  const unversioned = storedObject(old.key, old.revision, canonicalise(kind, object))
  if (isReleased(kind, unversioned.object)) {
    // The last thing that held a deleted object is gone, and with it goes the object, not a version of it.
    if (!dryRun) store.delete(resourceOf(request), old.key)
    return unversioned
  }
  // Both are canonical, so the same content is the same bytes.
  if (Buffer.compare(unversioned.json, old.json) === 0) return old
  return dryRun ? unversioned : store.put(resourceOf(request), old.key, unversioned.object)
}

/** @throws {ApiError} 409 if the object is not the one, or not the version, that the caller has seen */
function checkVersion(request: ResourceRequest, { metadata }: ServerObject, old: StoredObject): void {
  const subject = subjectOf(request, old.object.metadata.name)
  const { uid, resourceVersion } = metadata
  if (uid !== undefined && uid !== '' && uid !== old.object.metadata.uid) {
    throw conflict(subject, `the UID in the request (${uid}) is not that of the object (${old.object.metadata.uid})`)
  }
  if (resourceVersion === undefined || resourceVersion === '') return
  const version = parseVersion(resourceVersion)
  // Zero means: whatever is there.
  if (version !== 0 && version !== old.revision) {
    throw conflict(subject, 'the object has been modified; apply your changes to the latest version and try again')
  }
}
