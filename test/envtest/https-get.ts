import { request } from 'node:https'
import type { Credentials } from './credentials.ts'

/** One GET on a connection of its own, as the administrator; undefined if there is no answer (yet). */
export function getJson(
  url: string,
  credentials: Pick<Credentials, 'caPem' | 'adminCertPem' | 'adminKeyPem'>,
): Promise<{ status: number; body: unknown } | undefined> {
  return new Promise((resolve) => {
    const outgoing = request(
      url,
      {
        agent: false,
        ca: credentials.caPem,
        cert: credentials.adminCertPem,
        key: credentials.adminKeyPem,
        timeout: 5000,
      },
      (answer) => {
        let text = ''
        answer.setEncoding('utf8')
        answer.on('data', (chunk: string) => {
          text += chunk
        })
        answer.on('error', () => resolve(undefined))
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, body: parse(text) }))
      },
    )
    outgoing.on('timeout', () => outgoing.destroy())
    outgoing.on('error', () => resolve(undefined))
    outgoing.end()
  })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return text
  }
}
