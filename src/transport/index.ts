export { acquireConnections, type ConnectionLease, type ConnectionOptions } from './connections.ts'
export type { ClientCertificate, ClientCertificateSource } from './credentials/certificate-slot.ts'
export type { CredentialSource, Credentials } from './credentials/credential-source.ts'
export type {
  ExecApiVersion,
  ExecCluster,
  ExecConfig,
  ExecEnvVar,
  ExecInteractiveMode,
  PluginPolicy,
} from './credentials/exec-config.ts'
export type { OidcConfig, OidcTokens } from './credentials/oidc-config.ts'
export { type TokenFileEnvironment, TokenFileSource } from './credentials/token-file.ts'
export { createDefaultTransport, type DefaultTransport } from './default-transport.ts'
export { type TlsOptions, validateTlsOptions } from './tls-options.ts'
export type {
  RequestHeaders,
  ResponseBody,
  ResponseHeaders,
  Transport,
  TransportRequest,
  TransportResponse,
  UpgradedStream,
} from './transport.ts'
export {
  BodyTooLargeError,
  isConnectionDropped,
  isConnectionRefused,
  type RefusedUpgrade,
  UpgradeRefusedError,
} from './transport-errors.ts'
export type { TransportOptions } from './transport-options.ts'
