/**
 * What arrived is not an answer by the rules of HTTP/1.1. The message has nothing of what arrived: it may hold anything.
 *
 * The codes are those of Node's own parser, for programs that look at them.
 */
export class ProtocolError extends Error {
  readonly code: string

  constructor(code: `HPE_${string}`, message: string) {
    super(message)
    this.code = code
  }
}

export function lineEnd(): ProtocolError {
  return new ProtocolError('HPE_STRICT', 'a line ends with something else than CR and LF')
}
