import type { CallOptions } from '../rest/index.ts'
import type { OpenAPIV3Document } from './openapi-document.ts'

/** Reads the OpenAPI v3 documents of a server. */
export interface OpenAPIV3Interface {
  /** The documents by their paths without a slash in front: `api/v1`, `apis/apps/v1`, `version`. */
  paths(options?: CallOptions): Promise<ReadonlyMap<string, OpenAPIV3GroupVersion>>
}

/** One document, usually that of a group/version. */
export interface OpenAPIV3GroupVersion {
  /** Path and query to fetch it by. It holds a hash of the content: as long as it is the same, so is the document. */
  readonly serverRelativeUrl: string
  /** @param contentType `application/json`, or {@link openApiV3Protobuf} */
  schema(contentType: string, options?: CallOptions): Promise<Uint8Array>
  /** The document, parsed. */
  document(options?: CallOptions): Promise<OpenAPIV3Document>
}

/** The content type of documents in protobuf (`openapi.v3.Document` of gnostic). */
export const openApiV3Protobuf = 'application/com.github.proto-openapi.spec.v3@v1.0+protobuf'
