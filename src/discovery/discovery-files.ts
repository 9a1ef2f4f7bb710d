import { decodeText } from '../rest/utf8.ts'
import { type APIGroupList, apiGroupList, readGroups } from './api-group.ts'
import { type APIResourceList, apiResourceList, readResources } from './api-resource.ts'
import { StaleGroupVersionError } from './discovery-errors.ts'
import type { GroupsAndMaybeResources } from './discovery-interface.ts'
import { isJsonObject, type JsonObject } from './json-object.ts'
import { type CacheFile, readCacheFile } from './read-cache-file.ts'

const groupsFile = 'servergroups.json'
const resourcesFile = 'serverresources.json'
/** Ours alone: kubectl does not know it, and does not mind it. */
const aggregatedFile = 'kubeclient-aggregated.json'

/** What an aggregated answer says beyond groups and their resources. */
export interface AggregatedFacts {
  /** Stale versions, each with its error. */
  readonly failed: ReadonlyMap<string, StaleGroupVersionError>
  /** Group/versions without resources, which have no file. */
  readonly empty: ReadonlySet<string>
}

const noFacts: AggregatedFacts = { failed: new Map(), empty: new Set() }

/** Which files count, and who is told that one was used. */
export interface FileRules {
  /** Whether a file may be read at all. */
  readonly mayUse: (file: string) => boolean
  readonly onUse: (file: string) => void
  readonly ttlMs: number
}

/** Is told of each file that is in its place. */
export type OnWritten = (file: string) => void

/** The groups from a cache, with the facts that belong to them. */
export interface CachedGroups {
  readonly groups: APIGroupList
  readonly facts: () => Promise<AggregatedFacts>
}

/**
 * The files of one server's discovery cache, in the layout of kubectl: `servergroups.json`, and a
 * `serverresources.json` in a folder for each group/version. They carry kind and apiVersion.
 *
 * What is truncated, foreign or too old does not count. Writing throws what the file system says.
 *
 * Source: `CachedDiscoveryClient` in k8s.io/client-go/discovery/cached/disk.
 */
export class DiscoveryFiles {
  readonly #directory: string
  readonly #rules: FileRules

  constructor(directory: string, rules: FileRules) {
    this.#directory = directory
    this.#rules = rules
  }

  async readGroups(): Promise<CachedGroups | undefined> {
    const file = await this.#read(groupsFile)
    if (file === undefined) return undefined
    const value = parse(file, 'APIGroupList')
    const groups = readGroups(value?.['groups'])
    // Nobody writes an empty list.
    if (groups === undefined || groups.length === 0) return undefined
    this.#rules.onUse(groupsFile)
    return { groups: apiGroupList(groups), facts: () => this.#readFacts(file) }
  }

  async readResources(groupVersion: string): Promise<APIResourceList | undefined> {
    const name = resourcesPath(groupVersion)
    if (name === undefined) return undefined
    const file = await this.#read(name)
    if (file === undefined) return undefined
    const value = parse(file, 'APIResourceList')
    const resources = readResources(value?.['resources'])
    if (value?.['groupVersion'] !== groupVersion || resources === undefined || resources.length === 0) return undefined
    this.#rules.onUse(name)
    return apiResourceList(groupVersion, resources)
  }

  /** Writes the groups, and what else came with them. Groups go first: they decide whether the facts count. */
  async writeGroups({ groups, resources, failed }: GroupsAndMaybeResources, onWritten: OnWritten): Promise<void> {
    if (groups.groups.length === 0) return
    const text = `${JSON.stringify(apiGroupList(groups.groups))}\n`
    await this.#write(groupsFile, text, onWritten)
    if (resources === undefined) return
    const isEmpty = ([, list]: [string, APIResourceList]) => list.resources.length === 0
    const facts = {
      kind: 'AggregatedFacts',
      apiVersion: 'kubeclient/v1',
      serverGroupsHash: hashOf(Buffer.from(text)),
      stale: [...failed].filter(([, error]) => error instanceof StaleGroupVersionError).map(([key]) => key),
      empty: [...resources].filter(isEmpty).map(([key]) => key),
    }
    await this.#write(aggregatedFile, `${JSON.stringify(facts)}\n`, onWritten)
  }

  /** @param groupVersion what was asked for, which decides where the file is, whatever the list says */
  async writeResources(groupVersion: string, { resources }: APIResourceList, onWritten: OnWritten): Promise<void> {
    const name = resourcesPath(groupVersion)
    if (name === undefined || resources.length === 0) return
    await this.#write(name, `${JSON.stringify(apiResourceList(groupVersion, resources))}\n`, onWritten)
  }

  /** The facts count only beside the very groups that they were written with, and if nobody rewrote those since. */
  async #readFacts(groups: CacheFile): Promise<AggregatedFacts> {
    const file = await this.#read(aggregatedFile)
    if (file === undefined || file.modifiedMs < groups.modifiedMs) return noFacts
    const value = parse(file, 'AggregatedFacts')
    if (value?.['serverGroupsHash'] !== hashOf(groups.bytes)) return noFacts
    const { stale, empty } = value
    if (!isListOf<string>(stale, isString) || !isListOf<string>(empty, isString)) return noFacts
    this.#rules.onUse(aggregatedFile)
    return { failed: new Map(stale.map((key) => [key, new StaleGroupVersionError(key)])), empty: new Set(empty) }
  }

