import type { GroupVersion } from '../meta/index.ts'
import { type BuiltInResource, parseResourceTable, type ResourceTable } from '../resources/index.ts'
import type { RESTClient } from '../rest/index.ts'
import { clientFor } from './client-for.ts'
import { Endpoint } from './endpoint.ts'
import type { EvictionClient } from './eviction-client.ts'
import type { ResourceClient } from './resource-client.ts'

/** A group and version at run time. Its types are those of `GroupClient`. */
export interface UntypedGroup {
  readonly restClient: RESTClient
  readonly [accessor: string]: RESTClient | UntypedAccessor
}

export type UntypedAccessor = (namespace?: string) => ResourceClient | EvictionClient

const parsed = new Map<ResourceTable, readonly BuiltInResource[]>()

/** Makes the client of a group and version: one accessor for each line of its table. */
export function createGroupClient(
  table: ResourceTable,
  restClientOf: (groupVersion: GroupVersion) => RESTClient,
): UntypedGroup {
  const resources = parsed.get(table) ?? parseResourceTable(table)
  parsed.set(table, resources)
  // All of them have the same group and version; a table without a line does not exist.
  const [{ group, version } = { group: '', version: 'v1' }] = resources
  const restClient = restClientOf({ group, version })
  const accessors = resources.map((descriptor): [string, UntypedAccessor] => [
    descriptor.accessor,
    (namespace) => clientFor(new Endpoint(restClient, descriptor, namespace)),
  ])
  // Not frozen: a test may put an accessor of its own in the place of one.
  return { restClient, ...Object.fromEntries(accessors) } as UntypedGroup
}
