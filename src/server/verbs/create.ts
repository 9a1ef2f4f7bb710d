import { withWarnings } from '../answer.ts'
import { alreadyExists, badRequest, forbidden, notFound, unexplained } from '../api-error.ts'
import { canonicalise, decodeObject } from '../decode-object.ts'
import { invalidObject } from '../field-errors.ts'
import { generatedName } from '../generated-name.ts'
import { stampNewObject, validateMeta } from '../object-meta.ts'
import { parseWriteOptions } from '../query-options.ts'
import type { ApiResponse } from '../request.ts'
import { decodeBody, readBody } from '../request-body.ts'
import { objectKey, type ServerObject, type StoredObject, storedObject } from '../store/stored-object.ts'
import { objectAnswer } from './read.ts'
import { type ResourceRequest, resourceOf, subjectOf } from './resource-request.ts'

/** How often a generated name is drawn again after it turned out to be taken. */
const nameAttempts = 8

export async function createObject(request: ResourceRequest): Promise<ApiResponse> {
  const options = parseWriteOptions(request.query, 'CreateOptions')
  const body = await decodeBody(request.request, await readBody(request.request))
  // From here on there is no await: nothing else happens until the object is stored.
  const { object, warnings } = decodeObject(request.kind, body, options.fieldValidation)
  return withWarnings(warnings, () => objectAnswer(request, 201, create(request, object, options.dryRun), warnings))
}

function create(request: ResourceRequest, object: ServerObject, dryRun: boolean): StoredObject {
  const { kind, store } = request
  const { metadata } = object
  setNamespace(request, object)
  const generated = (metadata.name ?? '') === '' && (metadata.generateName ?? '') !== ''
  const resourceVersion = metadata.resourceVersion
  if (generated) metadata.name = freeName(request, metadata.generateName ?? '')
  metadata.name ??= ''
  checkNamespaceIsOpen(request, metadata.name)
  kind.applyDefaults(object)
  kind.admit?.(object, undefined)
  stampNewObject(metadata)
  kind.prepareForCreate(object)
  const errors = [...validateMeta(metadata, kind.checkName), ...kind.validate(object)]
  if (errors.length > 0) throw invalidObject(kind, metadata.name, errors)
  if (resourceVersion !== undefined) throw unexplained('resourceVersion should not be set on objects to be created')
  const key = objectKey(metadata.namespace ?? '', metadata.name)
  if (store.get(resourceOf(request), key) !== undefined) throw alreadyExists(subjectOf(request, metadata.name))
  // Holds the version's place among the fields until the store knows it.
  if (!dryRun) metadata.resourceVersion = '0'
  const complete = canonicalise(kind, object)
  return dryRun ? storedObject(key, 0, complete) : store.put(resourceOf(request), key, complete)
}

function setNamespace({ kind, namespace }: ResourceRequest, { metadata }: ServerObject): void {
  if (!kind.namespaced) {
    delete metadata.namespace
    return
  }
  checkNamespace(metadata.namespace, namespace)
  if (namespace !== undefined) metadata.namespace = namespace
}

/** @throws {ApiError} 400 if the body says another namespace than the path */
export function checkNamespace(body: string | undefined, path: string | undefined): void {
  if (body !== undefined && body !== path) {
    throw badRequest('the namespace of the provided object does not match the namespace sent on the request')
  }
}

function freeName(request: ResourceRequest, prefix: string): string {
  const { store, namespace = '' } = request
  let name = ''
  for (let attempt = 0; attempt < nameAttempts; attempt++) {
    name = generatedName(prefix)
    if (store.get(resourceOf(request), objectKey(namespace, name)) === undefined) break
  }
  return name
}

/** Nothing new comes into a namespace that is not there or on its way out. */
function checkNamespaceIsOpen(request: ResourceRequest, name: string): void {
  const { kind, namespace, store } = request
  if (!kind.namespaced || namespace === undefined) return
  const found = store.get('namespaces', objectKey('', namespace))
  if (found === undefined) throw notFound({ group: '', resource: 'namespaces', name: namespace })
  if (found.object.metadata.deletionTimestamp === undefined) return
  const message = `namespace ${namespace} is being terminated`
  const causes = [{ reason: 'NamespaceTerminating', message, field: 'metadata.namespace' }]
  const why = `unable to create new content in namespace ${namespace} because it is being terminated`
  throw forbidden(subjectOf(request, name), why, causes)
}
