import type { RestConfig } from '../rest/rest-config.ts'

/** What Node, Bun and Deno look for when they print a value. */
export const inspectSymbol: unique symbol = Symbol.for('nodejs.util.inspect.custom')

/**
 * Makes a config print without its secrets, while its fields stay readable.
 *
 * The two functions are the object's own and enumerable, so that a spread copy has them too and prints what the copy
 * holds.
 */
export function withRedaction(config: RestConfig): RestConfig {
  const printing = { toJSON: printable, [inspectSymbol]: printable }
  return { ...config, ...printing }
}

function printable(this: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return printed(this, configFields)
}

type Printer = (value: unknown) => unknown

const asIs: Printer = (value) => value
const secret: Printer = () => '<redacted>'
const pem: Printer = (value) =>
  typeof value === 'string' || value instanceof Uint8Array ? `<PEM, ${value.length} bytes>` : '<redacted>'
/** A URL may hold a password. */
const url: Printer = (value) =>
  typeof value === 'string' ? value.replace(/^([^/]*\/\/)?.*@/s, '$1<redacted>@') : '<omitted>'

const tlsFields: Readonly<Record<string, Printer>> = {
  insecure: asIs,
  serverName: asIs,
  caFile: asIs,
  certFile: asIs,
  keyFile: asIs,
  caData: pem,
  certData: pem,
  keyData: secret,
}

/** Arguments and the environment of a plugin may hold secrets; how many and which names there are says enough. */
const execFields: Readonly<Record<string, Printer>> = {
  apiVersion: asIs,
  command: asIs,
  args: (value) => (Array.isArray(value) ? `<${value.length} arguments>` : '<omitted>'),
  env: (value) => (Array.isArray(value) ? `<${value.length} variables>` : '<omitted>'),
  provideClusterInfo: asIs,
  interactiveMode: asIs,
  stdinUnavailable: asIs,
  pluginPolicy: asIs,
}

const oidcFields: Readonly<Record<string, Printer>> = {
  idpIssuerUrl: url,
  clientId: asIs,
  clientSecret: secret,
  idpCertificateAuthority: asIs,
  idpCertificateAuthorityData: pem,
  idToken: secret,
  refreshToken: secret,
}

/** Prints the fields of an object that are listed. */
function fieldsIn(printers: Readonly<Record<string, Printer>>): Printer {
  return (value) => (typeof value === 'object' && value !== null ? printed({ ...value }, printers) : '<omitted>')
}

/** What may be printed, by name. A field that is not listed here is left out, so that a new one cannot leak. */
const configFields: Readonly<Record<string, Printer>> = {
  host: url,
  proxyUrl: url,
  password: secret,
  bearerToken: secret,
  tls: fieldsIn(tlsFields),
  exec: fieldsIn(execFields),
  oidc: fieldsIn(oidcFields),
  apiPath: asIs,
  groupVersion: asIs,
  contentType: asIs,
  acceptContentTypes: asIs,
  username: asIs,
  bearerTokenFile: asIs,
  impersonate: asIs,
  userAgent: asIs,
  disableCompression: asIs,
  qps: asIs,
  burst: asIs,
  timeoutMs: asIs,
  maxRetries: asIs,
  numbers: asIs,
}

function printed(
  fields: Readonly<Record<string, unknown>>,
  printers: Readonly<Record<string, Printer>>,
): Record<string, unknown> {
  const copy: Record<string, unknown> = {}
  for (const [name, value] of Object.entries(fields)) {
    if (value === undefined || typeof value === 'function') continue
    const print = Object.hasOwn(printers, name) ? printers[name] : undefined
    copy[name] = print === undefined ? '<omitted>' : print(value)
  }
  return copy
}
