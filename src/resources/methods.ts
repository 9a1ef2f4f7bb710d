/** What nearly every resource can do, in client-go's words. */
export type BaseMethod =
  | 'create'
  | 'update'
  | 'delete'
  | 'deleteCollection'
  | 'get'
  | 'list'
  | 'watch'
  | 'patch'
  | 'apply'

/** What a resource with a `status` subresource can do besides. */
export type StatusMethod = 'updateStatus' | 'applyStatus'

/** What a resource with a `scale` subresource can do besides. */
export type ScaleMethod = 'getScale' | 'updateScale' | 'applyScale'

/** What single resources can do besides. */
export type SpecialMethod =
  | 'bind'
  | 'createToken'
  | 'createWithEventNamespace'
  | 'evict'
  | 'finalize'
  | 'getFieldSelector'
  | 'getLogs'
  | 'patchStatus'
  | 'patchWithEventNamespace'
  | 'proxyGet'
  | 'rollback'
  | 'search'
  | 'updateApproval'
  | 'updateEphemeralContainers'
  | 'updateResize'
  | 'updateWithEventNamespace'

/** A method of a resource's client. */
export type ResourceMethod = BaseMethod | StatusMethod | ScaleMethod | SpecialMethod

export const baseMethods: readonly BaseMethod[] = [
  'create',
  'update',
  'delete',
  'deleteCollection',
  'get',
  'list',
  'watch',
  'patch',
  'apply',
]

/** Short words in the tables for methods that come together. */
export const methodSets: Readonly<Record<string, readonly ResourceMethod[]>> = {
  status: ['updateStatus', 'applyStatus'],
  scale: ['getScale', 'updateScale', 'applyScale'],
  inEventNamespace: ['createWithEventNamespace', 'updateWithEventNamespace', 'patchWithEventNamespace'],
}
