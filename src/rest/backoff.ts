/** How long to hold back from a host that is in trouble. */
export interface BackoffManager {
  /** Told after each attempt what came of it. `code` is undefined where there was no answer. */
  update(url: URL, error: unknown, code: number | undefined): void
  /** Milliseconds to wait before the next attempt. */
  delayMs(url: URL): number
}

/**
 * Exponential backoff for each host: doubled by every answer of 429 or 5xx, ended by any other.
 *
 * Source: `URLBackoff` in k8s.io/client-go/rest; its defaults are a base of 1 s and a cap of 60 s.
 */
export class HostBackoff implements BackoffManager {
  readonly #baseMs: number
  readonly #maxMs: number
  readonly #now: () => number
  readonly #hosts = new Map<string, { delayMs: number; at: number }>()

  constructor(options: { baseMs?: number; maxMs?: number; now?: () => number } = {}) {
    this.#baseMs = options.baseMs ?? 1000
    this.#maxMs = options.maxMs ?? 60_000
    this.#now = options.now ?? (() => performance.now())
  }

  update(url: URL, _error: unknown, code: number | undefined): void {
    if (code !== undefined && (code === 429 || code > 499)) {
      const last = this.#hosts.get(url.host)
      const delayMs = last === undefined || this.#isOver(last) ? this.#baseMs : Math.min(last.delayMs * 2, this.#maxMs)
      this.#hosts.set(url.host, { delayMs, at: this.#now() })
    } else {
      this.#hosts.delete(url.host)
    }
  }

  delayMs(url: URL): number {
    const entry = this.#hosts.get(url.host)
    return entry === undefined || this.#isOver(entry) ? 0 : entry.delayMs
  }

  /** An entry is forgotten when the host has been left alone for twice the longest delay. */
  #isOver(entry: { at: number }): boolean {
    return this.#now() - entry.at > this.#maxMs * 2
  }
}

/**
 * The backoff that the environment asks for: `KUBE_CLIENT_BACKOFF_BASE` and `KUBE_CLIENT_BACKOFF_DURATION`, both in
 * whole seconds. Undefined unless both are set.
 *
 * Source: `readExpBackoffConfig` in k8s.io/client-go/rest.
 */
export function backoffFromEnvironment(env: Readonly<Record<string, string | undefined>>): BackoffManager | undefined {
  const base = seconds(env['KUBE_CLIENT_BACKOFF_BASE'])
  const duration = seconds(env['KUBE_CLIENT_BACKOFF_DURATION'])
  if (base === undefined || duration === undefined) return undefined
  return new HostBackoff({ baseMs: base * 1000, maxMs: duration * 1000 })
}

function seconds(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d+$/.test(text) ? Number(text) : undefined
}
