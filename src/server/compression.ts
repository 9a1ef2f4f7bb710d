import { promisify } from 'node:util'
import { constants, gzip } from 'node:zlib'
import { EventStream } from './event-stream.ts'
import { type ApiRequest, type ApiResponse, headerOf } from './request.ts'

const gzipBytes = promisify(gzip)
/** Smaller answers are not worth the time; the limit is the real server's. */
const minBytes = 128 * 1024

/** Whether the client takes gzip. As on the real server, a weight beside it (`gzip;q=0.5`) is not understood. */
export function acceptsGzip(request: ApiRequest): boolean {
  const encodings = (headerOf(request, 'accept-encoding') ?? '').split(',')
  return encodings.some((encoding) => encoding.trim() === 'gzip')
}

/** Compresses a large answer for a client that takes it so. Streams are left as they are. */
export async function compress(request: ApiRequest, answer: ApiResponse): Promise<ApiResponse> {
  const { body } = answer
  if (body instanceof EventStream || body.length <= minBytes || !acceptsGzip(request)) return answer
  const vary = ['Accept-Encoding', ...[answer.headers['vary'] ?? []].flat()]
  return {
    ...answer,
    headers: { ...answer.headers, 'content-encoding': 'gzip', vary },
    // The fastest level, as the real server: what repeats itself in a list is found by it all the same.
    body: await gzipBytes(body, { level: constants.Z_BEST_SPEED }),
  }
}
