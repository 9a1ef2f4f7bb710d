import type { CallOptions, RESTInterface } from '../rest/index.ts'
import type { OpenAPIV2Document } from './openapi-document.ts'

const path = '/openapi/v2'
/** As clients ask for it. Servers answer with a dot for the at sign. */
const protobuf = 'application/com.github.proto-openapi.spec.v2@v1.0+protobuf'

export async function readOpenAPIV2(rest: RESTInterface, options: CallOptions): Promise<OpenAPIV2Document> {
  return rest.get().absPath(path).setHeader('Accept', 'application/json').into<OpenAPIV2Document>(options)
}

export async function readOpenAPIV2Protobuf(rest: RESTInterface, options: CallOptions): Promise<Uint8Array> {
  return rest.get().absPath(path).setHeader('Accept', protobuf).doRaw(options)
}
