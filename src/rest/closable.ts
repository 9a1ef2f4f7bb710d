import { RequestError } from '../errors/index.ts'
import type { Transport, TransportRequest } from '../transport/index.ts'

/**
 * Lets one user of a transport close it for himself: from then on it refuses requests, whoever else goes on using the
 * transport below. What runs already is not touched by that.
 *
 * Requests fail with a {@link RequestError}, because nothing was sent and a repetition cannot help.
 *
 * @param close what closing does besides
 */
export function closable(transport: Transport, close: () => Promise<void>): Transport {
  let isClosed = false
  const own: Transport = {
    send: (request) => (isClosed ? Promise.reject(closedError(request)) : transport.send(request)),
    close() {
      isClosed = true
      return close()
    },
  }
  if (transport.upgrade === undefined) return own
  const upgrade = transport.upgrade.bind(transport)
  return {
    ...own,
    upgrade: (request, protocols) => (isClosed ? Promise.reject(closedError(request)) : upgrade(request, protocols)),
  }
}

function closedError({ method, url }: TransportRequest): RequestError {
  return new RequestError(`the client was closed: ${method} ${url.pathname} was not sent`)
}
