import { ApiError } from './api-error.ts'
import type { ApiResponse } from './request.ts'

const notCached = { 'cache-control': 'no-cache, private' }
const json = { 'content-type': 'application/json', ...notCached }

/** @param body bytes that are JSON already, or a value to write */
export function jsonAnswer(status: number, body: unknown, warnings: readonly string[] = []): ApiResponse {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body))
  return { status, headers: { ...json, ...warningHeaders(warnings) }, body: bytes }
}

export function errorAnswer(error: ApiError, warnings: readonly string[] = []): ApiResponse {
  const headers = { ...json, ...warningHeaders(warnings), ...error.headers }
  return { status: error.code, headers, body: Buffer.from(JSON.stringify(error.status)) }
}

/** What there is to warn of is said whether or not the request succeeds: it may be why it fails. */
export function withWarnings(warnings: readonly string[], answer: () => ApiResponse): ApiResponse {
  try {
    return answer()
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error, warnings)
    throw error
  }
}

/** For what is not part of the API's machinery: health checks and unknown paths. */
export function textAnswer(status: number, text: string): ApiResponse {
  const headers = { ...notCached, 'content-type': 'text/plain; charset=utf-8', 'x-content-type-options': 'nosniff' }
  return { status, headers, body: Buffer.from(text) }
}

/** Writes JSON again with line breaks. */
export function prettyBytes(bytes: Uint8Array): Uint8Array {
  return Buffer.from(`${JSON.stringify(JSON.parse(Buffer.from(bytes).toString()), undefined, 2)}\n`)
}

function warningHeaders(warnings: readonly string[]): { warning?: string[] } {
  if (warnings.length === 0) return {}
  return { warning: warnings.map((text) => `299 - "${text.replace(/[\\"]/g, '\\$&')}"`) }
}

/** A text in quotes, in which nothing is left that a header cannot hold. */
export function quoted(text: string): string {
  // JSON leaves one control character as it is.
  return JSON.stringify(text).replaceAll('\x7f', '\\x7f')
}
