import type { ResponseHeaders, Transport, TransportRequest, TransportResponse } from '../transport/index.ts'
import { RESTClient, type RESTClientOptions } from './rest-client.ts'

/** One answer of a script: what to send back, or an error to fail with. */
export type ScriptStep =
  | { status?: number; headers?: ResponseHeaders; body?: string | AsyncIterable<Uint8Array> }
  | Error
  | ((request: TransportRequest) => ScriptStep | Promise<ScriptStep>)

/** A transport that answers from a script, in order, and keeps what it was asked. The last step repeats. */
export class ScriptedTransport implements Transport {
  readonly requests: TransportRequest[] = []
  readonly #steps: ScriptStep[]

  constructor(...steps: ScriptStep[]) {
    this.#steps = steps
  }

  async send(request: TransportRequest): Promise<TransportResponse> {
    this.requests.push(request)
    request.signal?.throwIfAborted()
    let step = (this.#steps.length > 1 ? this.#steps.shift() : this.#steps[0]) ?? {}
    while (typeof step === 'function') step = await step(request)
    if (step instanceof Error) throw step
    const { status = 200, headers = { 'content-type': 'application/json' }, body = '' } = step
    return { status, headers, body: typeof body === 'string' ? chunks(body) : body }
  }

  async close(): Promise<void> {}
}

export async function* chunks(...texts: string[]): AsyncGenerator<Uint8Array> {
  for (const text of texts) yield new TextEncoder().encode(text)
}

export function clientOver(transport: Transport, options: RESTClientOptions & { base?: string } = {}): RESTClient {
  const content = { groupVersion: { group: '', version: 'v1' } }
  return new RESTClient(options.base ?? 'http://server.test', '/api/v1', content, undefined, transport, options)
}
