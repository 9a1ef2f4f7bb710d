import { errorAnswer, jsonAnswer, prettyBytes, textAnswer } from './answer.ts'
import { ApiError, methodNotAllowed, noSuchResource, notSupported } from './api-error.ts'
import { coreVersions, groupList, resourceList, serverVersion } from './discovery.ts'
import { isKnownGroup, isKnownPath } from './known-api.ts'
import { negotiate } from './negotiation.ts'
import { type ApiRequest, type ApiResponse, headerOf } from './request.ts'
import { parseResourcePath } from './request-path.ts'
import { handleResource, type ResourceTarget } from './resource-handler.ts'
import type { ServerParts } from './server-parts.ts'

/** Answers every request; an error of any kind is an answer too. */
export async function handleRequest(parts: ServerParts, request: ApiRequest): Promise<ApiResponse> {
  try {
    const { path, query } = splitTarget(request.target)
    const user = parts.authenticator.authenticate(request)
    parts.authenticator.authorize(user, request, path)
    return await route(parts, request, path, query)
  } catch (error) {
    if (error instanceof ApiError) return errorAnswer(error)
    const message = `internal error: ${error instanceof Error ? error.message : String(error)}`
    return errorAnswer(new ApiError(500, 'InternalError', message))
  }
}

function splitTarget(target: string): { path: string; query: URLSearchParams } {
  const mark = target.indexOf('?')
  if (mark < 0) return { path: target, query: new URLSearchParams() }
  return { path: target.slice(0, mark), query: new URLSearchParams(target.slice(mark + 1)) }
}

const rootPaths = ['/api', '/api/v1', '/apis', '/apis/', '/healthz', '/livez', '/readyz', '/version']

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
      return plain(request, { paths: rootPaths })
  }
  const segments = path.slice(1).replace(/\/$/, '').split('/')
  const [root = ''] = segments
  switch (root) {
    case 'version':
      if (segments.length > 1) throw noSuchResource()
      return plain(request, serverVersion)
    case 'api':
      return routeCore(parts, request, segments, query)
    case 'apis':
      if (segments.length === 1) return plain(request, groupList)
      if (isKnownGroup(segments[1] ?? '')) throw notSupported(`the API group ${segments[1]}`)
      break
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
  if (version === undefined) return plain(request, coreVersions(headerOf(request, 'host') ?? ''))
  if (version !== 'v1') throw noSuchResource()
  if (rest.length === 0) return plain(request, resourceList(parts.registry, 'v1', '', 'v1'))
  const path = parseResourcePath('', version, rest.map(decodeSegment))
  if (path === undefined) throw noSuchResource()
  const target: ResourceTarget = { path, query }
  return handleResource(parts, request, target)
}

/** What has one form only and can only be read. */
function plain(request: ApiRequest, value: unknown): ApiResponse {
  if (request.method !== 'GET') throw methodNotAllowed()
  const { pretty } = negotiate(headerOf(request, 'accept'), 'plain')
  const answer = jsonAnswer(200, value)
  return pretty && answer.body instanceof Uint8Array ? { ...answer, body: prettyBytes(answer.body) } : answer
}

function decodeSegment(segment: string): string {
  try {
    return decodeURIComponent(segment)
  } catch {
    throw noSuchResource()
  }
}
