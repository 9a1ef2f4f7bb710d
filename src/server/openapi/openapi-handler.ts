import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { textAnswer } from '../answer.ts'
import { notSupported } from '../api-error.ts'
import { acceptsGzip } from '../compression.ts'
import { parseAccept } from '../negotiation.ts'
import { type ApiRequest, type ApiResponse, headerOf } from '../request.ts'
import type { OpenApiDocuments, WrittenDocument } from './openapi-documents.ts'

const gzipBytes = promisify(gzip)
const notCached = { 'cache-control': 'no-cache, private' }
const jsonTypes = ['application/json', 'application/*', '*/*']

/** Answers what is below /openapi. As on the real server, the method does not matter. */
export async function handleOpenApi(
  documents: OpenApiDocuments,
  request: ApiRequest,
  path: string,
  query: URLSearchParams,
): Promise<ApiResponse> {
  if (path === '/openapi/v2') return versionTwo(request, await documents.v2())
  if (path === '/openapi/v3') return index(await documents.v3())
  if (!path.startsWith('/openapi/v3/')) return textAnswer(404, '404 page not found\n')
  const key = path.slice('/openapi/v3/'.length)
  const document = (await documents.v3()).get(key)
  if (document === undefined) return { status: 404, headers: notCached, body: noBytes }
  return versionThree(request, key, document, query.get('hash') ?? '')
}

const noBytes = Buffer.alloc(0)

/** Names the documents, each with the hash of its content, so that a client asks only for those that have changed. */
function index(documents: ReadonlyMap<string, WrittenDocument>): ApiResponse {
  const paths = Object.fromEntries(
    [...documents].map(([key, { hash }]) => [key, { serverRelativeURL: `/openapi/v3/${key}?hash=${hash}` }]),
  )
  // The real server does not call it JSON.
  const headers = { ...notCached, 'content-type': 'text/plain; charset=utf-8' }
  return { status: 200, headers, body: Buffer.from(JSON.stringify({ paths })) }
}

function versionThree(request: ApiRequest, key: string, { json, hash }: WrittenDocument, asked: string): ApiResponse {
  if (!isJsonAccepted(request)) return { status: 406, headers: { ...notCached, vary: 'Accept' }, body: noBytes }
  const headers = { 'content-type': 'application/json', etag: `"${hash}"`, vary: 'Accept' }
  if (asked !== '' && asked !== hash) {
    const location = `/openapi/v3/${key}?hash=${hash}`
    return { status: 301, headers: { ...notCached, ...headers, location }, body: noBytes }
  }
  // What is asked for by its hash can never become something else.
  const caching = asked === '' ? notCached : { 'cache-control': 'public, immutable', expires: inOneYear() }
  return unlessKnown(request, { status: 200, headers: { ...caching, ...headers }, body: json })
}

async function versionTwo(request: ApiRequest, { json, hash }: WrittenDocument): Promise<ApiResponse> {
  const vary = ['Accept-Encoding', 'Accept']
  if (!isJsonAccepted(request)) return { status: 406, headers: { ...notCached, vary }, body: noBytes }
  const headers = { ...notCached, 'content-type': 'application/json', etag: `"${hash}"`, vary }
  const answer = unlessKnown(request, { status: 200, headers, body: json })
  if (answer.status !== 200 || !acceptsGzip(request)) return answer
  return { ...answer, headers: { ...headers, 'content-encoding': 'gzip' }, body: await gzipBytes(json) }
}

/** @throws {ApiError} 501 if the client takes nothing but protobuf, which Kubernetes has */
function isJsonAccepted(request: ApiRequest): boolean {
  const ranges = parseAccept(headerOf(request, 'accept'))
  if (ranges.some(({ type }) => jsonTypes.includes(type))) return true
  if (ranges.some(({ type }) => type.startsWith('application/com.github.proto-openapi.spec.'))) {
    throw notSupported('OpenAPI documents in protobuf; they are there as application/json')
  }
  return false
}

/** Sends nothing again that the client has: `If-None-Match`, as RFC 9110 has it in section 13.1.2. */
function unlessKnown(request: ApiRequest, answer: ApiResponse): ApiResponse {
  const { 'content-type': _none, ...headers } = answer.headers
  const known = (headerOf(request, 'if-none-match') ?? '').split(',').map((tag) => tag.trim().replace(/^W\//, ''))
  const matches = known.includes('*') || known.includes(String(headers['etag']))
  return matches ? { status: 304, headers, body: noBytes } : answer
}

function inOneYear(): string {
  const date = new Date()
  date.setUTCFullYear(date.getUTCFullYear() + 1)
  return date.toUTCString().replace('GMT', 'UTC')
}
