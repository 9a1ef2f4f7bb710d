import { AuthError } from '../../errors/index.ts'
import { unlessAborted } from '../unless-aborted.ts'
import type { CredentialSource, Credentials } from './credential-source.ts'
import { isToken } from './token-text.ts'

/** A token counts for a minute, and is read anew 10 s before that ends. Source: client-go's `NewCachedFileTokenSource`. */
const freshMs = 60_000 - 10_000

/** What a {@link TokenFileSource} needs from outside; tests replace it. */
export interface TokenFileEnvironment {
  now(): number
  readFile(path: string): Promise<string>
}

type State = { name: 'none' } | { name: 'token'; credentials: Credentials; readAt: number }

/** A bearer token in a file that something else renews, such as a service account's. */
export class TokenFileSource implements CredentialSource {
  readonly path: string
  readonly #environment: TokenFileEnvironment
  #state: State = { name: 'none' }
  #reading: Promise<Credentials> | undefined

  constructor(path: string, environment: TokenFileEnvironment = systemEnvironment) {
    this.path = path
    this.#environment = environment
  }

  /** @throws {AuthError} if the first read fails. Later ones that fail leave the last token in use. */
  async get(signal?: AbortSignal): Promise<Credentials> {
    signal?.throwIfAborted()
    const state = this.#state
    if (state.name === 'token' && this.#environment.now() - state.readAt < freshMs) return state.credentials
    this.#reading ??= this.#read().finally(() => {
      this.#reading = undefined
    })
    return unlessAborted(this.#reading, signal)
  }

  /** Has the file read again. If that fails, what was refused is still all there is. */
  invalidate(refused?: Credentials): void {
    const state = this.#state
    if (state.name !== 'token' || (refused !== undefined && state.credentials !== refused)) return
    this.#state = { ...state, readAt: Number.NEGATIVE_INFINITY }
  }

  async #read(): Promise<Credentials> {
    const last = this.#state
    try {
      const token = (await this.#environment.readFile(this.path)).trim()
      if (token === '') throw new AuthError(`token file ${this.path}`, 'is empty')
      if (!isToken(token)) throw new AuthError(`token file ${this.path}`, 'holds something else than a token')
      const credentials = { token }
      this.#state = { name: 'token', credentials, readAt: this.#environment.now() }
      return credentials
    } catch (cause) {
      if (last.name === 'token') return last.credentials
      if (cause instanceof AuthError) throw cause
      throw new AuthError(`token file ${this.path}`, isMissing(cause) ? 'there is no such file' : 'cannot be read', {
        cause,
      })
    }
  }
}

const systemEnvironment: TokenFileEnvironment = {
  now: Date.now,
  async readFile(path) {
    const { readFile } = await import('node:fs/promises')
    return readFile(path, 'utf8')
  },
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
