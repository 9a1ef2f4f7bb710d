import type { EventStream } from './event-stream.ts'

/** A request, whatever brought it: a socket, a test, another program in the same process. */
export interface ApiRequest {
  /** Upper case. */
  readonly method: string
  /** Path and query, as on the request line: `/api/v1/pods?limit=5`. */
  readonly target: string
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>
  readonly body?: Uint8Array | string | AsyncIterable<Uint8Array> | undefined
  /** What is known of the caller besides the headers. Default: an unknown caller over the network. */
  readonly caller?: Caller | undefined
}

export type Caller =
  /** In the same process, where there is nothing to protect. Acts as the administrator. */
  | { readonly via: 'process' }
  /** Over a connection, perhaps with a client certificate. */
  | { readonly via: 'network'; readonly certificate?: ClientCertificate | undefined }

export interface ClientCertificate {
  /** Whether the server's own authority signed it, and it has not expired. */
  readonly trusted: boolean
  readonly commonName: string
  readonly organizations: readonly string[]
}

export interface ApiResponse {
  readonly status: number
  /** Lower-case names. */
  readonly headers: Readonly<Record<string, string | readonly string[]>>
  /** All of it, or the events of a watch as they happen. */
  readonly body: Uint8Array | EventStream
}

/** A header's value; the first one if it came several times. */
export function headerOf(request: ApiRequest, name: string): string | undefined {
  const value = request.headers[name]
  return typeof value === 'string' ? value : value?.[0]
}
