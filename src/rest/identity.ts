import { execPluginName } from '../transport/credentials/exec-config.ts'
import type { RestConfig } from './rest-config.ts'

/**
 * How a config says who is asking, in kind and never in content, for the messages of 401 and 403: people often have
 * other credentials in mind than those that were sent. Undefined where it cannot be known.
 */
export function identityOf(config: RestConfig): string | undefined {
  const identity = credentialOf(config)
  return identity !== undefined && config.impersonate?.userName ? `${identity}, impersonating` : identity
}

/** In the order in which they win. */
function credentialOf(config: RestConfig): string | undefined {
  const { tls } = config
  const hasCertificate = Boolean(tls?.certFile || tls?.certData?.length)
  const header = headerOf(config, hasCertificate)
  if (header !== undefined) return hasCertificate ? `${header} and client certificate` : header
  if (hasCertificate) return 'client certificate'
  // A transport of somebody else's may add anything.
  return config.transport === undefined ? 'nobody: the config has no credentials' : undefined
}

function headerOf(config: RestConfig, hasCertificate: boolean): string | undefined {
  if (config.credentials !== undefined) return 'credential source'
  if (config.bearerTokenFile) return `token file ${config.bearerTokenFile}`
  if (config.bearerToken) return 'bearer token'
  if (config.username || config.password) return 'basic authentication'
  if (config.exec !== undefined && !hasCertificate) return `exec plugin ${execPluginName(config.exec.command)}`
  return config.oidc === undefined ? undefined : `OIDC provider ${config.oidc.idpIssuerUrl}`
}
