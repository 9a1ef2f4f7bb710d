import path from 'node:path'
import { decodeAnswer, encodeAnswer, type StoredAnswer } from './http-message.ts'
import { readCacheFile } from './read-cache-file.ts'
import { removeCacheFile, writeCacheFile } from './write-cache-file.ts'

const sumBytes = 32

/**
 * Answers in files: the name is the SHA-256 of the URL, the content the SHA-256 of what follows, then the answer as
 * HTTP text. What does not fit its sum is not there.
 *
 * Source: `sumDiskCache` in k8s.io/client-go/discovery/cached/disk.
 */
export class HttpCacheStore {
  readonly #directory: string

  constructor(directory: string) {
    this.#directory = directory
  }

  async read(url: string): Promise<StoredAnswer | undefined> {
    const bytes = (await readCacheFile(this.#file(url)))?.bytes
    if (bytes === undefined || bytes.byteLength < sumBytes) return undefined
    const answer = bytes.subarray(sumBytes)
    return sha256(answer).equals(bytes.subarray(0, sumBytes)) ? decodeAnswer(answer) : undefined
  }

  /** @throws what the file system says */
  async write(url: string, answer: StoredAnswer): Promise<void> {
    const bytes = encodeAnswer(answer)
    const content = Buffer.concat([sha256(bytes), bytes])
    await writeCacheFile(this.#file(url), content, path.join(this.#directory, '.diskv-temp'))
  }

  async remove(url: string): Promise<void> {
    await removeCacheFile(this.#file(url))
  }

  #file(url: string): string {
    return path.join(this.#directory, sha256(url).toString('hex'))
  }
}

function sha256(content: string | Uint8Array): Buffer {
  return process.getBuiltinModule('node:crypto').createHash('sha256').update(content).digest()
}
