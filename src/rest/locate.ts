import { DecodeError, type RequestSummary } from '../errors/index.ts'

/** Adds the request to a decoder's error, which knows of none. */
export function locate(error: unknown, target: RequestSummary): unknown {
  const isBare = error instanceof DecodeError && error.method === undefined
  return isBare ? new DecodeError(error.message, { ...target, cause: error.cause }) : error
}
