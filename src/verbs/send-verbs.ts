import { DecodeError, RequestError, type Status } from '../errors/index.ts'
import type { KubernetesList, KubernetesObject } from '../meta/index.ts'
import type { Request, Watch } from '../rest/index.ts'
import { withType } from '../rest/item-type.ts'
import { type Body, requireObject, type SortedOptions, sortOptions } from './arguments.ts'
import type { UntypedPatch } from './patches.ts'

// What the typed and the dynamic client do alike, once they know where a request goes.

/** A list whose items are what a client makes of them. */
export type List = KubernetesList<KubernetesObject>

/** Deletes one object. */
export async function sendDelete(request: Request, { call, wire }: SortedOptions): Promise<Status | KubernetesObject> {
  return statusOr(await request.body(deleteBody(wire)).into<Status | KubernetesObject>(call))
}

/**
 * Deletes a selection. Signal and deadline of the first options go before those of the second.
 *
 * @param start makes the request, once the options are known to be some
 */
export async function sendDeleteCollection(
  start: (wire: SortedOptions['wire']) => Request,
  deleteOptions: object | undefined,
  listOptions: object | undefined,
): Promise<Status | List> {
  const { call, wire } = sortOptions('deleteOptions', deleteOptions)
  const selection = sortOptions('listOptions', listOptions)
  const request = start(selection.wire).body(deleteBody(wire)).versionedParams(selection.wire)
  const answer = await request.into<Status | List>({ ...selection.call, ...defined(call) })
  const isList = 'items' in answer || answer.kind?.endsWith('List') === true
  return isList ? withItems(answer as List, request) : statusOr(answer)
}

/** Reads a list. */
export async function sendList(request: Request, { call, wire }: SortedOptions): Promise<List> {
  request.versionedParams(wire)
  return withItems(await request.into<List>(call), request)
}

/** Watches a list. */
export function sendWatch(request: Request, { call, wire }: SortedOptions): Watch<KubernetesObject> {
  return request.versionedParams({ ...wire, watch: undefined }).watch(call)
}

/** The server's time limit for a list or a watch is the request's too. */
export function limitedBy(request: Request, { timeoutSeconds }: Readonly<Record<string, unknown>>): Request {
  if (typeof timeoutSeconds !== 'number') return request
  if (timeoutSeconds < 0) throw new RequestError(`invalid timeoutSeconds: expected 0 or more, found ${timeoutSeconds}`)
  return request.timeoutMs(timeoutSeconds * 1000)
}

/** @throws {RequestError} if it is no patch */
export function requirePatch(patch: UntypedPatch): UntypedPatch {
  const { body } = requireObject('patch', patch)
  if (typeof body === 'object' && body !== null) return patch
  throw new RequestError('invalid patch: expected { type, body }, the body an object or a list of operations')
}

/** @throws {RequestError} because what a server keeps about ownership cannot be asked for */
export function refuseManagedFields({ metadata }: Body): void {
  if (metadata?.managedFields === undefined || metadata.managedFields.length === 0) return
  throw new RequestError(
    'invalid body: metadata.managedFields has to be empty in what is applied; extract() makes such a body from an object',
  )
}

/** Servers take its presence for a wish where the patch is no apply, so it is left out unless it is one. */
export function withoutFalseForce(wire: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return wire['force'] === false ? { ...wire, force: undefined } : wire
}

/**
 * A list whose items are an array: a server writes null for no items now and then, or leaves them out, as 1.27 does
 * in a ValidatingAdmissionPolicyList of v1alpha1.
 *
 * @throws {DecodeError} if it is no list
 */
function withItems(list: List, request: Request): List {
  if (Array.isArray(list?.items)) return list
  const isList = list?.items === null || (list?.items === undefined && list?.kind?.endsWith('List'))
  if (isList) return { ...list, items: [] }
  const { origin: host, pathname: path } = request.url()
  throw new DecodeError('expected a list, found something without items', { method: 'GET', host, path })
}

/**
 * The answer, which says what it is if it is a Status: old servers leave that out. Where there is no kind, a status
 * that is a text is that of a request, not of an object.
 */
function statusOr<T>(answer: Status | T): Status | T {
  if (typeof answer !== 'object' || answer === null || !('status' in answer)) return answer
  const { kind, status }: { kind?: unknown; status?: unknown } = answer
  const isStatus = kind === 'Status' || (!kind && typeof status === 'string')
  return isStatus ? withType(answer, { kind: 'Status', apiVersion: 'v1' }) : answer
}

function deleteBody(wire: Readonly<Record<string, unknown>>): object {
  return { kind: 'DeleteOptions', apiVersion: 'v1', ...wire }
}

function defined(call: SortedOptions['call']): SortedOptions['call'] {
  return Object.fromEntries(Object.entries(call).filter(([, value]) => value !== undefined))
}
