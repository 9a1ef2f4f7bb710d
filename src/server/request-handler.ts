import { randomUUID } from 'node:crypto'
import { errorAnswer, jsonAnswer, prettyBytes, textAnswer } from './answer.ts'
import { ApiError, internalError, methodNotAllowed, noSuchResource, notSupported } from './api-error.ts'
import { discoverCore, discoverGroups, plainAnswer } from './discovery/discovery-handler.ts'
import { resourceList, serverVersion } from './discovery/legacy.ts'
import { isKnownGroup, isKnownPath } from './known-api.ts'
import { jsonRanges } from './negotiation.ts'
import { handleOpenApi } from './openapi/openapi-handler.ts'
import { type ApiRequest, type ApiResponse, headerOf } from './request.ts'
import { parseResourcePath } from './request-path.ts'
import { handleResource, type ResourceTarget } from './resource-handler.ts'
import type { ServerParts } from './server-parts.ts'

/** Answers every request; an error of any kind is an answer too. */
export async function handleRequest(parts: ServerParts, request: ApiRequest): Promise<ApiResponse> {
  const answer = await answerTo(parts, request)
  // A client may give its request a name of its own, under which a cluster's logs would know it.
  const asked = headerOf(request, 'audit-id') ?? ''
  return { ...answer, headers: { 'audit-id': asked === '' ? randomUUID() : asked, ...answer.headers } }
}

async function answerTo(parts: ServerParts, request: ApiRequest): Promise<ApiResponse> {
  try {
    const { path, query } = splitTarget(request.target)
    if (path === undefined) return textAnswer(400, '400 Bad Request')
    const user = parts.authenticator.authenticate(request)
    parts.authenticator.authorize(user, request, path)
    return await route(parts, request, path, query)
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error)
    return errorAnswer(internalError(error))
  }
}

/** The path is decoded as a whole, as in Go: `%2F` separates segments like any slash. Undefined if it cannot be. */
function splitTarget(target: string): { path: string | undefined; query: URLSearchParams } {
  const mark = target.indexOf('?')
  if (mark < 0) return { path: decodePath(target), query: new URLSearchParams() }
  return { path: decodePath(target.slice(0, mark)), query: new URLSearchParams(target.slice(mark + 1)) }
}

function decodePath(path: string): string | undefined {
  if (!path.includes('%')) return path
  try {
    return decodeURIComponent(path)
  } catch {
    return undefined
  }
}

const rootPaths = [
  '/api',
  '/api/v1',
  '/apis',
  '/apis/',
  '/healthz',
  '/livez',
  '/openapi/v2',
  '/openapi/v3',
  '/readyz',
  '/version',
]

function route(
  parts: ServerParts,
  request: ApiRequest,
  path: string,
  query: URLSearchParams,
): ApiResponse | Promise<ApiResponse> {
  switch (path) {
    case '/healthz':
    case '/livez':
    case '/readyz':
      return textAnswer(200, 'ok')
    case '/':
      return rootAnswer()
  }
  const segments = path.slice(1).replace(/\/$/, '').split('/')
  const [root = ''] = segments
  switch (root) {
    case 'version':
      if (segments.length > 1) throw noSuchResource()
      return versionAnswer(request)
    case 'api':
      return routeCore(parts, request, segments, query)
    case 'apis':
      if (segments.length === 1) return discoverGroups(parts, request, path)
      if (isKnownGroup(segments[1] ?? '')) throw notSupported(`the API group ${segments[1]}`)
      break
    case 'openapi':
      return handleOpenApi(parts.openApi, request, path, query)
  }
  if (isKnownPath(path)) throw notSupported(path)
  return textAnswer(404, '404 page not found\n')
}

function routeCore(
  parts: ServerParts,
  request: ApiRequest,
  segments: readonly string[],
  query: URLSearchParams,
): ApiResponse | Promise<ApiResponse> {
  const [, version, ...rest] = segments
  if (version === undefined) return discoverCore(parts, request)
  if (version !== 'v1') throw noSuchResource()
  if (rest.length === 0) return plain(request, resourceList(parts.registry, 'v1', '', 'v1'))
  const path = parseResourcePath('', version, rest)
  if (path === undefined) throw noSuchResource()
  const target: ResourceTarget = { path, query }
  return handleResource(parts, request, target)
}

/** What has one form only and can only be read. */
function plain(request: ApiRequest, value: unknown): Promise<ApiResponse> {
  if (request.method !== 'GET') throw methodNotAllowed()
  return plainAnswer(request, value)
}

/** Unlike the rest of discovery it has one form only, for people, whatever else a client says beside the type. */
function versionAnswer(request: ApiRequest): ApiResponse {
  if (request.method !== 'GET') throw methodNotAllowed()
  jsonRanges(headerOf(request, 'accept'))
  return jsonAnswer(200, prettyBytes(Buffer.from(JSON.stringify(serverVersion))))
}

/** The paths that there are. The real server writes them for people, whoever asks. */
function rootAnswer(): ApiResponse {
  return jsonAnswer(200, prettyBytes(Buffer.from(JSON.stringify({ paths: rootPaths }))))
}
