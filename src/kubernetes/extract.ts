import { RequestError } from '../errors/index.ts'
import type { KubernetesObject, ManagedFieldsEntry } from '../meta/index.ts'
import { requireName, requireObject } from '../verbs/arguments.ts'
import { ownedPart } from './owned-part.ts'

export interface ExtractOptions {
  /** Such as `status`: what was applied there. Default: what was applied to the object itself. */
  readonly subresource?: string | undefined
}

/**
 * What a field manager has applied of an object, as it is now: change it and `apply` it again, and fields that it no
 * longer has are given up. Only the identity is in it if the manager has applied nothing.
 *
 * The object has to come from a server, with its `metadata.managedFields`. Its type is up to the caller:
 * `extract<DeploymentApplyConfiguration>(deployment, 'me')`.
 *
 * Source: `Extract<Kind>` in k8s.io/client-go/applyconfigurations.
 *
 * @throws {RequestError} if an argument is not what it should be
 */
export function extract<Apply extends object = object>(
  object: KubernetesObject,
  fieldManager: string,
  options: ExtractOptions = {},
): Apply {
  const { apiVersion, kind, metadata } = requireObject('object', object)
  requireName('fieldManager', fieldManager)
  if (metadata?.name === undefined) throw new RequestError('invalid object: metadata.name may not be empty')
  const entries = metadata.managedFields ?? []
  const subresource = options.subresource ?? ''
  const own = entries.find(
    (entry) =>
      entry.manager === fieldManager && entry.operation === 'Apply' && (entry.subresource ?? '') === subresource,
  )
  const others = entries.filter((entry) => entry !== own).map(fieldsOf)
  const owned = own === undefined ? {} : ownedPart(object, fieldsOf(own), others)
  const { metadata: ownedMetadata, ...rest } = owned as KubernetesObject
  const { name, namespace } = metadata
  const identity = { name, ...(namespace === undefined ? {} : { namespace }) }
  return { apiVersion, kind, metadata: { ...identity, ...ownedMetadata }, ...rest } as unknown as Apply
}

function fieldsOf(entry: ManagedFieldsEntry): Readonly<Record<string, unknown>> {
  return entry.fieldsV1 ?? {}
}
