import { checkDns1123Label, checkQualifiedName } from '../../meta/index.ts'
import { forbidden } from '../api-error.ts'
import { type FieldError, invalid } from '../field-errors.ts'
import type { ServerObject } from '../store/stored-object.ts'
import type { KindStrategy } from './kind-strategy.ts'
import { ageColumn, ageOf, nameColumn } from './metadata-columns.ts'

/** A namespace as far as the server looks into it. */
export interface NamespaceObject extends ServerObject {
  spec?: { finalizers?: string[] }
  status?: { phase?: string; conditions?: unknown[] }
}

/** Namespaces that are there from the start. */
export const initialNamespaces: readonly string[] = ['default', 'kube-system', 'kube-public', 'kube-node-lease']

const permanent = new Set(['default', 'kube-system', 'kube-public'])
const nameLabel = 'kubernetes.io/metadata.name'

export const namespaces: KindStrategy = {
  group: '',
  version: 'v1',
  kind: 'Namespace',
  plural: 'namespaces',
  singular: 'namespace',
  shortNames: ['ns'],
  categories: [],
  namespaced: false,
  verbs: ['create', 'delete', 'get', 'list', 'update', 'watch'],
  storageVersionHash: 'Q3oi5N2YM8M=',
  schema: 'Namespace',
  subresources: [
    {
      name: 'finalize',
      verbs: ['update'],
      prepareForUpdate(object: NamespaceObject, old: NamespaceObject) {
        restore(object, old, 'status')
      },
      validateUpdate: validateNamespace,
    },
    {
      name: 'status',
      verbs: ['get', 'update'],
      prepareForUpdate(object: NamespaceObject, old: NamespaceObject) {
        restore(object, old, 'spec')
      },
      validateUpdate(object: NamespaceObject) {
        const phase = object.status?.phase
        const [expected, state] =
          object.metadata.deletionTimestamp === undefined ? ['Active', 'empty'] : ['Terminating', 'not empty']
        if (phase === undefined || phase === expected) return []
        return [invalid('status.Phase', phase, `may only be '${expected}' if \`deletionTimestamp\` is ${state}`)]
      },
    },
  ],
  unsupportedSubresources: [],
  checkName: checkDns1123Label,
  selectableFields: ['status.phase'],
  fieldValue: (object: NamespaceObject) => object.status?.phase ?? '',
  columns: [nameColumn, { name: 'Status', type: 'string', description: 'Phase of the namespace.' }, ageColumn],
  row(object: NamespaceObject, now) {
    return [object.metadata.name, object.status?.phase ?? '', ageOf(object, now)]
  },
  applyDefaults(object: NamespaceObject) {
    object.metadata.labels = { ...object.metadata.labels, [nameLabel]: object.metadata.name }
    object.spec ??= {}
    object.status ??= {}
    object.status.phase ??= 'Active'
  },
  prepareForCreate(object: NamespaceObject) {
    const finalizers = object.spec?.finalizers ?? []
    object.spec = { finalizers: finalizers.includes('kubernetes') ? finalizers : [...finalizers, 'kubernetes'] }
    object.status = { phase: 'Active' }
    object.metadata.labels = { ...object.metadata.labels, [nameLabel]: object.metadata.name }
  },
  prepareForUpdate(object: NamespaceObject, old: NamespaceObject) {
    // Only the finalize endpoint writes the finalizers.
    restore(object, old, 'spec')
    restore(object, old, 'status')
  },
  validate: validateNamespace,
  validateUpdate: () => [],
  admitDelete(name) {
    if (permanent.has(name)) {
      throw forbidden({ group: '', resource: 'namespaces', name }, 'this namespace may not be deleted')
    }
  },
  markTerminating(object: NamespaceObject) {
    object.status = { ...object.status, phase: 'Terminating' }
  },
  isHeld(object: NamespaceObject) {
    return (object.spec?.finalizers ?? []).length > 0
  },
  returnsDeletedObject: true,
}

function validateNamespace(object: NamespaceObject): FieldError[] {
  return (object.spec?.finalizers ?? [])
    .filter((finalizer) => !isFinalizerName(finalizer))
    .map((finalizer) => invalid('spec.finalizers', finalizer, 'neither a standard finalizer nor a qualified name'))
}

function isFinalizerName(finalizer: string): boolean {
  return finalizer === 'kubernetes' || (finalizer.includes('/') && checkQualifiedName(finalizer) === undefined)
}

function restore(object: NamespaceObject, old: NamespaceObject, field: 'spec' | 'status'): void {
  if (old[field] === undefined) delete object[field]
  else (object as ServerObject)[field] = old[field]
}
