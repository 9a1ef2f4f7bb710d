import type { Gunzip } from 'node:zlib'
import { nodeZlib } from './builtins.ts'

/** Where the decoded bytes go, and what holds back those that come. */
interface GunzipUser {
  decoded(bytes: Uint8Array): void
  ended(): void
  failed(error: unknown): void
  pauseInput(): void
  resumeInput(): void
}

const chunkSize = 64 * 1024

/** As much waits for gunzip before no more is taken from the connection: it may become twenty times as much. */
const maxWaitingBytes = 16 * 1024

/**
 * Undoes gzip on another thread. What has come while that was busy is handed over in one piece: a server flushes a long
 * list in thousands of small ones, and each trip to the other thread costs more than undoing what a piece holds.
 */
export class GunzipFeed {
  readonly #gunzip: Gunzip
  readonly #user: GunzipUser
  #waiting: Uint8Array[] = []
  #waitingBytes = 0
  #isBusy = false
  #isEnding = false

  constructor(user: GunzipUser) {
    this.#user = user
    this.#gunzip = nodeZlib().createGunzip({ chunkSize })
    this.#gunzip.on('data', (bytes: Uint8Array) => user.decoded(bytes))
    this.#gunzip.once('end', () => user.ended())
    this.#gunzip.once('error', (error) => user.failed(error))
  }

  write(bytes: Uint8Array): void {
    if (!this.#isBusy) {
      this.#send(bytes)
      return
    }
    this.#waiting.push(bytes)
    this.#waitingBytes += bytes.length
    if (this.#waitingBytes >= maxWaitingBytes) this.#user.pauseInput()
  }

  /** No more will come. */
  end(): void {
    this.#isEnding = true
    if (!this.#isBusy) this.#gunzip.end()
  }

  /** Holds back what is decoded, and with it what comes. */
  pause(): void {
    this.#gunzip.pause()
  }

  resume(): void {
    this.#gunzip.resume()
  }

  destroy(): void {
    this.#gunzip.destroy()
  }

  #send(bytes: Uint8Array): void {
    this.#isBusy = true
    this.#gunzip.write(bytes, () => this.#sent())
  }

  #sent(): void {
    this.#isBusy = false
    if (this.#gunzip.destroyed) return
    if (this.#waiting.length > 0) {
      const waiting = Buffer.concat(this.#waiting, this.#waitingBytes)
      this.#waiting = []
      this.#waitingBytes = 0
      this.#send(waiting)
      if (waiting.length >= maxWaitingBytes) this.#user.resumeInput()
    } else if (this.#isEnding) this.#gunzip.end()
  }
}
