import type { OpenAPISchema } from '../../discovery/openapi-document.ts'
import type { GroupVersionFacts } from '../../schema/facts.ts'
import type { Field, FieldType, Scalar } from '../../schema/field.ts'
import { parseFields } from '../../schema/parse-fields.ts'
import { definitionName, reference } from './schema-names.ts'

/** Definitions that other ones refer to, by the names that Kubernetes gives them. */
export interface DefinitionSchema {
  readonly schema: OpenAPISchema
  readonly references: readonly string[]
}

const wellKnown: Readonly<Partial<Record<Scalar, string>>> = {
  FieldsV1: 'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1',
  IntOrString: 'io.k8s.apimachinery.pkg.util.intstr.IntOrString',
  MicroTime: 'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime',
  Quantity: 'io.k8s.apimachinery.pkg.api.resource.Quantity',
  RawExtension: 'io.k8s.apimachinery.pkg.runtime.RawExtension',
  Time: 'io.k8s.apimachinery.pkg.apis.meta.v1.Time',
}

/** Definitions that are not made of fields. */
export const wellKnownSchemas: Readonly<Record<string, OpenAPISchema>> = {
  'io.k8s.apimachinery.pkg.apis.meta.v1.FieldsV1': { type: 'object' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.MicroTime': { type: 'string', format: 'date-time' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Patch': { type: 'object' },
  'io.k8s.apimachinery.pkg.apis.meta.v1.Time': { type: 'string', format: 'date-time' },
  'io.k8s.apimachinery.pkg.api.resource.Quantity': { oneOf: [{ type: 'string' }, { type: 'number' }] },
  'io.k8s.apimachinery.pkg.runtime.RawExtension': { type: 'object' },
  'io.k8s.apimachinery.pkg.util.intstr.IntOrString': {
    format: 'int-or-string',
    oneOf: [{ type: 'integer' }, { type: 'string' }],
  },
}

/**
 * The defaults that Kubernetes declares in its types, and so in its documents. The facts know more of them: those that
 * are set by code are no part of a schema.
 */
const declaredDefaults: Readonly<Record<string, readonly string[]>> = {
  AzureDiskVolumeSource: ['cachingMode', 'fsType', 'kind', 'readOnly'],
  ConfigMapEnvSource: ['name'],
  ConfigMapKeySelector: ['name'],
  ConfigMapProjection: ['name'],
  ConfigMapVolumeSource: ['name'],
  ContainerPort: ['protocol'],
  FileKeySelector: ['optional'],
  GRPCAction: ['service'],
  ISCSIVolumeSource: ['iscsiInterface'],
  LocalObjectReference: ['name'],
  RBDVolumeSource: ['keyring', 'pool', 'user'],
  ScaleIOVolumeSource: ['fsType', 'storageMode'],
  SecretEnvSource: ['name'],
  SecretKeySelector: ['name'],
  SecretProjection: ['name'],
}

/** Writes one definition of a group and version as a schema. */
export function definitionSchema(facts: GroupVersionFacts, type: string): DefinitionSchema {
  const fields = parseFields(facts.types[type] ?? '')
  const writer = new FieldWriter(facts)
  const properties = fields.map((field) => [field.name, writer.property(type, field)] as const)
  const required = fields.filter((field) => field.required).map(({ name }) => name)
  const schema: OpenAPISchema = {
    type: 'object',
    ...(required.length === 0 ? {} : { required }),
    properties: Object.fromEntries(properties.sort(([a], [b]) => (a < b ? -1 : 1))),
    ...(hasTypeMeta(fields) || type === 'WatchEvent'
      ? { 'x-kubernetes-group-version-kind': [kindOf(facts, type)] }
      : {}),
    ...(facts.atomicTypes?.includes(type) === true ? { 'x-kubernetes-map-type': 'atomic' } : {}),
  }
  return { schema, references: writer.references }
}

function hasTypeMeta([first, second]: readonly Field[]): boolean {
  return first?.name === 'kind' && !first.required && second?.name === 'apiVersion'
}

function kindOf({ folder, group, version }: GroupVersionFacts, kind: string) {
  // The machinery's own kinds, such as Status, are written as of the core group.
  return { group: folder === 'meta' ? '' : group, kind, version }
}

class FieldWriter {
  readonly references: string[] = []
  readonly #facts: GroupVersionFacts

  constructor(facts: GroupVersionFacts) {
    this.#facts = facts
  }

  property(owner: string, field: Field): OpenAPISchema {
    const schema = this.#type(field.type)
    const fallback = defaultOf(owner, field, schema)
    return {
      // A reference stands alone in OpenAPI 3.0: what is said beside it needs the detour.
      ...(schema.$ref === undefined ? schema : { allOf: [schema] }),
      ...(fallback === undefined ? {} : { default: fallback }),
      ...mergeExtensions(field),
    }
  }

  #type(type: FieldType): OpenAPISchema {
    switch (type.form) {
      case 'array':
        return { type: 'array', items: this.#type(type.items) }
      case 'map':
        return { type: 'object', additionalProperties: this.#type(type.values) }
      case 'scalar':
        return this.#scalar(type.scalar)
      case 'reference':
        return this.#reference(type.name, type.groupVersion)
    }
  }

  #scalar(scalar: Scalar): OpenAPISchema {
    const name = wellKnown[scalar]
    return name === undefined ? plainScalar(scalar) : this.#refer(name)
  }

  #reference(name: string, groupVersion: string | undefined): OpenAPISchema {
    const words = groupVersion === undefined ? this.#facts.strings[name] : undefined
    if (words !== undefined) return stringSchema(words)
    const [folder = '', version = ''] = groupVersion?.split('/') ?? [this.#facts.folder, this.#facts.version]
    return this.#refer(definitionName(folder, version, name))
  }

  #refer(name: string): OpenAPISchema {
    this.references.push(name)
    return reference(name)
  }
}

