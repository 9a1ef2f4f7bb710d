import type { WarningHandler } from '../rest/index.ts'

/** Says once that a cache cannot be written. Without one everything works, only slower. */
export class CacheWarning {
  readonly #handler: () => WarningHandler
  readonly #directories = new Set<string>()

  constructor(handler: () => WarningHandler) {
    this.#handler = handler
  }

  /** Whether it is not worth to try and write there. */
  hasGivenUp(directory: string): boolean {
    return this.#directories.has(directory)
  }

  give(directory: string, error: unknown): void {
    const isFirst = this.#directories.size === 0
    this.#directories.add(directory)
    if (!isFirst) return
    const code = error instanceof Error && 'code' in error ? String(error.code) : String(error)
    const text = `nothing is kept in the cache directory ${directory}, which cannot be written: ${code}`
    this.#handler().handleWarningHeader(299, 'kubeclient', text)
  }
}
