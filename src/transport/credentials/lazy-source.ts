import type { CredentialSource, Credentials } from './credential-source.ts'

/** A source that may have something under way. */
export interface ClosableSource extends CredentialSource {
  close(): void
}

/** Loads a source's code with the first request: most programs need neither plugins nor logins. */
export class LazySource implements ClosableSource {
  readonly #load: () => Promise<ClosableSource>
  #loading: Promise<ClosableSource> | undefined
  #source: ClosableSource | undefined

  constructor(load: () => Promise<ClosableSource>) {
    this.#load = load
  }

  async get(signal?: AbortSignal): Promise<Credentials> {
    this.#loading ??= this.#load()
    this.#source = await this.#loading
    return this.#source.get(signal)
  }

  invalidate(refused?: Credentials): void {
    this.#source?.invalidate?.(refused)
  }

  close(): void {
    this.#source?.close()
  }
}
