import { readBody } from '../rest/answer.ts'
import type { ResponseBody, Transport, TransportRequest, TransportResponse } from '../transport/index.ts'
import type { CacheWarning } from './cache-warning.ts'
import {
  confirmedHeaders,
  headerIn,
  isFresh,
  mayStore,
  storedHeaders,
  validators,
  variesNot,
} from './http-cache-policy.ts'
import { HttpCacheStore } from './http-cache-store.ts'
import type { StoredAnswer } from './http-message.ts'

/** Is set on an answer that came from the cache, checked with the server or not. */
const fromCache = 'x-from-cache'

/**
 * Keeps answers to GET in files. One that is still fresh is given without asking; any other is asked for with its
 * ETag, so that the server can say 304 instead of sending it again. A request with an ETag of its own gets the 304.
 *
 * Only answers of 200 are kept; none that varies with a credential, and no cookie.
 *
 * Source: RFC 9111; `httpcache` as k8s.io/client-go has it.
 */
export function cachingTransport(inner: Transport, directory: string, warning: CacheWarning): Transport {
  const store = new HttpCacheStore(directory)
  const keep = async (url: string, answer: StoredAnswer) => {
    if (warning.hasGivenUp(directory)) return
    try {
      await store.write(url, answer)
    } catch (error) {
      warning.give(directory, error)
    }
  }
  return {
    send: async (request) => {
      if (!isCacheable(request)) return inner.send(request)
      return sendCached(inner, store, keep, request)
    },
    close: () => inner.close(),
  }
}

async function sendCached(
  inner: Transport,
  store: HttpCacheStore,
  keep: (url: string, answer: StoredAnswer) => Promise<void>,
  request: TransportRequest,
): Promise<TransportResponse> {
  request.signal?.throwIfAborted()
  const url = request.url.href
  const isConditional = hasValidators(request)
  const stored = isConditional ? undefined : await usable(store, request)
  if (stored !== undefined && isFresh(stored.headers, Date.now())) return answerFrom(stored)
  const headers = stored === undefined ? request.headers : { ...request.headers, ...validators(stored.headers) }
  const response = await inner.send({ ...request, headers })
  if (response.status === 304 && stored !== undefined) {
    response.body.cancel?.()
    const confirmed = { ...stored, headers: confirmedHeaders(stored.headers, response.headers) }
    // One that holds for a while does so again from now on. Any other will be asked for again in any case.
    if (isFresh(confirmed.headers, Date.now())) await keep(url, confirmed)
    return answerFrom(confirmed)
  }
  if (response.status !== 200) return response
  if (!mayStore(request.headers, response.headers)) {
    await store.remove(url)
    return response
  }
  const body = await readBody(response.body, undefined, { method: request.method, path: request.url.pathname })
  await keep(url, { status: 200, headers: storedHeaders(request.headers, response.headers), body })
  return { ...response, body: wholeBody(body) }
}

async function usable(store: HttpCacheStore, request: TransportRequest): Promise<StoredAnswer | undefined> {
  const stored = await store.read(request.url.href)
  return stored?.status === 200 && variesNot(request.headers, stored.headers) ? stored : undefined
}

function isCacheable({ method, stream, headers }: TransportRequest): boolean {
  return method === 'GET' && stream !== true && headerIn(headers, 'range') === undefined
}

function hasValidators({ headers }: TransportRequest): boolean {
  return headerIn(headers, 'if-none-match') !== undefined || headerIn(headers, 'if-modified-since') !== undefined
}

function answerFrom({ status, headers, body }: StoredAnswer): TransportResponse {
  return { status, headers: { ...headers, [fromCache]: '1' }, body: wholeBody(body) }
}

function wholeBody(body: Uint8Array): ResponseBody {
  return {
    bytes: async () => body,
    async *[Symbol.asyncIterator]() {
      yield body
    },
  }
}
