import { ConfigError } from '../errors/index.ts'
import { checkExecConfig } from '../transport/credentials/exec-config.ts'
import { checkOidcConfig } from '../transport/credentials/oidc-config.ts'
import type { TlsOptions } from '../transport/index.ts'
import { timeoutProblem } from './deadline.ts'
import type { RestConfig } from './rest-config.ts'

/**
 * Refuses what cannot be meant. The conditions are client-go's.
 *
 * @throws {ConfigError} that names the field
 */
export function checkConfig(config: RestConfig): void {
  const hasToken = isSet(config.bearerToken) || isSet(config.bearerTokenFile)
  if (hasToken && (isSet(config.username) || isSet(config.password))) {
    throw new ConfigError('basic authentication and a bearer token exclude each other', {
      field: 'username, bearerToken',
    })
  }
  if (config.credentials !== undefined && (hasToken || isSet(config.username))) {
    throw new ConfigError('cannot be combined with a token or with basic authentication', { field: 'credentials' })
  }
  if (config.exec !== undefined) {
    if (config.credentials !== undefined) {
      throw new ConfigError('cannot be combined with credentials', { field: 'exec' })
    }
    checkExecConfig(config.exec)
  }
  if (config.oidc !== undefined) {
    if (config.exec !== undefined || config.credentials !== undefined) {
      throw new ConfigError('cannot be combined with exec or credentials', { field: 'oidc' })
    }
    checkOidcConfig(config.oidc)
  }
  const limit = timeoutProblem(config.timeoutMs)
  if (limit !== undefined) throw new ConfigError(limit, { field: 'timeoutMs' })
  if (Number.isNaN(config.maxRetries)) throw new ConfigError('expected a number, found NaN', { field: 'maxRetries' })
  const { impersonate } = config
  const impersonatesMore = isSet(impersonate?.uid) || hasItems(impersonate?.groups) || impersonate?.extra !== undefined
  if (impersonatesMore && !isSet(impersonate?.userName)) {
    throw new ConfigError('uid, groups and extra need a userName', { field: 'impersonate.userName' })
  }
  if (config.transport !== undefined && usesTls(config.tls)) {
    throw new ConfigError('TLS options have no effect beside a transport of your own', { field: 'tls' })
  }
  if (config.transport !== undefined && isSet(config.proxyUrl)) {
    throw new ConfigError('has no effect beside a transport of your own', { field: 'proxyUrl' })
  }
  if (config.tls?.insecure && (isSet(config.tls.caFile) || isSet(config.tls.caData))) {
    throw new ConfigError('a CA cannot be combined with insecure: true', { field: 'tls' })
  }
}

/** Whether a host without a scheme is meant to be https. */
export function impliesTls(tls: TlsOptions | undefined): boolean {
  return tls !== undefined && (tls.insecure === true || hasCa(tls) || isSet(tls.certFile) || isSet(tls.certData))
}

function usesTls(tls: TlsOptions | undefined): boolean {
  return tls !== undefined && Object.values(tls).some((value) => value !== undefined && value !== false && value !== '')
}

function hasCa(tls: TlsOptions): boolean {
  return isSet(tls.caFile) || isSet(tls.caData)
}

function isSet(value: string | Uint8Array | undefined): boolean {
  return value !== undefined && value.length > 0
}

function hasItems(list: readonly unknown[] | undefined): boolean {
  return list !== undefined && list.length > 0
}
