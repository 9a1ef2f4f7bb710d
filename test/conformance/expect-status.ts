import { expect } from 'vitest'
import type { StatusDetails } from '../../src/errors/index.ts'
import { StatusError } from '../../src/errors/index.ts'

/** What a case says about a failure. What it leaves out may be anything. */
export interface ExpectedStatus {
  readonly code: number
  readonly reason?: string | undefined
  readonly message?: string | RegExp | undefined
  readonly details?: StatusDetails | undefined
}

/** Expects a call to fail with a Status, and gives its error for further questions. */
export async function expectStatus(call: Promise<unknown>, expected: ExpectedStatus): Promise<StatusError> {
  const error = await call.then(
    (value) => {
      throw new Error(`expected ${expected.code} ${expected.reason ?? ''}, got ${JSON.stringify(value)}`)
    },
    (reason: unknown) => reason,
  )
  if (!(error instanceof StatusError)) throw error
  const { message } = expected
  expect(error.status).toMatchObject({
    status: 'Failure',
    code: expected.code,
    ...(expected.reason === undefined ? {} : { reason: expected.reason }),
    ...(message === undefined
      ? {}
      : { message: typeof message === 'string' ? message : expect.stringMatching(message) }),
  })
  if (expected.details !== undefined) expect(error.status.details).toEqual(expected.details)
  return error
}
