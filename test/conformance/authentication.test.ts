import { expect } from 'vitest'
import type { RestConfig } from '../../src/rest/index.ts'
import { type Case, conformance } from './conformance.ts'
import { exchange } from './exchange.ts'

/** The server as somebody else: nothing of the administrator but the trust in the server's certificate. */
function as({ target }: Case, bearerToken?: string): RestConfig {
  return { host: target.config.host, tls: { caData: target.config.tls?.caData }, bearerToken }
}

conformance('a token that nobody was given is refused', async (context) => {
  const answer = await exchange(as(context, 'nonsense'), 'GET', '/api/v1/namespaces')
  expect(answer.status).toBe(401)
  expect(JSON.parse(answer.text)).toEqual({
    kind: 'Status',
    apiVersion: 'v1',
    metadata: {},
    status: 'Failure',
    message: 'Unauthorized',
    reason: 'Unauthorized',
    code: 401,
  })
})

conformance('the administrator may come with a token', async (context) => {
  const answer = await exchange(as(context, context.target.adminToken), 'GET', '/api/v1/namespaces')
  expect(answer.status).toBe(200)
})

conformance('the version can be read by anybody', async (context) => {
  const answer = await exchange(as(context), 'GET', '/version')
  expect(answer.status).toBe(200)
  expect(JSON.parse(answer.text)).toMatchObject({ gitVersion: expect.stringMatching(/^v\d+\.\d+\.\d+/) })
})

conformance(
  'a user without rights is told what may not be done',
  {
    embedded: { notYet: 'authorization: everybody may do everything on the embedded server' },
  },
  async (context) => {
    const { limitedToken } = context.target
    const answer = await exchange(as(context, limitedToken), 'GET', '/api/v1/namespaces/default/pods')
    expect(answer.status).toBe(403)
    expect(JSON.parse(answer.text)).toEqual({
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message:
        'pods is forbidden: User "limited" cannot list resource "pods" in API group "" in the namespace "default"',
      reason: 'Forbidden',
      details: { kind: 'pods' },
      code: 403,
    })
  },
)
