import {
  type DeferredRESTMapper,
  type DiscoveryInterface,
  NoMatchError,
  parseResourceArgument,
  type RESTMapping,
} from '../discovery/index.ts'
import { parseGroupVersion } from '../meta/index.ts'
import type { CallOptions } from '../rest/index.ts'

/**
 * What a name stands for: plural, singular, short name or kind, perhaps with version and group behind it
 * (`deployments.apps`, `deployments.v1.apps`).
 *
 * @throws {NoMatchError} if no resource is called so
 */
export async function findMapping(
  name: string,
  mapper: DeferredRESTMapper,
  discovery: DiscoveryInterface,
  options: CallOptions = {},
): Promise<RESTMapping> {
  let failure: unknown
  for (const reading of parseResourceArgument(name)) {
    try {
      return await mapper.mappingFor(reading, options)
    } catch (error) {
      if (!(error instanceof NoMatchError)) throw error
      failure ??= error
    }
  }
  const mapping = await findKind(name, mapper, discovery, options)
  if (mapping !== undefined) return mapping
  throw failure
}

/** Most singular names are the kind in lower case; the kinds of the others are looked for one by one. */
async function findKind(
  name: string,
  mapper: DeferredRESTMapper,
  discovery: DiscoveryInterface,
  options: CallOptions,
): Promise<RESTMapping | undefined> {
  const [kind = '', ...rest] = name.split('.')
  const { resources } = await discovery.serverGroupsAndResources(options)
  for (const list of resources) {
    const { group } = parseGroupVersion(list.groupVersion)
    if (rest.length > 0 && group !== rest.join('.')) continue
    const found = list.resources.find((each) => each.kind.toLowerCase() === kind.toLowerCase())
    if (found !== undefined) return mapper.restMapping({ group, kind: found.kind }, [], options)
  }
  return undefined
}
