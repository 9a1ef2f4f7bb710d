import { jsonAnswer } from '../answer.ts'
import { conflict, notFound } from '../api-error.ts'
import { decodeDeleteOptions } from '../decode-object.ts'
import { type FieldError, invalid, invalidObject, unsupported } from '../field-errors.ts'
import { booleanOf, dryRunErrors, integerOf, parseListOptions } from '../query-options.ts'
import { objectWriter, parseIncludeObject } from '../representations.ts'
import type { ApiResponse } from '../request.ts'
import { decodeBody, readBody } from '../request-body.ts'
import type { JsonObject } from '../schema/field-type-error.ts'
import type { StoredObject } from '../store/stored-object.ts'
import { type DeletionRequest, type DeletionResult, deleteObject } from './deletion.ts'
import { readPage } from './list.ts'
import { objectAnswer } from './read.ts'
import { keyOf, type ResourceRequest, resourceOf, subjectOf } from './resource-request.ts'

/** DeleteOptions, from the body or, without one, from the query. */
interface DeleteOptions {
  gracePeriodSeconds?: number
  preconditions?: { uid?: string; resourceVersion?: string }
  orphanDependents?: boolean
  propagationPolicy?: string
  dryRun?: string[]
}

export async function deleteOne(request: ResourceRequest): Promise<ApiResponse> {
  const options = await readDeleteOptions(request)
  const { store, kind, name = '' } = request
  kind.admitDelete?.(name)
  const old = store.get(resourceOf(request), keyOf(request))
  if (old === undefined) throw notFound(subjectOf(request, name))
  checkPreconditions(request, options, old)
  const result = deleteObject(store, kind, old, deletionOf(options))
  if (!result.gone || kind.returnsDeletedObject)
    return objectAnswer(request, answerCode(options, result), result.stored)
  return jsonAnswer(200, {
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Success',
    details: {
      name,
      ...(kind.group === '' ? {} : { group: kind.group }),
      kind: kind.plural,
      uid: old.object.metadata.uid,
    },
  })
}

/** Answers with the list of what was there, as the real server does. */
export async function deleteCollection(request: ResourceRequest): Promise<ApiResponse> {
  const options = await readDeleteOptions(request)
  const { store, kind } = request
  const page = readPage(request, { ...parseListOptions(request.query, false), watch: false })
  for (const stored of page.items) deleteObject(store, kind, stored, deletionOf(options))
  const include = parseIncludeObject(request.query.get('includeObject'))
  return jsonAnswer(200, objectWriter(kind, request.form, include).list(page.items, page.metadata))
}

async function readDeleteOptions(request: ResourceRequest): Promise<DeleteOptions> {
  const bytes = await readBody(request.request)
  const options: DeleteOptions =
    bytes.length === 0
      ? fromQuery(request.query)
      : decodeDeleteOptions((await decodeBody(request.request, bytes)).value)
  const queryDryRun = request.query.getAll('dryRun')
  if (queryDryRun.length > 0) options.dryRun = queryDryRun
  const errors = optionErrors(options)
  if (errors.length > 0) throw invalidObject({ group: 'meta.k8s.io', kind: 'DeleteOptions' }, '', errors)
  return options
}

function fromQuery(query: URLSearchParams): JsonObject {
  const gracePeriodSeconds = integerOf(query, 'gracePeriodSeconds')
  const orphanDependents = booleanOf(query, 'orphanDependents')
  const propagationPolicy = query.get('propagationPolicy')
  return {
    ...(gracePeriodSeconds === undefined ? {} : { gracePeriodSeconds }),
    ...(orphanDependents === undefined ? {} : { orphanDependents }),
    ...(propagationPolicy === null ? {} : { propagationPolicy }),
  }
}

function optionErrors({ propagationPolicy, orphanDependents, dryRun = [] }: DeleteOptions): FieldError[] {
  const errors: FieldError[] = []
  const policies = ['Foreground', 'Background', 'Orphan']
  if (propagationPolicy !== undefined && orphanDependents !== undefined) {
    const detail = 'orphanDependents and deletionPropagation cannot be both set'
    errors.push(invalid('propagationPolicy', propagationPolicy, detail))
  } else if (propagationPolicy !== undefined && !policies.includes(propagationPolicy)) {
    errors.push(unsupported('propagationPolicy', propagationPolicy, [...policies, 'nil']))
  }
  errors.push(...dryRunErrors(dryRun))
  return errors
}

function deletionOf({
  gracePeriodSeconds,
  propagationPolicy,
  orphanDependents,
  dryRun,
}: DeleteOptions): DeletionRequest {
  const orphan = propagationPolicy === 'Orphan' || orphanDependents === true
  const foreground = propagationPolicy === 'Foreground'
  return {
    gracePeriodSeconds,
    dryRun: (dryRun ?? []).length > 0,
    finalizer: orphan ? 'orphan' : foreground ? 'foregroundDeletion' : undefined,
  }
}

function checkPreconditions({ kind }: ResourceRequest, { preconditions }: DeleteOptions, old: StoredObject): void {
  const { name, uid } = old.object.metadata
  // The real server names the kind here, not the plural.
  const subject = { group: kind.group, resource: kind.kind, name }
  if (preconditions?.uid !== undefined && preconditions.uid !== uid) {
    throw conflict(
      subject,
      `the UID in the precondition (${preconditions.uid}) does not match the UID in record (${uid})`,
    )
  }
  const version = preconditions?.resourceVersion
  if (version !== undefined && version !== String(old.revision)) {
    const record = `does not match the ResourceVersion in record (${old.revision})`
    throw conflict(subject, `the ResourceVersion in the precondition (${version}) ${record}`)
  }
}

/** 202 tells a caller who asked not to orphan that the object is still there. */
function answerCode({ orphanDependents }: DeleteOptions, { gone }: DeletionResult): number {
  return !gone && orphanDependents === false ? 202 : 200
}
