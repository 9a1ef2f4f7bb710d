import { badRequest } from '../api-error.ts'

/** Where the next page of a list starts. */
export interface ContinueToken {
  /** The list's version; -1 for whatever is there. */
  readonly revision: number
  /** The key to start at, without the part that all keys of the list share. */
  readonly start: string
}

const tokenVersion = 'meta.k8s.io/v1'

/** To clients it is opaque. In fact it has the real server's form, so that tools which look inside are not surprised. */
export function encodeContinue({ revision, start }: ContinueToken): string {
  return Buffer.from(JSON.stringify({ v: tokenVersion, rv: revision, start })).toString('base64url')
}

/** @throws {ApiError} 400 if it is not a token */
export function decodeContinue(text: string): ContinueToken {
  try {
    const { v, rv, start } = JSON.parse(Buffer.from(text, 'base64url').toString()) as Record<string, unknown>
    if (v === tokenVersion && Number.isInteger(rv) && typeof start === 'string' && start !== '') {
      return { revision: rv as number, start }
    }
  } catch {
    // Not JSON: no token of ours.
  }
  throw badRequest('invalid continue token: continue key is not valid')
}
