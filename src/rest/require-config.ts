import { ConfigError } from '../errors/index.ts'

/**
 * Refuses what is no config, before its fields are read or copied: in a copy of a Promise, nothing tells what it was.
 *
 * An empty host is client-go's default; one that is missing is a slip that would quietly lead to this machine.
 *
 * @throws {ConfigError} that names `host`
 */
export function requireConfig(config: unknown): void {
  if (typeof config !== 'object' || config === null) {
    const found = config === null ? 'null' : typeof config
    throw new ConfigError(`expected a config with a URL or HOST:PORT, found ${found}`, { field: 'host' })
  }
  if ('then' in config && typeof config.then === 'function') {
    throw new ConfigError('the config is a Promise: did you forget await?', { field: 'host' })
  }
  requireHost('host' in config ? config.host : undefined)
}

/** @throws {ConfigError} if it is not there */
export function requireHost(host: unknown): void {
  if (host !== undefined && host !== null) return
  throw new ConfigError(`is missing: expected a URL or HOST:PORT, or '' for localhost`, { field: 'host' })
}
