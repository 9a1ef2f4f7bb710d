import type { TransportRequest } from '../transport.ts'
import { BodyPump } from './body-pump.ts'
import type { Connection } from './http1/connection.ts'
import type { RequestHead } from './request-head.ts'
import type { Route } from './socket-pool.ts'

/** Writes a request to a connection, and knows whether it could be written once more. */
export class RequestWriter {
  readonly #method: string
  readonly #head: RequestHead
  readonly #body: Uint8Array | string | BodyPump | undefined
  readonly #failed: (error: unknown) => void

  /** @param failed told when an iterable as the body throws */
  constructor({ body, method }: TransportRequest, head: RequestHead, failed: (error: unknown) => void) {
    this.#method = method
    this.#head = head
    const isWhole = body === undefined || typeof body === 'string' || body instanceof Uint8Array
    this.#body = isWhole ? body : new BodyPump(body)
    this.#failed = failed
  }

  /** True if the body is still all there. */
  get isRepeatable(): boolean {
    return !(this.#body instanceof BodyPump) || this.#body.isUntouched
  }

  write(connection: Connection, { path, proxyHeaders }: Route): void {
    const head = `${this.#method} ${path} HTTP/1.1\r\n${this.#head.lines}${proxyHeaders}\r\n`
    if (this.#body instanceof BodyPump) {
      connection.write(head, 'latin1')
      this.#body
        .run(connection, (bytes) => this.#writePart(connection, bytes))
        .then((isAll) => isAll && this.#end(connection), this.#failed)
      return
    }
    this.#writeWhole(connection, head, this.#body)
    this.#end(connection)
  }

  /** Nobody takes the rest. */
  stop(): void {
    if (this.#body instanceof BodyPump) this.#body.stop()
  }

  #writeWhole(connection: Connection, head: string, body: string | Uint8Array | undefined): void {
    if (body === undefined) connection.write(head, 'latin1')
    // In one piece where that is possible. Characters beyond ASCII would be two bytes in the encoding of the body.
    else if (typeof body === 'string' && this.#head.isAscii && this.#head.framing !== 'chunked') {
      connection.write(head + body, 'utf8')
    } else {
      connection.cork()
      connection.write(head, 'latin1')
      this.#writePart(connection, typeof body === 'string' ? Buffer.from(body) : body)
      connection.uncork()
    }
  }

  #writePart(connection: Connection, bytes: Uint8Array): boolean {
    // An empty chunk would be the last one.
    if (bytes.byteLength === 0) return true
    if (this.#head.framing !== 'chunked') return connection.write(bytes)
    connection.cork()
    connection.write(`${bytes.byteLength.toString(16)}\r\n`, 'latin1')
    connection.write(bytes)
    const isTaken = connection.write('\r\n', 'latin1')
    connection.uncork()
    return isTaken
  }

  #end(connection: Connection): void {
    if (this.#head.framing === 'chunked') connection.write(lastChunk, 'latin1')
    // A length that the caller gave may be another than the body's: what follows on the connection could be anything.
    if (this.#head.framing !== 'given') connection.written()
  }
}

/** RFC 9112, section 7.1: no trailers follow. */
const lastChunk = '0\r\n\r\n'