  async #read(name: string): Promise<CacheFile | undefined> {
    if (!this.#rules.mayUse(name)) return undefined
    const file = await readCacheFile(this.#pathOf(name))
    return file !== undefined && Date.now() <= file.modifiedMs + this.#rules.ttlMs ? file : undefined
  }

  async #write(name: string, text: string, onWritten: OnWritten): Promise<void> {
    // Loaded by those who write: most processes find what they need.
    const { writeCacheFile } = await import('./write-cache-file.ts')
    await writeCacheFile(this.#pathOf(name), text)
    onWritten(name)
  }

  /** A slash will do on every system. `path.join` has nothing to normalize here and takes as long as opening a file. */
  #pathOf(name: string): string {
    return `${this.#directory}/${name}`
  }
}

/**
 * Where a group/version's resources are. Names come from the server: one that could lead elsewhere, is too long for a
 * folder or stands for another file has none.
 */
function resourcesPath(groupVersion: string): string | undefined {
  const parts = groupVersion.split('/')
  return parts.length <= 2 && parts.every(isFolderName) ? `${groupVersion}/${resourcesFile}` : undefined
}

const reserved: ReadonlySet<string> = new Set([groupsFile, resourcesFile, aggregatedFile])

function isFolderName(name: string): boolean {
  return name.length <= 253 && /^[A-Za-z0-9](?:[-.A-Za-z0-9]*[A-Za-z0-9])?$/.test(name) && !reserved.has(name)
}

/**
 * Tells one content from another: its length, and FNV-1a with two bases over four bytes at a time, for a new process
 * runs this before it is compiled. Nobody gains by faking it, and `node:crypto` would take longer than all the rest.
 */
function hashOf(bytes: Uint8Array): string {
  const words = new Uint32Array(Math.ceil(bytes.byteLength / 4))
  new Uint8Array(words.buffer).set(bytes)
  let first = 0x811c9dc5
  let second = 0x9747b28c
  // By index: for what is not compiled yet, an iterator takes most of the time.
  for (let index = 0; index < words.length; index++) {
    const word = words[index] ?? 0
    first = Math.imul(first ^ word, 0x01000193)
    second = Math.imul(second ^ (word >>> 16) ^ first, 0x01000193)
  }
  return [bytes.byteLength, first >>> 0, second >>> 0].map((part) => part.toString(16)).join('-')
}

function parse({ bytes }: CacheFile, kind: string): JsonObject | undefined {
  try {
    const value: unknown = JSON.parse(decodeText(bytes))
    return isJsonObject(value) && value['kind'] === kind && isString(value['apiVersion']) ? value : undefined
  } catch {
    // Half a file, or none of ours.
    return undefined
  }
}

function isString(value: unknown): boolean {
  return typeof value === 'string'
}

function isListOf<T>(value: unknown, isItem: (item: unknown) => boolean): value is readonly T[] {
  return Array.isArray(value) && value.every(isItem)
}
