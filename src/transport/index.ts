export type { CredentialSource, Credentials } from './credentials/credential-source.ts'
export type { TlsOptions } from './tls-options.ts'
export type {
  RequestHeaders,
  ResponseBody,
  ResponseHeaders,
  Transport,
  TransportRequest,
  TransportResponse,
  UpgradedStream,
} from './transport.ts'
