export type { BackoffManager } from './backoff.ts'
export { HostBackoff } from './backoff.ts'
export type { ByteStream } from './byte-stream.ts'
export type { CallOptions } from './call-options.ts'
export type { ContentConfig } from './client-parts.ts'
export type { ItemStream } from './item-stream.ts'
export type { ObjectType } from './item-type.ts'
export { type RequestLabels, type RequestMeasurements, type RequestMetrics, setRequestMetrics } from './metrics.ts'
export type { NumberMode } from './numbers.ts'
export { anonymousConfig, transportFor } from './open-transport.ts'
export type { PatchKind, PatchMediaType } from './patch-type.ts'
export type { ReadOptions, StreamOptions, WatchReadOptions } from './perform.ts'
export { type RateLimiter, TokenBucketRateLimiter } from './rate-limiter.ts'
export type { Request } from './request.ts'
export type { BodyInput } from './request-body.ts'
export {
  RESTClient,
  type RESTClientOptions,
  type RESTInterface,
  restClientFor,
  unversionedRestClientFor,
} from './rest-client.ts'
export type { ImpersonationConfig, RestConfig } from './rest-config.ts'
export type { Result } from './result.ts'
export {
  type Backoff,
  defaultBackoff,
  defaultRetry,
  type RetryOptions,
  retryOnConflict,
  retryOnError,
} from './retry-on-error.ts'
export {
  createWarningWriter,
  getDefaultWarningHandler,
  noWarnings,
  parseWarningHeader,
  setDefaultWarningHandler,
  type Warning,
  type WarningHandler,
} from './warnings.ts'
export type { Bookmark, WatchEvent } from './watch-event.ts'
export type { Watch, WatchIterator } from './watch-stream.ts'