function plainScalar(scalar: Scalar): OpenAPISchema {
  switch (scalar) {
    case 'boolean':
      return { type: 'boolean' }
    case 'bytes':
      return { type: 'string', format: 'byte' }
    case 'int32':
    case 'int64':
      return { type: 'integer', format: scalar }
    case 'number':
      return { type: 'number', format: 'double' }
    case 'string':
    case 'Duration':
      return { type: 'string' }
    default:
      return {}
  }
}

/** @param words the values that are known, with `|` between them; behind `!` there are no others */
function stringSchema(words: string): OpenAPISchema {
  return words.startsWith('!') ? { type: 'string', enum: words.slice(1).split('|').sort() } : { type: 'string' }
}

function defaultOf(owner: string, field: Field, schema: OpenAPISchema): unknown {
  const zero = zeros[schema.format === 'byte' ? '' : (schema.type ?? '')]
  if (declaredDefaults[owner]?.includes(field.name) === true) return field.default ?? zero
  if (field.pointer) return undefined
  // What a Go program can not leave out is there with its zero value.
  if (field.type.form === 'reference' && schema.$ref !== undefined) return {}
  return field.required && !field.omitEmpty ? zero : undefined
}

const zeros: Readonly<Record<string, unknown>> = { string: '', integer: 0, boolean: false }

function mergeExtensions(field: Field): OpenAPISchema {
  const { listType, listMapKeys, mapType, patchMergeKey, patchStrategies } = field
  return {
    ...(listMapKeys.length === 0 ? {} : { 'x-kubernetes-list-map-keys': listMapKeys }),
    ...(listType === undefined ? {} : { 'x-kubernetes-list-type': listType }),
    ...(mapType === undefined ? {} : { 'x-kubernetes-map-type': mapType }),
    ...(patchMergeKey === undefined ? {} : { 'x-kubernetes-patch-merge-key': patchMergeKey }),
    ...(patchStrategies.length === 0 ? {} : { 'x-kubernetes-patch-strategy': patchStrategies.join(',') }),
  }
}
