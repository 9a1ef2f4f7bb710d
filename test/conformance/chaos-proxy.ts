import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net'
import type { RestConfig } from '../../src/rest/index.ts'

/** Stands between a client and a server, hands bytes on, and cuts connections when it is told to. */
export class ChaosProxy {
  readonly #server: Server
  readonly #pairs = new Set<Socket>()
  readonly #target: URL
  /** How many connections there have been. */
  connections = 0
  /** Bytes that went from the server to the client. */
  receivedBytes = 0
  /** Cuts that many of the next connections as soon as the client has sent something. */
  refusals = 0

  private constructor(target: string) {
    this.#target = new URL(target)
    this.#server = createServer((client) => this.#accept(client))
  }

  static async before(target: string): Promise<ChaosProxy> {
    const proxy = new ChaosProxy(target)
    await new Promise<void>((resolve) => proxy.#server.listen(0, '127.0.0.1', resolve))
    return proxy
  }

  /** The same config, but for the way. The server's certificate is good for 127.0.0.1, whatever the port. */
  through(config: RestConfig): RestConfig {
    const { port } = this.#server.address() as AddressInfo
    return { ...config, host: `${this.#target.protocol}//127.0.0.1:${port}` }
  }

  /** Resets whatever is connected. */
  cut(): void {
    for (const socket of this.#pairs) socket.resetAndDestroy()
  }

  /** What is connected stays so, and nothing comes through any more: who forgot it says nothing. */
  forget(): void {
    for (const socket of this.#pairs) socket.unpipe().resume()
  }

  close(): Promise<void> {
    this.cut()
    return new Promise((resolve) => this.#server.close(() => resolve()))
  }

  #accept(client: Socket): void {
    this.connections += 1
    const server = connect(Number(this.#target.port), this.#target.hostname)
    for (const socket of [client, server]) {
      this.#pairs.add(socket)
      // A cut connection is what this is for.
      socket.on('error', () => undefined)
      socket.once('close', () => this.#pairs.delete(socket))
    }
    client.once('close', () => server.destroy())
    server.once('close', () => client.destroy())
    server.on('data', (data) => {
      this.receivedBytes += data.byteLength
    })
    if (this.refusals > 0) {
      this.refusals -= 1
      client.once('data', () => client.resetAndDestroy())
      return
    }
    client.pipe(server)
    server.pipe(client)
  }
}
