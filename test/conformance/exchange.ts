import { request as requestHttp } from 'node:http'
import { request as requestHttps } from 'node:https'
import type { RestConfig } from '../../src/rest/index.ts'

/** One answer, byte for byte as it came, for what a client would hide. */
export interface Exchange {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly text: string
}

/** Sends one request on a connection of its own, without any client's rules in between. */
export function exchange(
  config: RestConfig,
  method: string,
  path: string,
  options: { readonly headers?: Readonly<Record<string, string>>; readonly body?: string } = {},
): Promise<Exchange> {
  const url = new URL(path, config.host)
  const send = url.protocol === 'https:' ? requestHttps : requestHttp
  const { caData, certData, keyData } = config.tls ?? {}
  const authorization = config.bearerToken === undefined ? {} : { authorization: `Bearer ${config.bearerToken}` }
  // Node sends the body of a DELETE without saying where it ends, unless it is told the length.
  const length = options.body === undefined ? {} : { 'content-length': String(Buffer.byteLength(options.body)) }
  return new Promise((resolve, reject) => {
    const outgoing = send(
      url,
      {
        method,
        agent: false,
        headers: { ...authorization, ...length, ...options.headers },
        ...(caData === undefined ? {} : { ca: Buffer.from(caData) }),
        ...(certData === undefined ? {} : { cert: Buffer.from(certData) }),
        ...(keyData === undefined ? {} : { key: Buffer.from(keyData) }),
      },
      (answer) => {
        const chunks: Buffer[] = []
        answer.on('data', (chunk: Buffer) => chunks.push(chunk))
        answer.on('error', reject)
        answer.on('end', () => {
          resolve({
            status: answer.statusCode ?? 0,
            headers: answer.headers,
            text: Buffer.concat(chunks).toString('utf8'),
          })
        })
      },
    )
    outgoing.on('error', reject)
    outgoing.end(options.body)
  })
}
