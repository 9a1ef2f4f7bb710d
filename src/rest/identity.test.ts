import { expect, test } from 'vitest'
import { isForbidden, isUnauthorized, type Status, type StatusError } from '../errors/index.ts'
import type { Transport } from '../transport/index.ts'
import { identityOf } from './identity.ts'
import { type RestConfig, unversionedRestClientFor } from './index.ts'

const host = 'https://h'
const tls = { certFile: '/c', keyFile: '/k' }
const exec = { apiVersion: 'client.authentication.k8s.io/v1beta1', command: '/opt/bin/aws', args: ['s3cret'] } as const
const oidc = { idpIssuerUrl: 'https://login', clientId: 's3cret', refreshToken: 's3cret' }

test.each<[RestConfig, string]>([
  [{ host }, 'nobody: the config has no credentials'],
  [{ host, tls }, 'client certificate'],
  [{ host, bearerToken: 's3cret' }, 'bearer token'],
  [{ host, bearerToken: 's3cret', bearerTokenFile: '/t' }, 'token file /t'],
  [{ host, bearerToken: 's3cret', tls }, 'bearer token and client certificate'],
  [{ host, username: 's3cret', password: 's3cret' }, 'basic authentication'],
  [{ host, exec }, 'exec plugin aws'],
  [{ host, exec, tls }, 'client certificate'],
  [{ host, exec, bearerToken: 's3cret' }, 'bearer token'],
  [{ host, oidc }, 'OIDC provider https://login'],
  [{ host, credentials: { get: async () => ({}) } }, 'credential source'],
  [{ host, tls, impersonate: { userName: 's3cret' } }, 'client certificate, impersonating'],
])('%#: %s', (config, expected) => {
  expect(identityOf(config)).toBe(expected)
})

/** A server that answers everything with one code. */
function answering(code: number, reason: string): Transport {
  const status: Status = { kind: 'Status', apiVersion: 'v1', status: 'Failure', message: 'no', code, reason }
  return {
    send: async () => ({
      status: code,
      headers: { 'content-type': 'application/json' },
      body: new Response(JSON.stringify(status)).body as never,
    }),
    close: async () => undefined,
  }
}

async function failureOf(config: RestConfig, own?: string): Promise<unknown> {
  const request = unversionedRestClientFor(config).get().absPath('/api')
  if (own !== undefined) request.setHeader('Authorization', own)
  return request.into().catch((error: unknown) => error)
}

test('a 401 and a 403 say who asked, in kind', async () => {
  const unauthorized = await failureOf({ host, bearerToken: 's3cret', transport: answering(401, 'Unauthorized') })
  expect(isUnauthorized(unauthorized)).toBe(true)
  expect((unauthorized as Error).message).toBe('no (401 Unauthorized, GET https://h/api, as bearer token)')
  const forbidden = await failureOf({ host, username: 'a', transport: answering(403, 'Forbidden') }, 'Bearer s3cret')
  expect(isForbidden(forbidden)).toBe(true)
  expect((forbidden as Error).message).toBe('no (403 Forbidden, GET https://h/api, as its own header Authorization)')
})

test('other failures do not, nor does what nobody knows', async () => {
  const missing = await failureOf({ host, bearerToken: 's3cret', transport: answering(404, 'NotFound') })
  expect((missing as StatusError).message).toBe('no (404 NotFound, GET https://h/api)')
  const unknown = await failureOf({ host, transport: answering(403, 'Forbidden') })
  expect((unknown as StatusError).message).toBe('no (403 Forbidden, GET https://h/api)')
})
