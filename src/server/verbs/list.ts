import type { ListMeta } from '../../meta/index.ts'
import { jsonAnswer, prettyBytes } from '../answer.ts'
import { badRequest, expired, versionTooLarge } from '../api-error.ts'
import type { ListOptions } from '../query-options.ts'
import { objectWriter, parseIncludeObject } from '../representations.ts'
import type { ApiResponse } from '../request.ts'
import { parseListVersion } from '../resource-version.ts'
import { type Selection, selectionOf } from '../selection.ts'
import { lowerBound } from '../store/sorted-objects.ts'
import { CompactedError } from '../store/store.ts'
import type { StoredObject } from '../store/stored-object.ts'
import { type ContinueToken, decodeContinue, encodeContinue } from './continue-token.ts'
import { prefixOf, type ResourceRequest, resourceOf } from './resource-request.ts'

/** Some objects of a list, and what the list says about itself. */
export interface Page {
  readonly items: readonly StoredObject[]
  readonly metadata: ListMeta
}

export function listObjects(request: ResourceRequest, options: ListOptions): ApiResponse {
  const { items, metadata } = readPage(request, options)
  const include = parseIncludeObject(request.query.get('includeObject'))
  const bytes = objectWriter(request.kind, request.form, include).list(items, metadata)
  return jsonAnswer(200, request.form.pretty ? prettyBytes(bytes) : bytes)
}

/**
 * Reads what a list asks for: at which version, from where, how much.
 *
 * @throws {ApiError} 410 if the version is compacted, 504 if it is in the future
 */
export function readPage(request: ResourceRequest, options: ListOptions): Page {
  const selection = selectionOf(request.kind, options, undefined)
  const start = startOf(request, options)
  const all = objectsAt(request, start)
  const from = start.after === '' ? 0 : lowerBound(all, start.after)
  return cut(all, from, start, { selection, limit: options.limit, prefix: prefixOf(request) })
}

/** Where a list starts. */
interface Start {
  /** The version of the whole list. */
  readonly revision: number
  /** True if the list has to be as it was then; otherwise it is as it is now. */
  readonly pinned: boolean
  /** Key to go on from; empty for the start. */
  readonly after: string
  /** A limit means nothing to a list of any version: the real server takes it from a cache, whole. */
  readonly unlimited?: boolean
}

function startOf(request: ResourceRequest, options: ListOptions): Start {
  const { store } = request
  const { resourceVersion, resourceVersionMatch: match, limit } = options
  if (options.continueToken !== '') {
    const token = decodeContinue(options.continueToken)
    if (resourceVersion !== '' && resourceVersion !== '0') {
      throw badRequest('specifying resource version is not allowed when using continue')
    }
    return continued(token, store.revision, prefixOf(request))
  }
  if (resourceVersion === '') return { revision: store.revision, pinned: false, after: '' }
  const asked = parseListVersion(resourceVersion)
  if (asked > store.revision) throw versionTooLarge(asked, store.revision)
  if (asked === 0) return { revision: store.revision, pinned: false, after: '', unlimited: true }
  // A limit without a word on how to match means exactly: otherwise the pages would not fit each other.
  const exact = match === 'Exact' || (match === '' && limit > 0)
  return exact ? { revision: asked, pinned: true, after: '' } : { revision: store.revision, pinned: false, after: '' }
}

function continued(token: ContinueToken, current: number, prefix: string): Start {
  const after = `${prefix}${token.start}`
  // A token without a version goes on from what is there now: the way out of an expired one.
  if (token.revision < 0) return { revision: current, pinned: false, after }
  if (token.revision > current) throw versionTooLarge(token.revision, current)
  return { revision: token.revision, pinned: true, after }
}

function objectsAt(request: ResourceRequest, { revision, pinned, after }: Start): StoredObject[] {
  const { store } = request
  const [resource, prefix] = [resourceOf(request), prefixOf(request)]
  if (!pinned) return store.list(resource, prefix)
  try {
    return store.listAt(resource, prefix, revision)
  } catch (error) {
    if (!(error instanceof CompactedError)) throw error
    if (after === '') throw expired('The resourceVersion for the provided list is too old.')
    const next = encodeContinue({ revision: -1, start: after.slice(prefix.length) })
    const message =
      'The provided continue parameter is too old to display a consistent list result. Start the list anew, '
    throw expired(`${message}or go on with the token in this answer, which gives up on consistency.`, next)
  }
}

interface Cut {
  readonly selection: Selection
  readonly limit: number
  /** What all keys of the list start with: no part of a token. */
  readonly prefix: string
}

function cut(all: readonly StoredObject[], from: number, start: Start, { selection, limit, prefix }: Cut): Page {
  const size = start.unlimited === true || limit === 0 ? Number.POSITIVE_INFINITY : limit
  const resourceVersion = String(start.revision)
  if (selection.all && from === 0 && all.length <= size) return { items: all, metadata: { resourceVersion } }
  const items: StoredObject[] = []
  let index = from
  for (; index < all.length && items.length < size; index++) {
    const stored = all[index]
    if (stored !== undefined && selection.matches(stored.object)) items.push(stored)
  }
  const last = all[index - 1]
  if (index >= all.length || last === undefined) return { items, metadata: { resourceVersion } }
  const token = encodeContinue({ revision: start.revision, start: `${last.key.slice(prefix.length)}\0` })
  // What follows is only counted where every object counts.
  const remaining = selection.all ? { remainingItemCount: all.length - index } : {}
  return { items, metadata: { resourceVersion, continue: token, ...remaining } }
}
