import { isDeepStrictEqual } from 'node:util'
import { checkConfigMapKey, checkDns1123Subdomain } from '../../meta/index.ts'
import { type FieldError, forbiddenField, invalid, tooLong } from '../field-errors.ts'
import type { ServerObject } from '../store/stored-object.ts'
import type { KindStrategy } from './kind-strategy.ts'
import { ageColumn, ageOf, nameColumn } from './metadata-columns.ts'

interface ConfigMap extends ServerObject {
  data?: Record<string, string>
  binaryData?: Record<string, string>
  immutable?: boolean
}

const maxBytes = 1024 * 1024

export const configMaps: KindStrategy = {
  group: '',
  version: 'v1',
  kind: 'ConfigMap',
  plural: 'configmaps',
  singular: 'configmap',
  shortNames: ['cm'],
  categories: [],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'update', 'watch'],
  storageVersionHash: 'qFsyl6wFWjQ=',
  schema: 'ConfigMap',
  subresources: [],
  unsupportedSubresources: [],
  checkName: checkDns1123Subdomain,
  selectableFields: [],
  columns: [
    nameColumn,
    { name: 'Data', type: 'string', description: 'How many keys there are in data and binaryData.' },
    ageColumn,
  ],
  row(object: ConfigMap, now) {
    const keys = Object.keys(object.data ?? {}).length + Object.keys(object.binaryData ?? {}).length
    return [object.metadata.name, keys, ageOf(object, now)]
  },
  applyDefaults() {},
  prepareForCreate() {},
  prepareForUpdate() {},
  validate: validateConfigMap,
  validateUpdate(object: ConfigMap, old: ConfigMap) {
    const errors = validateConfigMap(object)
    if (old.immutable !== true) return errors
    const frozen = 'field is immutable when `immutable` is set'
    if (object.immutable !== true) errors.push(forbiddenField('immutable', frozen))
    if (!isDeepStrictEqual(object.data ?? {}, old.data ?? {})) errors.push(forbiddenField('data', frozen))
    if (!isDeepStrictEqual(object.binaryData ?? {}, old.binaryData ?? {})) {
      errors.push(forbiddenField('binaryData', frozen))
    }
    return errors
  },
  returnsDeletedObject: false,
}

function validateConfigMap(object: ConfigMap): FieldError[] {
  const errors: FieldError[] = []
  let bytes = 0
  for (const field of ['data', 'binaryData'] as const) {
    for (const [key, value] of Object.entries(object[field] ?? {})) {
      const problem = checkConfigMapKey(key)
      if (problem !== undefined) errors.push(invalid(`${field}[${key}]`, key, problem))
      if (field === 'data' && Object.hasOwn(object.binaryData ?? {}, key)) {
        errors.push(invalid(`data[${key}]`, key, 'duplicate of key present in binaryData'))
      }
      bytes += field === 'data' ? Buffer.byteLength(value) : Buffer.byteLength(value, 'base64')
    }
  }
  // The real server gives this path, which names no field.
  if (bytes > maxBytes) errors.push(tooLong('[]', maxBytes))
  return errors
}
