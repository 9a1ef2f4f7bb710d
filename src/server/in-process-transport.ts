import type { Transport, TransportRequest, TransportResponse } from '../transport/index.ts'
import { EventStream } from './event-stream.ts'
import type { ApiRequest, ApiResponse } from './request.ts'

/**
 * A transport that calls the handler, without a socket. Without credentials in the headers the caller is the
 * administrator: in one process there is nothing to protect.
 *
 * The bytes of an answer are the caller's own: the server's are shared with its store, and a caller may write over
 * what it was given. Nothing is compressed on the way, as a transport's answers never are.
 *
 * Closing it ends the watches that were started through it; the server goes on.
 */
export class InProcessTransport implements Transport {
  readonly #handle: (request: ApiRequest) => Promise<ApiResponse>
  readonly #streams = new Set<EventStream>()

  constructor(handle: (request: ApiRequest) => Promise<ApiResponse>) {
    this.#handle = handle
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    const { method, url, body, signal } = request
    signal?.throwIfAborted()
    const headers = Object.fromEntries(
      Object.entries(request.headers)
        .map(([name, value]) => [name.toLowerCase(), value] as const)
        .filter(([name]) => name !== 'accept-encoding'),
    )
    const target = `${url.pathname}${url.search}`
    const answer = await this.#handle({ method, target, headers, body, caller: { via: 'process' } })
    if (signal?.aborted === true) {
      if (answer.body instanceof EventStream) answer.body.cancel()
      throw signal.reason
    }
    if (answer.body instanceof EventStream) return this.#stream(answer, answer.body, signal)
    const bytes = Buffer.from(answer.body)
    return {
      status: answer.status,
      headers: answer.headers,
      body: {
        async *[Symbol.asyncIterator]() {
          yield bytes
        },
        bytes: () => Promise.resolve(bytes),
      },
    }
  }

  async close(): Promise<void> {
    for (const stream of this.#streams) stream.cancel()
    this.#streams.clear()
  }

  #stream(answer: ApiResponse, stream: EventStream, signal: AbortSignal | undefined): TransportResponse {
    this.#streams.add(stream)
    const iterate = async function* (this: InProcessTransport) {
      const abort = () => stream.cancel()
      signal?.addEventListener('abort', abort)
      try {
        for await (const chunk of stream) yield Buffer.from(chunk)
        signal?.throwIfAborted()
      } finally {
        signal?.removeEventListener('abort', abort)
        this.#streams.delete(stream)
      }
    }.bind(this)
    return {
      status: answer.status,
      headers: answer.headers,
      body: {
        [Symbol.asyncIterator]: iterate,
        cancel: () => {
          this.#streams.delete(stream)
          stream.cancel()
        },
      },
    }
  }
}
