import { DecodeError, isNotFound } from '../errors/index.ts'
import type { CallOptions, RESTInterface, Result } from '../rest/index.ts'
import { type APIGroupDiscoveryList, splitGroupsAndResources } from './aggregated.ts'
import { type APIGroup, apiGroupList, readGroups } from './api-group.ts'
import { type DiscoveryFormats, discoveryAccept, discoveryFormat } from './discovery-format.ts'
import type { GroupsAndMaybeResources } from './discovery-interface.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'

/** The two places where a server lists its groups: the core group, and all others. */
export type GroupsPath = '/api' | '/apis'

interface Remembered {
  readonly etag: string
  readonly answer: GroupsAndMaybeResources
}

/**
 * Reads lists of groups, and remembers the last ones with their ETags: an answer that has not changed comes as a 304
 * and is not parsed again.
 */
export class GroupsReader {
  readonly #rest: RESTInterface
  readonly #accept: string
  readonly #remembered = new Map<GroupsPath, Remembered>()

  constructor(rest: RESTInterface, formats: DiscoveryFormats) {
    this.#rest = rest
    this.#accept = discoveryAccept(formats)
  }

  /**
   * Reads /api, then /apis, and puts them together. Resources are given only if both answers had them.
   *
   * @throws {StatusError} if either refuses; but an /api that is not found is an empty one, as aggregated servers have
   */
  async read(options: CallOptions): Promise<GroupsAndMaybeResources> {
    const core = await this.#readCore(options)
    const others = await this.#readPath('/apis', options)
    const hasResources = core.resources !== undefined && others.resources !== undefined
    return {
      groups: apiGroupList([...core.groups.groups, ...others.groups.groups]),
      resources: hasResources ? new Map([...(core.resources ?? []), ...(others.resources ?? [])]) : undefined,
      failed: new Map([...core.failed, ...others.failed]),
    }
  }

  async #readCore(options: CallOptions): Promise<GroupsAndMaybeResources> {
    try {
      return await this.#readPath('/api', options)
    } catch (error) {
      if (!isNotFound(error)) throw error
      return { groups: apiGroupList([]), resources: new Map(), failed: new Map() }
    }
  }

  async #readPath(path: GroupsPath, options: CallOptions): Promise<GroupsAndMaybeResources> {
    const known = this.#remembered.get(path)
    const request = this.#rest.get().absPath(path).setHeader('Accept', this.#accept)
    if (known !== undefined) request.setHeader('If-None-Match', known.etag)
    const result = await request.do(options)
    if (known !== undefined && result.statusCode === 304) return known.answer
    const answer = decodeGroups(path, result)
    const etag = result.header('etag')
    if (etag === undefined) this.#remembered.delete(path)
    else this.#remembered.set(path, { etag, answer })
    return answer
  }
}

function decodeGroups(path: GroupsPath, result: Result): GroupsAndMaybeResources {
  const value = result.get()
  const refuse = (expected: string, cause?: unknown) =>
    new DecodeError(`the answer is not ${expected}`, { method: 'GET', path, contentType: result.contentType, cause })
  if (!isJsonObject(value)) throw refuse('a list of API groups')
  if (discoveryFormat(result.contentType) === 'aggregated') {
    if (!isListOfObjects(value['items'])) throw refuse('an APIGroupDiscoveryList')
    try {
      return splitGroupsAndResources(value as APIGroupDiscoveryList)
    } catch (error) {
      // To look at every field of thousands of resources first would take longer than to take them apart.
      throw refuse('an APIGroupDiscoveryList', error)
    }
  }
  const groups = path === '/api' ? coreGroups(value['versions']) : readGroups(value['groups'] ?? [])
  if (groups === undefined) throw refuse(path === '/api' ? 'an APIVersions' : 'an APIGroupList')
  return { groups: apiGroupList(groups), resources: undefined, failed: new Map() }
}

/** The core group has a format of its own: only its versions are listed, and the first is preferred. */
function coreGroups(versions: unknown): APIGroup[] | undefined {
  if (versions === undefined || versions === null) return [{ name: '', versions: [] }]
  if (!Array.isArray(versions) || versions.some((version) => typeof version !== 'string')) return undefined
  const found = versions.map((version: string) => ({ groupVersion: version, version }))
  const [preferredVersion] = found
  return [{ name: '', versions: found, ...(preferredVersion === undefined ? {} : { preferredVersion }) }]
}

/** Go writes an empty list as null in places. */
function isListOfObjects(value: unknown): value is readonly JsonObject[] | null | undefined {
  return value === undefined || value === null || (Array.isArray(value) && value.every(isJsonObject))
}
