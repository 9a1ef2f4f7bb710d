import type { ApiError } from './api-error.ts'
import type { ApiResponse } from './request.ts'

const notCached = { 'cache-control': 'no-cache, private' }
const json = { 'content-type': 'application/json', ...notCached }

/** @param body bytes that are JSON already, or a value to write */
export function jsonAnswer(status: number, body: unknown, warnings: readonly string[] = []): ApiResponse {
  const bytes = body instanceof Uint8Array ? body : Buffer.from(JSON.stringify(body))
  return { status, headers: { ...json, ...warningHeaders(warnings) }, body: bytes }
}

export function errorAnswer(error: ApiError): ApiResponse {
  return { status: error.code, headers: { ...json, ...error.headers }, body: Buffer.from(JSON.stringify(error.status)) }
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
