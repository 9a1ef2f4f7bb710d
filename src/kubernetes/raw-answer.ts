import type { Request, StreamOptions } from '../rest/index.ts'
import { decodeText, TextChunks } from '../rest/utf8.ts'

/** An answer that is no object: a log, or what a proxied server says. Each of its methods sends the request. */
export interface RawAnswer {
  /**
   * The whole answer as text.
   *
   * @throws {StatusError} if the server refuses
   */
  text(): Promise<string>
  /** The whole answer as bytes. Throws what {@link text} throws. */
  bytes(): Promise<Uint8Array>
  /**
   * The answer as it comes, with back-pressure. It holds a socket until it has been read to its end or cancelled.
   * Throws what {@link text} throws.
   */
  stream(): Promise<ReadableStream<Uint8Array>>
  /** The lines of the answer as they come, without their ends. `break` frees the socket. */
  lines(): AsyncIterable<string>
}

/** Makes an answer of a request that can be sent. What the builder refused is thrown when it is. */
export function rawAnswer(build: () => Request, call: StreamOptions): RawAnswer {
  const bytes = async () => build().doRaw(call)
  const stream = async () => build().stream(call)
  return {
    bytes,
    stream,
    text: async () => decodeText(await bytes()),
    lines: () => linesOf(stream),
  }
}

async function* linesOf(open: () => Promise<ReadableStream<Uint8Array>>): AsyncGenerator<string> {
  const chunks = new TextChunks()
  const reader = (await open()).getReader()
  /** A line that is not over, in pieces: joining them at each chunk would be quadratic. */
  let pending: string[] = []
  try {
    for (;;) {
      const { done, value } = await reader.read()
      const [first = '', ...rest] = (done ? chunks.end() : chunks.push(value)).split('\n')
      pending.push(first)
      for (const next of rest) {
        yield pending.join('')
        pending = [next]
      }
      if (done) break
    }
    const last = pending.join('')
    if (last !== '') yield last
  } finally {
    // Of a stream that is over this does nothing.
    await reader.cancel()
  }
}
