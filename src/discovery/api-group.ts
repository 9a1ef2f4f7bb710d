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

/** Every group/version of the groups, in order. */
export function groupVersionsOf(groups: readonly APIGroup[]): string[] {
  return groups.flatMap(({ versions }) => versions.map(({ groupVersion }) => groupVersion))
}
