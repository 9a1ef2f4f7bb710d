import type { GroupVersionKind, GroupVersionResource } from '../meta/index.ts'

/** A resource whatever its version. The core group's name is the empty string. */
export interface GroupResource {
  readonly group: string
  readonly resource: string
}

/** A kind whatever its version. */
export interface GroupKind {
  readonly group: string
  readonly kind: string
}

/** A resource as a person names it: group and version may be left out. */
export interface PartialResource {
  /** Plural, singular or short name. */
  readonly resource: string
  /** The beginning of a group will do if no group is called exactly so. */
  readonly group?: string | undefined
  readonly version?: string | undefined
}

/** How a kind is served. */
export interface RESTMapping {
  readonly resource: GroupVersionResource
  readonly kind: GroupVersionKind
  readonly namespaced: boolean
}

/** `deployments.apps`, or `pods`. */
export function formatGroupResource({ group, resource }: GroupResource): string {
  return group === '' ? resource : `${resource}.${group}`
}

/**
 * Reads a resource as kubectl takes it: `pods`, `deployments.apps` or `deployments.v1.apps`. The three are not told
 * apart by their look, so that there can be two readings: with a version first, then without.
 *
 * Source: `ParseResourceArg` in k8s.io/apimachinery/pkg/runtime/schema.
 */
export function parseResourceArgument(text: string): readonly PartialResource[] {
  const [resource = '', version, ...rest] = text.split('.')
  if (version === undefined) return [{ resource }]
  const unversioned = { resource, group: text.slice(resource.length + 1) }
  return rest.length === 0 ? [unversioned] : [{ resource, version, group: rest.join('.') }, unversioned]
}
