import type { ResponseBody } from '../transport/index.ts'
import { giveUp } from './give-up.ts'

/** Bytes as they come, in the type that `fetch` gives, so that it goes through a `TextDecoderStream`. */
export type ByteStream = ReadableStream<Uint8Array<ArrayBuffer>>

/**
 * A body as a web stream. A chunk is read only when the reader asks for one, so that a slow reader slows the server
 * down; cancelling, and so leaving a `for await`, frees the socket.
 *
 * @param done called once, when the stream has ended, failed or been cancelled
 */
export function byteStream(body: ResponseBody, done: () => void): ByteStream {
  const chunks = body[Symbol.asyncIterator]()
  return new ReadableStream<Uint8Array<ArrayBuffer>>(
    {
      async pull(controller) {
        try {
          const chunk = await chunks.next()
          if (!chunk.done) {
            controller.enqueue(chunk.value as Uint8Array<ArrayBuffer>)
            return
          }
          controller.close()
        } catch (error) {
          // Nothing happens here if the stream was cancelled meanwhile.
          controller.error(error)
        }
        done()
      },
      cancel() {
        giveUp(body, chunks)
        done()
      },
    },
    { highWaterMark: 0 },
  )
}
