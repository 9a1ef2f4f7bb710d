/** Why a socket was destroyed that did not connect in time. */
export class ConnectDeadline extends Error {
  readonly timeoutMs: number

  constructor(timeoutMs: number) {
    super(`not connected within ${timeoutMs} ms`)
    this.timeoutMs = timeoutMs
  }
}
