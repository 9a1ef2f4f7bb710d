export { ApiServer } from './api-server.ts'
export type { ApiServerOptions } from './api-server-options.ts'
export type { TokenUser } from './authentication.ts'
export {
  type CertificateAuthority,
  type CertificateRequest,
  createCertificateAuthority,
  type KeyedCertificate,
} from './certificates.ts'
export type { EventStream } from './event-stream.ts'
export type { ApiRequest, ApiResponse, Caller, ClientCertificate } from './request.ts'
