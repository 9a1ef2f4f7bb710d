/** A schema of an OpenAPI document, as on the wire: what Kubernetes uses of JSON Schema, and its extensions. */
export interface OpenAPISchema {
  readonly $ref?: string
  readonly type?: string
  readonly format?: string
  readonly description?: string
  readonly properties?: Readonly<Record<string, OpenAPISchema>>
  readonly required?: readonly string[]
  readonly items?: OpenAPISchema
  readonly additionalProperties?: OpenAPISchema | boolean
  readonly allOf?: readonly OpenAPISchema[]
  readonly oneOf?: readonly OpenAPISchema[]
  readonly anyOf?: readonly OpenAPISchema[]
  readonly enum?: readonly unknown[]
  readonly default?: unknown
  readonly externalDocs?: { readonly description?: string; readonly url?: string }
  readonly 'x-kubernetes-group-version-kind'?: readonly OpenAPIGroupVersionKind[]
  readonly [extension: `x-${string}`]: unknown
}

/** Which kind a schema or an operation is about. */
export interface OpenAPIGroupVersionKind {
  readonly group: string
  readonly version: string
  readonly kind: string
}

/** An operation of a path. */
export interface OpenAPIOperation {
  readonly operationId?: string
  readonly 'x-kubernetes-group-version-kind'?: OpenAPIGroupVersionKind
  readonly 'x-kubernetes-action'?: string
  readonly [field: string]: unknown
}

/** The operations of a path by method, in lower case, and its parameters. */
export type OpenAPIPathItem = Readonly<Record<string, OpenAPIOperation | undefined>>

/** The OpenAPI v3 document of one group/version, as on the wire. */
export interface OpenAPIV3Document {
  readonly openapi: string
  readonly info: { readonly title: string; readonly version?: string }
  readonly paths?: Readonly<Record<string, OpenAPIPathItem>>
  readonly components?: { readonly schemas?: Readonly<Record<string, OpenAPISchema>>; readonly [part: string]: unknown }
}

/** The OpenAPI v2 document of a whole server, as on the wire. */
export interface OpenAPIV2Document {
  readonly swagger: string
  readonly info: { readonly title: string; readonly version?: string }
  readonly paths: Readonly<Record<string, OpenAPIPathItem>>
  readonly definitions?: Readonly<Record<string, OpenAPISchema>>
  readonly [part: string]: unknown
}
