import { createHash } from 'node:crypto'
import { jsonAnswer, prettyBytes } from '../answer.ts'
import { methodNotAllowed } from '../api-error.ts'
import { compress } from '../compression.ts'
import { isForPeople, type MediaRange, negotiate, parseAccept } from '../negotiation.ts'
import { type ApiRequest, type ApiResponse, headerOf } from '../request.ts'
import type { ServerParts } from '../server-parts.ts'
import { type DiscoveryVersion, groupDiscoveryList } from './aggregated.ts'
import { coreVersions, groupList } from './legacy.ts'

/** Answers /api: the versions of the core group, or all that is in them. */
export function discoverCore(parts: ServerParts, request: ApiRequest): Promise<ApiResponse> {
  if (request.method !== 'GET') throw methodNotAllowed()
  return (
    aggregated(parts, request, (group) => group === '') ??
    plainAnswer(request, coreVersions(headerOf(request, 'host') ?? ''))
  )
}

/** Answers /apis: the other groups, or all that is in them. The real server takes any method here. */
export function discoverGroups(parts: ServerParts, request: ApiRequest, path: string): Promise<ApiResponse> {
  // Of all paths this one understands half a wildcard.
  const accept = headerOf(request, 'accept')?.replaceAll('application/*', '*/*')
  const asked = { ...request, headers: { ...request.headers, accept } }
  // With a slash at its end the path leads to another part of the real server, which knows the old form only.
  const found = path === '/apis' ? aggregated(parts, asked, (group) => group !== '') : undefined
  return found ?? plainAnswer(asked, groupList)
}

/** What has one form only, in JSON. @throws {ApiError} 406 if the client does not take it */
export function plainAnswer(request: ApiRequest, value: unknown): Promise<ApiResponse> {
  const { pretty } = negotiate(headerOf(request, 'accept'), 'plain')
  return compress(request, formatted(jsonAnswer(200, value), pretty || isForPeople(request)))
}

/** Undefined if the client does not ask for it in a version that this server has. */
function aggregated(
  { registry, discoveryVersions }: ServerParts,
  request: ApiRequest,
  isWanted: (group: string) => boolean,
): Promise<ApiResponse> | undefined {
  const asked = aggregatedRange(headerOf(request, 'accept'), discoveryVersions)
  if (asked === undefined) return undefined
  const kinds = registry.all().filter(({ group }) => isWanted(group))
  const answer = jsonAnswer(200, groupDiscoveryList(kinds, asked.version))
  const headers = {
    'content-type': `application/json;g=apidiscovery.k8s.io;v=${asked.version};as=APIGroupDiscoveryList`,
    'cache-control': 'public',
    etag: `"${hashOf(answer)}"`,
    vary: 'Accept',
  }
  // Here a real server compares the two texts, and knows no lists of them.
  if (headerOf(request, 'if-none-match') === headers.etag) {
    const { 'content-type': _none, ...rest } = headers
    return Promise.resolve({ status: 304, headers: rest, body: Buffer.alloc(0) })
  }
  return compress(request, { ...formatted(answer, asked.pretty), headers })
}

/**
 * The first range that asks for aggregated discovery. It goes before one for the old form, whatever their weights. What
 * else a range says, such as `profile=nopeer`, makes no difference on a server that has no peers.
 */
function aggregatedRange(
  accept: string | undefined,
  versions: readonly DiscoveryVersion[],
): { version: DiscoveryVersion; pretty: boolean } | undefined {
  for (const range of parseAccept(accept)) {
    const version = versions.find((each) => asksFor(range, each))
    const pretty = range.parameters['pretty']
    if (version !== undefined) return { version, pretty: pretty === '1' || pretty === 'true' }
  }
  return undefined
}

function asksFor({ type, parameters }: MediaRange, version: DiscoveryVersion): boolean {
  const { as, g, v } = parameters
  if (type !== 'application/json' && type !== '*/*') return false
  return as === 'APIGroupDiscoveryList' && g === 'apidiscovery.k8s.io' && v === version
}

function hashOf({ body }: ApiResponse): string {
  return createHash('sha512')
    .update(body as Uint8Array)
    .digest('hex')
    .toUpperCase()
}

function formatted(answer: ApiResponse, pretty: boolean): ApiResponse {
  return pretty ? { ...answer, body: prettyBytes(answer.body as Uint8Array) } : answer
}
