import { TimeoutError, TransportError, type TransportErrorOptions } from '../../errors/index.ts'
import type { TransportRequest } from '../transport.ts'
import { ConnectDeadline } from './connect-deadline.ts'
import { ProtocolError } from './http1/protocol-error.ts'
import { ProxyFailure } from './tunnel.ts'

/** Makes the one error that leaves the transport from what Node or OpenSSL reported. */
export function explainFailure(error: unknown, request: TransportRequest, statusCode?: number): TransportError {
  if (error instanceof TransportError) return error
  const facts = { ...requestFacts(request), statusCode }
  if (error instanceof ConnectDeadline) {
    const message = `no connection to ${request.url.host} within ${error.timeoutMs} ms`
    return new TimeoutError(message, error.timeoutMs, facts)
  }
  if (error instanceof ProxyFailure) return explainProxy(error, facts)
  const cause = error instanceof AggregateError ? (error.errors[0] ?? error) : error
  const code = stringProperty(cause, 'code')
  if (error instanceof ProtocolError) return explainProtocol(error, facts)
  const message =
    explainCertificate(code, cause, request.url) ?? explainConnection(code, cause, request.url, statusCode)
  return new TransportError(message, { ...facts, code, cause: error })
}

/** What went wrong with the proxy is said of the proxy: the server has not been asked. */
function explainProxy({ proxy, message, reason }: ProxyFailure, facts: TransportErrorOptions): TransportError {
  const cause = reason instanceof AggregateError ? (reason.errors[0] ?? reason) : reason
  const code = stringProperty(cause, 'code')
  const url = new URL(proxy.replace(/^[a-z\d]+:/, 'https:'))
  const why =
    cause === undefined
      ? message
      : (explainCertificate(code, cause, url) ?? explainConnection(code, cause, url, undefined))
  return new TransportError(`the proxy ${proxy}: ${why}`, { ...facts, code, cause: reason })
}

/** The answer stopped before its end. */
export function cutShort(request: TransportRequest, statusCode: number | undefined, cause?: unknown): TransportError {
  const message = statusCode === undefined ? 'the connection was closed before an answer' : 'the answer ended early'
  return new TransportError(message, { ...requestFacts(request), statusCode, code: 'ECONNRESET', cause })
}

export function requestFacts(request: TransportRequest): TransportErrorOptions {
  return { method: request.method, path: request.url.pathname, host: request.url.origin }
}

function explainProtocol({ code, message }: ProtocolError, facts: TransportErrorOptions): TransportError {
  return new TransportError(`the answer is not HTTP/1.1: ${message}`, { ...facts, code })
}

const unknownAuthority: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
])

const otherCertificate: ReadonlyMap<string, string> = new Map([
  ['CERT_HAS_EXPIRED', 'has expired'],
  ['CERT_NOT_YET_VALID', 'is not valid yet: compare the clocks'],
  ['CERT_REVOKED', 'was revoked'],
  ['CERT_REJECTED', 'was rejected'],
  ['CERT_UNTRUSTED', 'is not trusted for this purpose'],
  ['CERT_SIGNATURE_FAILURE', 'is not signed by the CA that tls.caFile or tls.caData holds'],
  ['CERT_CHAIN_TOO_LONG', 'has too long a chain'],
  ['INVALID_CA', 'was issued by a certificate that is not a CA'],
  ['INVALID_PURPOSE', 'is not for servers'],
])

function explainCertificate(code: string | undefined, error: unknown, url: URL): string | undefined {
  if (code === undefined) return undefined
  if (unknownAuthority.has(code)) {
    return `the certificate of ${url.host} is signed by an authority that is not trusted: set tls.caFile or tls.caData (certificate-authority) to the certificate of its CA`
  }
  if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return explainNames(error, url)
  const problem = otherCertificate.get(code)
  if (problem !== undefined) return `the certificate of ${url.host} ${problem}`
  return explainHandshake(code, error, url)
}

function explainNames(error: unknown, url: URL): string {
  const cert = property(error, 'cert')
  const names = stringProperty(cert, 'subjectaltname') ?? 'no name'
  const wanted = stringProperty(error, 'host') ?? url.hostname
  return `the certificate of ${url.host} is for ${names}, not for ${wanted}: set tls.serverName (tls-server-name) to a name that it is for`
}

/** Some versions of Node report a code of OpenSSL's own, others EPROTO with OpenSSL's reason in the message. */
function explainHandshake(code: string, error: unknown, url: URL): string | undefined {
  if (code !== 'EPROTO' && !code.startsWith('ERR_SSL_') && !code.startsWith('ERR_TLS_')) return undefined
  const reason = `${code} ${stringProperty(error, 'message') ?? ''}`.toLowerCase().replaceAll('_', ' ')
  if (/wrong version number|packet length too long|http request/.test(reason)) {
    return `${url.host} does not speak TLS: is its URL one with http://?`
  }
  if (/alert (bad certificate|unknown ca|certificate (required|expired|unknown|revoked))/.test(reason)) {
    return `${url.host} refuses the client certificate: set tls.certFile and tls.keyFile, or their data, to one that it accepts`
  }
  return `TLS with ${url.host} failed (${code})`
}

function explainConnection(code: string | undefined, error: unknown, url: URL, statusCode: number | undefined): string {
  switch (code) {
    case 'ECONNREFUSED':
      return `${url.host} refuses the connection: nothing listens there`
    case 'ENOTFOUND':
    case 'EAI_AGAIN':
    case 'EAI_FAIL':
    case 'EAI_NODATA':
    case 'EAI_NONAME':
      return `the name ${url.hostname} cannot be resolved (${code})`
    case 'EHOSTUNREACH':
    case 'ENETUNREACH':
    case 'EHOSTDOWN':
    case 'EADDRNOTAVAIL':
      return `${url.host} cannot be reached (${code})`
    case 'ECONNRESET':
    case 'EPIPE':
    case 'ECONNABORTED':
      return statusCode === undefined ? 'the connection was closed before an answer' : 'the answer ended early'
    case 'ETIMEDOUT':
      return `the connection to ${url.host} timed out`
    default:
      return `no answer from ${url.host}: ${code ?? (error instanceof Error ? error.name : 'unknown failure')}`
  }
}

function property(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, name) : undefined
}

function stringProperty(value: unknown, name: string): string | undefined {
  const found = property(value, name)
  return typeof found === 'string' && found !== '' ? found : undefined
}
