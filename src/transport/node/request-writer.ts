import type { TransportRequest } from '../transport.ts'
import type { Connection } from './http1/connection.ts'
import type { RequestHead } from './request-head.ts'
import type { Route } from './socket-pool.ts'

/** Writes a request to a connection, and knows whether it could be written once more. */
export class RequestWriter {
  readonly #request: TransportRequest
  readonly #head: RequestHead
  readonly #failed: (error: unknown) => void
  #iterator: AsyncIterator<Uint8Array> | undefined
  #stopped = false

  /** @param failed told when an iterable as the body throws */
  constructor(request: TransportRequest, head: RequestHead, failed: (error: unknown) => void) {
    this.#request = request
    this.#head = head
    this.#failed = failed
  }

  /** True if the body is still all there. */
  get isRepeatable(): boolean {
    return this.#iterator === undefined
  }

  write(connection: Connection, { path, proxyHeaders }: Route): void {
    const { body, method } = this.#request
    const head = `${method} ${path} HTTP/1.1\r\n${this.#head.lines}${proxyHeaders}\r\n`
    if (body === undefined) connection.write(head, 'latin1')
    else if (typeof body !== 'string' && !(body instanceof Uint8Array)) {
      connection.write(head, 'latin1')
      this.#pump(connection, body).catch(this.#failed)
      return
    } else this.#writeWhole(connection, head, body)
    this.#written(connection)
  }

  /** Nobody takes the rest. */
  stop(): void {
    this.#stopped = true
  }

  #writeWhole(connection: Connection, head: string, body: string | Uint8Array): void {
    // In one piece where that is possible. Characters beyond ASCII would be two bytes in the encoding of the body.
    if (typeof body === 'string' && this.#head.isAscii && this.#head.framing !== 'chunked') {
      connection.write(head + body, 'utf8')
      return
    }
    const bytes = typeof body === 'string' ? Buffer.from(body) : body
    connection.cork()
    connection.write(head, 'latin1')
    this.#writePart(connection, bytes)
    if (this.#head.framing === 'chunked') connection.write(lastChunk, 'latin1')
    connection.uncork()
  }

  async #pump(connection: Connection, body: AsyncIterable<Uint8Array>): Promise<void> {
    this.#iterator = body[Symbol.asyncIterator]()
    for (;;) {
      const { done, value } = await this.#iterator.next()
      if (this.#stopped) {
        if (done !== true) await this.#iterator.return?.()
        return
      }
      if (done === true) break
      connection.cork()
      const isTaken = this.#writePart(connection, value)
      connection.uncork()
      if (!isTaken) await new Promise<void>((resolve) => connection.drained(resolve))
    }
    if (this.#head.framing === 'chunked') connection.write(lastChunk, 'latin1')
    this.#written(connection)
  }

  #writePart(connection: Connection, bytes: Uint8Array): boolean {
    // An empty chunk would be the last one.
    if (bytes.byteLength === 0) return true
    if (this.#head.framing !== 'chunked') return connection.write(bytes)
    connection.write(`${bytes.byteLength.toString(16)}\r\n`, 'latin1')
    connection.write(bytes)
    return connection.write('\r\n', 'latin1')
  }

  #written(connection: Connection): void {
    // A length that the caller gave may be another than the body's: what follows on the connection could be anything.
    if (this.#head.framing !== 'given') connection.written()
  }
}

/** RFC 9112, section 7.1: no trailers follow. */
const lastChunk = '0\r\n\r\n'
