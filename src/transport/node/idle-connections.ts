import type { Connection } from './http1/connection.ts'

interface IdleConnection {
  readonly connection: Connection
  readonly since: number
  readonly keepAliveMs: number
}

/** Open connections that nobody uses, by the server that they lead to. */
export class IdleConnections {
  readonly #maxPerServer: number
  readonly #timeoutMs: number
  /** The one that was used last is the last, and the first to be used again: the others get to rest, and to end. */
  readonly #byOrigin = new Map<string, IdleConnection[]>()
  #timer: NodeJS.Timeout | undefined

  constructor(maxPerServer: number, timeoutMs: number) {
    this.#maxPerServer = maxPerServer
    this.#timeoutMs = timeoutMs
  }

  /** @param keepAliveMs how long the server says that it keeps the connection */
  add(origin: string, connection: Connection, keepAliveMs: number): void {
    const idle = this.#byOrigin.get(origin) ?? []
    this.#byOrigin.set(origin, idle)
    if (idle.length >= this.#maxPerServer) {
      connection.destroy()
      return
    }
    connection.unref()
    idle.push({ connection, since: nowMs(), keepAliveMs: Math.min(keepAliveMs, this.#timeoutMs) })
    // One timer for all: setting one for each use of a connection costs more than writing the request.
    this.#timer ??= setTimeout(() => this.#sweep(), this.#timeoutMs).unref()
  }

  take(origin: string): Connection | undefined {
    const idle = this.#byOrigin.get(origin)
    if (idle === undefined) return undefined
    for (let last = idle.pop(); last !== undefined; last = idle.pop()) {
      const { connection } = last
      if (connection.isUsable && !isOver(last, nowMs())) return connection
      connection.destroy()
    }
    return undefined
  }

  /** The connection is closed. */
  remove(origin: string, connection: Connection): void {
    const idle = this.#byOrigin.get(origin)
    const index = idle?.findIndex((other) => other.connection === connection) ?? -1
    if (index >= 0) idle?.splice(index, 1)
  }

  /** Closes all of them. */
  drop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
    for (const idle of this.#byOrigin.values()) for (const { connection } of idle.splice(0)) connection.destroy()
  }

  /** Closes those whose time is over, and looks again when that of the next one is. */
  #sweep(): void {
    this.#timer = undefined
    const now = nowMs()
    let next = Number.POSITIVE_INFINITY
    for (const [origin, idle] of this.#byOrigin) {
      const kept = idle.filter((one) => !isOver(one, now))
      for (const one of idle) if (isOver(one, now)) one.connection.destroy()
      if (kept.length === 0) this.#byOrigin.delete(origin)
      else this.#byOrigin.set(origin, kept)
      for (const { since, keepAliveMs } of kept) next = Math.min(next, since + keepAliveMs - now)
    }
    if (next < Number.POSITIVE_INFINITY) this.#timer = setTimeout(() => this.#sweep(), Math.max(1, next)).unref()
  }
}

/** Never goes back. Not `performance.now()`, which a new process would have to load first. */
function nowMs(): number {
  return process.uptime() * 1000
}

function isOver({ since, keepAliveMs }: IdleConnection, now: number): boolean {
  return now - since >= keepAliveMs
}
