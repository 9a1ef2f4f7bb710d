import type { Credentials } from './credential-source.ts'
import type { ExecApiVersion } from './exec-config.ts'
import { isToken } from './token-text.ts'

export type ExecAnswer =
  | { readonly ok: true; readonly credentials: Credentials }
  | { readonly ok: false; readonly problem: string }

const wrong = (problem: string): ExecAnswer => ({ ok: false, problem })

/**
 * Reads what a plugin wrote to its standard output. No problem quotes it: it is there to hold secrets.
 *
 * Source: `refreshCredsLocked` in k8s.io/client-go/plugin/pkg/client/auth/exec.
 */
export function parseExecAnswer(text: string, apiVersion: ExecApiVersion): ExecAnswer {
  const answer = fieldsOf(parseJson(text))
  if (answer === undefined)
    return wrong(text.trim() === '' ? 'wrote nothing' : 'wrote something else than a JSON object')
  if (answer['kind'] !== 'ExecCredential') return wrong('wrote an object that is no ExecCredential')
  if (answer['apiVersion'] !== apiVersion) {
    return wrong(`answered in another version than ${apiVersion}, which was asked for`)
  }
  const status = fieldsOf(answer['status'])
  if (status === undefined) return wrong('gave no status, and so no credentials')
  const strings = ['token', 'clientCertificateData', 'clientKeyData', 'expirationTimestamp'] as const
  for (const name of strings) {
    const value = status[name]
    if (value !== undefined && value !== null && typeof value !== 'string')
      return wrong(`gave a ${name} that is no string`)
  }
  return credentialsOf(
    textOf(status['token']),
    textOf(status['clientCertificateData']),
    textOf(status['clientKeyData']),
    textOf(status['expirationTimestamp']),
  )
}

function credentialsOf(
  token: string | undefined,
  cert: string | undefined,
  key: string | undefined,
  expiry: string | undefined,
): ExecAnswer {
  if (token === undefined && cert === undefined && key === undefined) {
    return wrong('gave neither a token nor a client certificate')
  }
  if ((cert === undefined) !== (key === undefined)) return wrong('gave only one of client certificate and key')
  if (token !== undefined && !isToken(token)) return wrong('gave a token that a header cannot hold')
  const expiresAt = expiry === undefined ? undefined : timeOf(expiry)
  if (expiresAt === null) return wrong('gave an expirationTimestamp that is no time such as 2030-01-31T12:00:00Z')
  return {
    ok: true,
    credentials: {
      ...(token === undefined ? {} : { token }),
      ...(cert === undefined || key === undefined ? {} : { cert, key }),
      ...(expiresAt === undefined ? {} : { expiresAt }),
    },
  }
}

/** RFC 3339; the engine takes much else for a time, and some of it for local time. Null if it is none. */
function timeOf(text: string): Date | null {
  const time = new Date(/^[\d-]{10}T[\d:]{8}(\.\d+)?(Z|[+-][\d:]{5})$/.test(text) ? text : Number.NaN)
  return Number.isNaN(time.getTime()) ? null : time
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
    ? (value as Readonly<Record<string, unknown>>)
    : undefined
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined
}
