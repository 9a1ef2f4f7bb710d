/** What a field holds. */
export type FieldType =
  | { readonly form: 'scalar'; readonly scalar: Scalar }
  | { readonly form: 'array'; readonly items: FieldType }
  | { readonly form: 'map'; readonly values: FieldType }
  /** A definition or a string type; `groupVersion` is `FOLDER/VERSION` where it is another one's. */
  | { readonly form: 'reference'; readonly name: string; readonly groupVersion: string | undefined }

/** What is not made of fields, by how it is written. */
export type Scalar = (typeof scalars)[number]

export const scalars = [
  'any',
  'boolean',
  'bytes',
  'Duration',
  'FieldsV1',
  'int32',
  'int64',
  'IntOrString',
  'JSON',
  'JSONSchemaPropsOrArray',
  'JSONSchemaPropsOrBool',
  'JSONSchemaPropsOrStringArray',
  'MicroTime',
  'number',
  'Quantity',
  'RawExtension',
  'string',
  'Time',
] as const

/** One field of a definition, in the order in which a server writes them. */
export interface Field {
  readonly name: string
  readonly type: FieldType
  /** Not written when it is empty. A struct that is no pointer is always written. */
  readonly omitEmpty: boolean
  /** Empty and absent are two things. */
  readonly pointer: boolean
  /** What the OpenAPI definition says. */
  readonly required: boolean
  /** The newest server leaves it out when it is empty, older ones write null. */
  readonly formerlyNull: boolean
  /** The newest server always writes it, older ones that have the type do not know it. */
  readonly formerlyAbsent: boolean
  /** In the protobuf message. `2.1` is field 1 of a message in field 2, whose fields JSON has inlined. */
  readonly number: string | undefined
  /** What the server sets when the field is empty; `now` where that is a time. */
  readonly default: unknown
  /** For strategic merge patches: `merge`, `replace`, `retainKeys`. */
  readonly patchStrategies: readonly string[]
  readonly patchMergeKey: string | undefined
  /** For server-side apply. */
  readonly listType: 'atomic' | 'map' | 'set' | undefined
  readonly listMapKeys: readonly string[]
  readonly mapType: 'atomic' | 'granular' | undefined
}
