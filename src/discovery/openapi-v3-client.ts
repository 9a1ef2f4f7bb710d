import { DecodeError } from '../errors/index.ts'
import type { CallOptions, RESTInterface } from '../rest/index.ts'
import type { OpenAPIV3Document } from './openapi-document.ts'
import type { OpenAPIV3GroupVersion, OpenAPIV3Interface } from './openapi-v3-interface.ts'

const root = '/openapi/v3'

/** Reads OpenAPI v3 documents: always by asking. */
export class OpenAPIV3Client implements OpenAPIV3Interface {
  readonly #rest: RESTInterface

  constructor(rest: RESTInterface) {
    this.#rest = rest
  }

  /** One request. The server's list has the hash of each document, and no document itself. */
  async paths(options: CallOptions = {}): Promise<ReadonlyMap<string, OpenAPIV3GroupVersion>> {
    // The server calls this answer text/plain, so that it is read as bytes.
    const value = await readJson(await this.#rest.get().absPath(root).doRaw(options), root)
    const paths = (value as { paths?: Record<string, { serverRelativeURL?: string } | null> | null } | null)?.paths
    if (typeof paths !== 'object') {
      throw new DecodeError('the answer is not a list of OpenAPI documents', { method: 'GET', path: root })
    }
    const documents = Object.entries(paths ?? {}).map(([name, found]) => {
      const { serverRelativeURL = '' } = found ?? {}
      return [name, new LiveDocument(this.#rest, this.#withoutBasePath(serverRelativeURL))] as const
    })
    return new Map(documents)
  }

  /** A server behind a path may name that path in its URLs, which the client puts in front by itself. */
  #withoutBasePath(url: string): string {
    const basePath = this.#rest.get().absPath('/').url().pathname.replace(/\/$/, '')
    return url.startsWith(`${basePath}/`) ? url.slice(basePath.length) : url
  }
}

class LiveDocument implements OpenAPIV3GroupVersion {
  readonly #rest: RESTInterface
  readonly serverRelativeUrl: string

  constructor(rest: RESTInterface, serverRelativeUrl: string) {
    this.#rest = rest
    this.serverRelativeUrl = serverRelativeUrl
  }

  async schema(contentType: string, options: CallOptions = {}): Promise<Uint8Array> {
    return this.#rest.get().requestUri(this.serverRelativeUrl).setHeader('Accept', contentType).doRaw(options)
  }

  async document(options: CallOptions = {}): Promise<OpenAPIV3Document> {
    return (await readJson(await this.schema('application/json', options), this.serverRelativeUrl)) as OpenAPIV3Document
  }
}

/** By the time that there is an answer, what reads answers is loaded. */
async function readJson(bytes: Uint8Array, url: string): Promise<unknown> {
  const [{ parseJson }, { decodeText }] = await Promise.all([import('../rest/answer.ts'), import('../rest/utf8.ts')])
  const [path = url] = url.split('?')
  return parseJson(decodeText(bytes), JSON.parse, { method: 'GET', path }, undefined)
}
