import type { ClientRequest } from 'node:http'
import type { Socket } from 'node:net'
import type { TransportRequest } from '../transport.ts'

type Body = TransportRequest['body']

/** Writes the body of a request, and knows whether the request could be written once more. */
export class RequestWriter {
  readonly #message: ClientRequest
  #iterator: AsyncIterator<Uint8Array> | undefined
  #socket: { socket: Socket; writtenBefore: number } | undefined
  #wake: (() => void) | undefined
  #stopped = false

  /** @param failed told when an iterable as the body throws */
  constructor(message: ClientRequest, body: Body, failed: (error: unknown) => void) {
    this.#message = message
    if (message.method !== 'GET' && message.method !== 'HEAD') {
      // Emitted before the head is written.
      message.once('socket', (socket) => {
        this.#socket = { socket, writtenBefore: socket.bytesWritten }
      })
    }
    if (body === undefined) message.end()
    else if (typeof body === 'string' || body instanceof Uint8Array) message.end(body)
    else this.#pump(body).catch(failed)
  }

  /** True if the body is still all there. */
  get isRepeatable(): boolean {
    return this.#iterator === undefined
  }

  /** True if no byte of the request was handed to the socket that it had been given. */
  get isUnsent(): boolean {
    return this.#socket !== undefined && this.#socket.socket.bytesWritten === this.#socket.writtenBefore
  }

  /** Nobody takes the rest. */
  stop(): void {
    this.#stopped = true
    this.#wake?.()
  }

  /** Asks for the first chunk only when there is a socket, so that a request that never had one stays repeatable. */
  async #pump(body: AsyncIterable<Uint8Array>): Promise<void> {
    const message = this.#message
    message.flushHeaders()
    await this.#until('socket')
    if (this.#stopped || message.destroyed) return
    this.#iterator = body[Symbol.asyncIterator]()
    for (;;) {
      const { done, value } = await this.#iterator.next()
      if (done === true) break
      if (this.#stopped || message.destroyed) {
        await this.#iterator.return?.()
        return
      }
      if (!message.write(value)) await this.#until('drain')
    }
    message.end()
  }

  #until(event: 'drain' | 'socket'): Promise<void> {
    return new Promise((resolve) => {
      const done = () => {
        this.#message.off(event, done)
        this.#message.off('close', done)
        this.#wake = undefined
        resolve()
      }
      this.#wake = done
      this.#message.once(event, done)
      this.#message.once('close', done)
    })
  }
}
