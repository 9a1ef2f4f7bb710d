import { isJsonObject } from './json-object.ts'

/** One version of a group, in the two ways in which it is written. */
export interface GroupVersionForDiscovery {
  /** `v1`, or GROUP/VERSION. */
  readonly groupVersion: string
  readonly version: string
}

/** Where clients of a network find the server. */
export interface ServerAddressByClientCIDR {
  readonly clientCIDR: string
  readonly serverAddress: string
}

/**
 * A group of the API with its versions, as on the wire. The core group's name is the empty string.
 *
 * Source: `APIGroup` in k8s.io/apimachinery/pkg/apis/meta/v1.
 */
export interface APIGroup {
  readonly kind?: string
  readonly apiVersion?: string
  readonly name: string
  /** In the server's order. */
  readonly versions: readonly GroupVersionForDiscovery[]
  /** Absent if the group has no version that can be used. */
  readonly preferredVersion?: GroupVersionForDiscovery
  readonly serverAddressByClientCIDRs?: readonly ServerAddressByClientCIDR[]
}

/** All groups of a server, the core group first. */
export interface APIGroupList {
  readonly kind: 'APIGroupList'
  readonly apiVersion: 'v1'
  readonly groups: readonly APIGroup[]
}

/** Makes a list of groups with kind and apiVersion, which a cache file needs for kubectl to read it. */
export function apiGroupList(groups: readonly APIGroup[]): APIGroupList {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups }
}

/**
 * Reads groups as Go writes them: no versions as null, no preferred version as one with empty names.
 *
 * @returns undefined if they are no groups
 */
export function readGroups(value: unknown): APIGroup[] | undefined {
  if (!Array.isArray(value)) return undefined
  const groups = value.map(readGroup)
  return groups.includes(undefined) ? undefined : (groups as APIGroup[])
}

function readGroup(value: unknown): APIGroup | undefined {
  if (!isJsonObject(value) || typeof value['name'] !== 'string') return undefined
  const { name, versions, preferredVersion, ...rest } = value
  const all: unknown = versions ?? []
  if (!Array.isArray(all) || !all.every(isVersion)) return undefined
  const isPreferred = isVersion(preferredVersion) && preferredVersion.version !== ''
  return { ...rest, name, versions: all, ...(isPreferred ? { preferredVersion } : {}) }
}

function isVersion(value: unknown): value is GroupVersionForDiscovery {
  return isJsonObject(value) && typeof value['groupVersion'] === 'string' && typeof value['version'] === 'string'
}

/** Every group/version of the groups, in order. */
export function groupVersionsOf(groups: readonly APIGroup[]): string[] {
  return groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => groupVersion))
}
