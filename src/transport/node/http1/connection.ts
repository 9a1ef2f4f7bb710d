import type { Socket } from 'node:net'
import { type AnswerHead, isStartOfAnswer, parseAnswerHead } from './answer-head.ts'
import { ChunkedDecoder } from './chunked-decoder.ts'
import { lineEnd, ProtocolError } from './protocol-error.ts'

/** Who has sent a request over a connection and waits for the answer. */
export interface Receiver {
  /** Bytes have arrived, whatever they are. */
  stirred(): void
  answered(head: AnswerHead): void
  received(data: Uint8Array): void
  /** The answer is whole. The connection is somebody else's from now on. */
  completed(): void
  /**
   * The connection is gone, and there will be no more of the answer.
   *
   * @param error undefined if the other side closed it without a word
   */
  lost(error: unknown): void
}

/** Where connections go back to. */
export interface ConnectionOwner {
  /** It can take another request, for so long. */
  idle(connection: Connection, keepAliveMs: number): void
  closed(connection: Connection): void
}

/** What of an answer is read next. */
type Reading =
  | { readonly name: 'nothing' }
  | { readonly name: 'head' }
  | { readonly name: 'length'; left: number }
  | { readonly name: 'chunks'; readonly decoder: ChunkedDecoder }
  | { readonly name: 'until closed' }

const nothing: Reading = { name: 'nothing' }
const readingHead: Reading = { name: 'head' }
const untilClosed: Reading = { name: 'until closed' }

/** As much as Node allows by default. */
const maxHeadBytes = 16 * 1024

/** An open socket that carries one request after the other (RFC 9112). */
export class Connection {
  readonly #socket: Socket
  readonly #owner: ConnectionOwner
  #receiver: Receiver | undefined
  #method = ''
  #reading: Reading = nothing
  /** The start of a head that has not arrived whole. */
  #partialHead: Buffer | undefined
  #keepAliveMs = 0
  #isWriting = false
  #isPaused = false
  #requests = 0
  #error: unknown

