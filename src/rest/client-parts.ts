import type { GroupVersion } from '../meta/index.ts'
import type { Transport } from '../transport/index.ts'
import type { BackoffManager } from './backoff.ts'
import type { JsonCodec } from './numbers.ts'
import type { RateLimiter } from './rate-limiter.ts'
import type { ServerAddress } from './resolve-host.ts'
import type { WarningHandler } from './warnings.ts'

/** In which form a client sends and asks for objects. */
export interface ContentConfig {
  /** Media type of the objects that are sent. Default: `application/json`, the only one that is spoken. */
  readonly contentType?: string | undefined
  /** The header Accept. Default: the content type, then anything. */
  readonly acceptContentTypes?: string | undefined
  /** What `apiVersion()` answers. */
  readonly groupVersion?: GroupVersion | undefined
}

/** What a client gives each of its requests to start from. */
export interface ClientParts {
  readonly address: ServerAddress
  /**
   * What a request's path begins with: the server's base path, and `/api/v1`, `/apis/apps/v1` or, for a client without a
   * version, nothing.
   */
  readonly prefix: string
  readonly content: ContentConfig
  /** The header Accept alone, which is all that most requests have of their own. */
  readonly acceptHeader: Readonly<Record<'Accept', string>>
  readonly codec: JsonCodec
  readonly transport: Transport
  readonly rateLimiter: RateLimiter | undefined
  readonly backoff: BackoffManager | undefined
  /** Undefined: the default one, as it is at the time of the answer. */
  readonly warningHandler: WarningHandler | undefined
  readonly maxRetries: number
  readonly timeoutMs: number | undefined
  /** How requests say who is asking, in kind, for errors. */
  readonly identity: string | undefined
}
