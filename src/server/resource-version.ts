import { badRequest, unexplained } from './api-error.ts'

const pattern = /^\d{1,19}$/

/** Reads the version of a get, a watch or an update. @throws {ApiError} 500, as the real server, if it is none */
export function parseVersion(text: string): number {
  if (!pattern.test(text)) throw unexplained(`resourceVersion: Invalid value: ${JSON.stringify(text)}: not a version`)
  return Number(text)
}

/** Reads the version of a list. @throws {ApiError} 400 if it is none */
export function parseListVersion(text: string): number {
  if (!pattern.test(text)) throw badRequest(`invalid resource version: ${JSON.stringify(text)} is not a version`)
  return Number(text)
}
