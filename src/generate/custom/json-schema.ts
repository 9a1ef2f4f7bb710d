import { describeValue, GenerateError } from './generate-error.ts'

/** What is read of a schema, of a custom resource definition or an OpenAPI document. All else it says is ignored. */
export interface JsonSchema {
  readonly $ref?: string
  readonly additionalProperties?: unknown
  readonly allOf?: readonly unknown[]
  readonly default?: unknown
  readonly description?: string
  readonly enum?: readonly unknown[]
  readonly exclusiveMaximum?: boolean
  readonly exclusiveMinimum?: boolean
  readonly format?: string
  readonly items?: unknown
  readonly maxItems?: number
  readonly maxLength?: number
  readonly maxProperties?: number
  readonly maximum?: number
  readonly minItems?: number
  readonly minLength?: number
  readonly minProperties?: number
  readonly minimum?: number
  readonly multipleOf?: number
  readonly nullable?: boolean
  readonly pattern?: string
  readonly properties?: Readonly<Record<string, unknown>>
  readonly required?: readonly string[]
  readonly type?: string
  readonly 'x-kubernetes-embedded-resource'?: boolean
  readonly 'x-kubernetes-group-version-kind'?: unknown
  readonly 'x-kubernetes-int-or-string'?: boolean
  readonly 'x-kubernetes-list-map-keys'?: readonly string[]
  readonly 'x-kubernetes-list-type'?: string
  readonly 'x-kubernetes-preserve-unknown-fields'?: boolean
  readonly 'x-kubernetes-validations'?: readonly unknown[]
}

/** Keywords of which more than their presence is read, by what they have to be. */
const shapes: Readonly<Record<string, readonly (keyof JsonSchema)[]>> = {
  'a string': ['$ref', 'description', 'format', 'pattern', 'type', 'x-kubernetes-list-type'],
  'a list': ['allOf', 'enum', 'required', 'x-kubernetes-list-map-keys', 'x-kubernetes-validations'],
  'an object': ['properties'],
}

/**
 * Checks that something is a schema; what stands in it is checked when it is read.
 *
 * @param where for messages: file, definition and path
 * @throws {GenerateError} if it is none
 */
export function requireSchema(value: unknown, where: readonly string[]): JsonSchema {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new GenerateError(where, `expected a schema, found ${describeValue(value)}`)
  }
  const schema = value as Readonly<Record<string, unknown>>
  for (const [shape, keywords] of Object.entries(shapes)) {
    for (const keyword of keywords) {
      const found = Object.hasOwn(schema, keyword) ? describeValue(schema[keyword]) : shape
      if (found === shape || schema[keyword] === null) continue
      throw new GenerateError(
        [...where.slice(0, -1), `${where.at(-1)}.${keyword}`],
        `expected ${shape}, found ${found}`,
      )
    }
  }
  return value as JsonSchema
}