  /** @param socket connected, and through its TLS handshake */
  constructor(socket: Socket, owner: ConnectionOwner) {
    this.#socket = socket
    this.#owner = owner
    socket.on('data', (bytes: Buffer) => this.#arrived(bytes))
    socket.on('end', () => this.#ended())
    socket.on('error', (error) => {
      this.#error = error
    })
    socket.on('close', () => this.#closed())
  }

  /** True if it has carried a request before the one it carries. */
  get isReused(): boolean {
    return this.#requests > 1
  }

  /** True if nothing is known against sending a request over it. */
  get isUsable(): boolean {
    return this.#receiver === undefined && this.#socket.writable && !this.#socket.readableEnded
  }

  /** Takes the connection for one request, which is then written. */
  begin(method: string, receiver: Receiver): void {
    this.#receiver = receiver
    this.#method = method
    this.#reading = readingHead
    this.#isWriting = true
    this.#requests++
    this.#socket.ref()
  }

  /** @returns false if the writer should wait for {@link drained} */
  write(data: string | Uint8Array, encoding?: 'latin1' | 'utf8'): boolean {
    return this.#socket.write(data as string, encoding)
  }

  /** Lets what is written next leave together. */
  cork(): void {
    this.#socket.cork()
  }

  uncork(): void {
    this.#socket.uncork()
  }

  /** Calls back once: when more can be written, or when the socket is gone. */
  drained(callback: () => void): void {
    const done = () => {
      this.#socket.off('drain', done)
      this.#socket.off('close', done)
      callback()
    }
    this.#socket.on('drain', done)
    this.#socket.on('close', done)
  }

  /** The request is written whole: only then can the connection be used again after the answer. */
  written(): void {
    this.#isWriting = false
  }

  pause(): void {
    this.#isPaused = true
    this.#socket.pause()
  }

  resume(): void {
    this.#isPaused = false
    this.#socket.resume()
  }

  /** Lets an idle connection keep no process alive. */
  unref(): void {
    this.#socket.unref()
  }

  /** Ends the connection at once. Its receiver hears no more of it. */
  destroy(): void {
    this.#receiver = undefined
    this.#reading = nothing
    this.#socket.destroy()
  }

  /** Ends the connection as if the other side had. */
  cut(): void {
    this.#socket.destroy()
  }

  #arrived(bytes: Buffer): void {
    this.#receiver?.stirred()
    try {
      const end = this.#read(bytes, 0)
      // Bytes that nobody has asked for.
      if (end < bytes.length) this.#socket.destroy()
    } catch (error) {
      this.#lose(error)
    }
  }

  /** @returns how far the bytes were understood */
  #read(bytes: Buffer, start: number): number {
    let at = start
    while (at < bytes.length) {
      const reading = this.#reading
      switch (reading.name) {
        case 'nothing':
          return at
        case 'head':
          at = this.#readHead(bytes, at)
          break
        case 'length':
          at = this.#readLength(bytes, at, reading)
          break
        case 'chunks':
          at = reading.decoder.decode(bytes, at, (data) => this.#give(data))
          if (reading.decoder.isOver && this.#receiver !== undefined) this.#complete(at < bytes.length)
          break
        case 'until closed':
          this.#give(at === 0 ? bytes : bytes.subarray(at))
          return bytes.length
      }
    }
    return at
  }

  #readHead(bytes: Buffer, start: number): number {
    const before = this.#partialHead
    const whole = before === undefined ? bytes : Buffer.concat([before, bytes.subarray(start)])
    const from = before === undefined ? start : 0
    // The end may have begun in what was there before.
    const end = whole.indexOf('\r\n\r\n', before === undefined ? start : Math.max(0, before.length - 3), 'latin1')
    if (end < 0 ? whole.length - from > maxHeadBytes : end - from > maxHeadBytes) {
      throw new ProtocolError('HPE_HEADER_OVERFLOW', 'its head is too long')
    }
    if (end < 0) {
      // Whoever ends lines like this never sends the end that is waited for.
      if (/(?:^|[^\r])\n/.test(whole.toString('latin1', from))) throw lineEnd()
      if (!isStartOfAnswer(whole.toString('latin1', from, Math.min(whole.length, from + 7)))) {
        throw new ProtocolError('HPE_INVALID_CONSTANT', 'it does not start with a status line')
      }
      this.#partialHead = before === undefined ? Buffer.from(whole.subarray(from)) : whole
      return bytes.length
    }
    this.#partialHead = undefined
    const next = start + (end + 4 - from) - (before?.length ?? 0)
    this.#takeHead(parseAnswerHead(whole.toString('latin1', from, end), this.#method), next < bytes.length)
    return next
  }

  #takeHead(head: AnswerHead, isFollowed: boolean): void {
    if (head.status === 101) throw new ProtocolError('HPE_INVALID_STATUS', 'it switches to a protocol not asked for')
    // Said in passing; the answer is still to come.
    if (head.status < 200) return
    this.#keepAliveMs = head.body === 'until closed' ? 0 : head.keepAliveMs
    this.#reading = readingOf(head.body)
    this.#receiver?.answered(head)
    if (head.body === 0 && this.#receiver !== undefined) this.#complete(isFollowed)
  }

  #readLength(bytes: Buffer, start: number, reading: Reading & { name: 'length' }): number {
    const end = Math.min(bytes.length, start + reading.left)
    reading.left -= end - start
    const goesOn = this.#give(start === 0 && end === bytes.length ? bytes : bytes.subarray(start, end))
    if (goesOn && reading.left === 0) this.#complete(end < bytes.length)
    return end
  }

  /** @returns false if the receiver wants no more */
  #give(data: Uint8Array): boolean {
    this.#receiver?.received(data)
    return this.#receiver !== undefined
  }

  /** @param isFollowed whether bytes came behind the answer, which makes the connection unfit for another one */
  #complete(isFollowed: boolean): void {
    const receiver = this.#receiver
    this.#receiver = undefined
    this.#reading = nothing
    // A request that has not left altogether would have the next one wait behind it.
    const isBusy = this.#isWriting || this.#socket.writableLength > 0
    const keepAliveMs = isBusy || isFollowed ? 0 : this.#keepAliveMs
    if (keepAliveMs === 0) this.#socket.destroy()
    else {
      if (this.#isPaused) this.resume()
      // Before its receiver knows: the next request then finds it.
      this.#owner.idle(this, keepAliveMs)
    }
    receiver?.completed()
  }

  /** The other side sends no more. */
  #ended(): void {
    if (this.#reading.name === 'until closed') this.#complete(false)
    this.#socket.destroy()
  }

  #closed(): void {
    this.#owner.closed(this)
    this.#lose(this.#error)
  }

  #lose(error: unknown): void {
    const receiver = this.#receiver
    this.destroy()
    receiver?.lost(error)
  }
}

function readingOf(body: AnswerHead['body']): Reading {
  if (body === 'chunked') return { name: 'chunks', decoder: new ChunkedDecoder() }
  if (body === 'until closed') return untilClosed
  return { name: 'length', left: body }
}
