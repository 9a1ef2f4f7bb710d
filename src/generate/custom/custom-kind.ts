import type { SubresourceFacts } from '../../schema/facts.ts'
import type { JsonSchema } from './json-schema.ts'

/** A kind of some group and version, as a definition or an OpenAPI document has it. */
export interface CustomKind {
  readonly group: string
  readonly version: string
  /** Plural, as in URLs. */
  readonly resource: string
  readonly kind: string
  /** None where its objects cannot be listed. */
  readonly listKind: string | undefined
  readonly namespaced: boolean
  readonly singular?: string | undefined
  readonly shortNames?: readonly string[] | undefined
  readonly categories?: readonly string[] | undefined
  readonly verbs: readonly string[]
  readonly subresources: readonly SubresourceFacts[]
  /** None if nothing is said of its fields. */
  readonly schema: JsonSchema | undefined
  /** Keeps fields that the schema does not know, at every level. */
  readonly keepsUnknown: boolean
  /** Why not to use this version any more. */
  readonly deprecated?: string | undefined
  /** For messages: the file and the definition; what is added is a path in it. */
  readonly where: readonly string[]
  /** In an OpenAPI document, the name of its schema. */
  readonly component?: string | undefined
}
