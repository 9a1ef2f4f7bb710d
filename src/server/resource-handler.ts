import { badRequest, methodNotAllowed, noSuchResource, notSupported, unsupportedMediaType } from './api-error.ts'
import { compress } from './compression.ts'
import type { KindStrategy, SubresourceStrategy, Verb } from './kinds/kind-strategy.ts'
import { isKnownCoreResource } from './known-api.ts'
import { isForPeople, negotiate } from './negotiation.ts'
import { booleanOf, parseListOptions } from './query-options.ts'
import { type ApiRequest, type ApiResponse, headerOf } from './request.ts'
import type { ResourcePath } from './request-path.ts'
import type { ServerParts } from './server-parts.ts'
import { createObject } from './verbs/create.ts'
import { deleteCollection, deleteOne } from './verbs/delete.ts'
import { listObjects } from './verbs/list.ts'
import { getObject } from './verbs/read.ts'
import type { ResourceRequest } from './verbs/resource-request.ts'
import { updateObject } from './verbs/update.ts'
import { watchObjects } from './verbs/watch.ts'

export interface ResourceTarget {
  readonly path: ResourcePath
  readonly query: URLSearchParams
}

/** Finds the kind and the verb, checks that they go together, and does what was asked. */
export async function handleResource(
  parts: ServerParts,
  request: ApiRequest,
  { path, query }: ResourceTarget,
): Promise<ApiResponse> {
  const kind = findKind(parts, path)
  const subresource = findSubresource(kind, path)
  const verb = verbOf(request.method, path, query)
  checkPlace(kind, path, verb)
  if (verb === 'patch') return refusePatch(request)
  const allowed: readonly string[] = subresource?.verbs ?? kind.verbs
  if (verb === undefined || !allowed.includes(verb)) throw methodNotAllowed()
  checkNameSegment(path)
  const isList = verb === 'list' || verb === 'deletecollection'
  const form = negotiate(headerOf(request, 'accept'), isList ? 'list' : 'object')
  const pretty = form.pretty || (booleanOf(query, 'pretty') ?? isForPeople(request))
  const { namespace, name } = path
  const answer = await perform(verb, path, {
    store: parts.store,
    watches: parts.watches,
    kind,
    namespace,
    name,
    subresource,
    query,
    request,
    form: { ...form, pretty },
  })
  return compress(request, answer)
}

function perform(verb: Verb, path: ResourcePath, request: ResourceRequest): ApiResponse | Promise<ApiResponse> {
  switch (verb) {
    case 'create':
      return createObject(request)
    case 'get':
      return getObject(request)
    case 'list':
      return listObjects(request, parseListOptions(request.query, false))
    case 'watch':
      return watchObjects(request, parseListOptions(request.query, path.watch))
    case 'update':
      return updateObject(request)
    case 'delete':
      return deleteOne(request)
    case 'deletecollection':
      return deleteCollection(request)
  }
}

function findKind({ registry }: ServerParts, { group, version, resource }: ResourcePath): KindStrategy {
  const kind = registry.find(group, version, resource)
  if (kind !== undefined) return kind
  if (group === '' && isKnownCoreResource(resource)) throw notSupported(`the resource ${resource}`)
  throw noSuchResource()
}

function findSubresource(kind: KindStrategy, { subresource }: ResourcePath): SubresourceStrategy | undefined {
  if (subresource === undefined) return undefined
  const found = kind.subresources.find(({ name }) => name === subresource)
  if (found !== undefined) return found
  const [first = ''] = subresource.split('/')
  if (kind.unsupportedSubresources.includes(first)) throw notSupported(`the subresource ${kind.plural}/${first}`)
  throw noSuchResource()
}

function verbOf(method: string, { name, watch }: ResourcePath, query: URLSearchParams): Verb | 'patch' | undefined {
  const one = name !== undefined
  switch (method) {
    case 'GET':
      if (watch) return 'watch'
      if (one) return 'get'
      return booleanOf(query, 'watch') === true ? 'watch' : 'list'
    case 'POST':
      return one ? undefined : 'create'
    case 'PUT':
      return one ? 'update' : undefined
    case 'PATCH':
      return one ? 'patch' : undefined
    case 'DELETE':
      return one ? 'delete' : 'deletecollection'
    default:
      return undefined
  }
}

/** A namespaced kind is read across namespaces without a name, and otherwise only within one. */
function checkPlace(kind: KindStrategy, { namespace, name }: ResourcePath, verb: string | undefined): void {
  if (!kind.namespaced) {
    if (namespace !== undefined) throw noSuchResource()
    return
  }
  if (namespace !== undefined) return
  if (name !== undefined) throw noSuchResource()
  if (verb !== 'list' && verb !== 'watch') throw methodNotAllowed()
}

/** @throws {ApiError} 400 for a name that no path can hold: clients that clean paths would ask for something else */
function checkNameSegment({ name = '' }: ResourcePath): void {
  const problem = name === '.' || name === '..' ? `may not be '${name}'` : name.includes('%') && "may not contain '%'"
  if (problem) throw badRequest(`Name parameter invalid: ${JSON.stringify(name)}: ${problem}`)
}

const patchTypes = [
  'application/json-patch+json',
  'application/merge-patch+json',
  'application/strategic-merge-patch+json',
  'application/apply-patch+yaml',
  'application/apply-patch+cbor',
]

function refusePatch(request: ApiRequest): never {
  const [type = ''] = (headerOf(request, 'content-type') ?? '').split(';')
  if (!patchTypes.includes(type.trim().toLowerCase())) throw unsupportedMediaType('415: Unsupported Media Type')
  throw notSupported(`patches (${type.trim()})`)
}
