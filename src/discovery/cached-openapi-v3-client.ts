import { TransportError } from '../errors/index.ts'
import type { CallOptions } from '../rest/index.ts'
import type { OpenAPIV3Document } from './openapi-document.ts'
import type { OpenAPIV3GroupVersion, OpenAPIV3Interface } from './openapi-v3-interface.ts'
import { SharedCalls } from './shared-calls.ts'

/** Keeps what was read once: a value, or an error that would come again. */
class Kept<T> {
  readonly #calls = new SharedCalls<T>('/openapi/v3')
  readonly #settled = new Map<string, { readonly value: T } | { readonly error: unknown }>()

  async get(key: string, options: CallOptions, read: (options: CallOptions) => Promise<T>): Promise<T> {
    const settled = this.#settled.get(key)
    if (settled === undefined) return this.#calls.run(key, options, (signal) => this.#read(key, { signal }, read))
    if ('error' in settled) throw settled.error
    return settled.value
  }

  async #read(key: string, options: CallOptions, read: (options: CallOptions) => Promise<T>): Promise<T> {
    try {
      const value = await read(options)
      this.#settled.set(key, { value })
      return value
    } catch (error) {
      // That a connection failed, or that nobody waited any more, says nothing about the document.
      if (!options.signal?.aborted && !(error instanceof TransportError)) this.#settled.set(key, { error })
      throw error
    }
  }
}

/**
 * Reads each OpenAPI v3 document once, and the list of them once. Refusals are kept, too; failures of the connection
 * are not.
 *
 * Source: `cachedopenapi.Client` in k8s.io/client-go/openapi/cached.
 */
export class CachedOpenAPIV3Client implements OpenAPIV3Interface {
  readonly #delegate: OpenAPIV3Interface
  readonly #paths = new Kept<ReadonlyMap<string, OpenAPIV3GroupVersion>>()

  constructor(delegate: OpenAPIV3Interface) {
    this.#delegate = delegate
  }

  paths(options: CallOptions = {}): Promise<ReadonlyMap<string, OpenAPIV3GroupVersion>> {
    return this.#paths.get('', options, async (merged) => {
      const live = await this.#delegate.paths(merged)
      return new Map([...live].map(([name, document]) => [name, new CachedDocument(document)]))
    })
  }
}

class CachedDocument implements OpenAPIV3GroupVersion {
  readonly #delegate: OpenAPIV3GroupVersion
  readonly #schemas = new Kept<Uint8Array>()
  readonly #document = new Kept<OpenAPIV3Document>()

  constructor(delegate: OpenAPIV3GroupVersion) {
    this.#delegate = delegate
  }

  get serverRelativeUrl(): string {
    return this.#delegate.serverRelativeUrl
  }

  schema(contentType: string, options: CallOptions = {}): Promise<Uint8Array> {
    return this.#schemas.get(contentType, options, (merged) => this.#delegate.schema(contentType, merged))
  }

  document(options: CallOptions = {}): Promise<OpenAPIV3Document> {
    return this.#document.get('', options, (merged) => this.#delegate.document(merged))
  }
}
