import type { ResponseBody } from '../transport/index.ts'

/**
 * A body as a web stream. A chunk is read only when the reader asks for one, so that a slow reader slows the server
 * down; cancelling, and so leaving a `for await`, frees the socket.
 *
 * @param done called once, when the stream has ended, failed or been cancelled
 */
export function byteStream(body: ResponseBody, done: () => void): ReadableStream<Uint8Array> {
  const chunks = body[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array>(
    {
      async pull(controller) {
        try {
          const chunk = await chunks.next()
          if (!chunk.done) {
            controller.enqueue(chunk.value)
            return
          }
          controller.close()
        } catch (error) {
          controller.error(error)
        }
        done()
      },
      async cancel() {
        done()
        if (body.cancel === undefined) await chunks.return?.()
        else await body.cancel()
      },
    },
    { highWaterMark: 0 },
  )
}
