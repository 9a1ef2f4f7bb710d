/**
 * The body with which an API server describes a failure (and, for deletions, a success), as it is on the wire.
 *
 * Source: `Status` in k8s.io/apimachinery/pkg/apis/meta/v1.
 */
export interface Status {
  kind: 'Status'
  apiVersion?: string
  metadata?: { resourceVersion?: string; continue?: string; remainingItemCount?: number; selfLink?: string }
  /** `Success` or `Failure`. */
  status?: string
  /** Written for people; programs go by `reason`. */
  message?: string
  /** One machine-readable word; see {@link StatusReason}. */
  reason?: string
  details?: StatusDetails
  /** The HTTP status code that belongs to this Status. */
  code?: number
}

/** What a failure is about. */
export interface StatusDetails {
  /** Name of the object. */
  name?: string
  group?: string
  /** On an error the server puts the resource's plural here, or the kind. */
  kind?: string
  uid?: string
  causes?: StatusCause[]
  /** Seconds to wait before the next try. */
  retryAfterSeconds?: number
}

/** One of several reasons for a failure, usually one for each bad field. */
export interface StatusCause {
  reason?: string
  message?: string
  /** Path of the field, such as `spec.containers[0].image`. */
  field?: string
}

/**
 * The reasons that Kubernetes knows. A server may send others: `Status.reason` is a string.
 *
 * Source: the `StatusReason…` constants of k8s.io/apimachinery/pkg/apis/meta/v1.
 */
export type StatusReason =
  | 'Unauthorized'
  | 'Forbidden'
  | 'NotFound'
  | 'AlreadyExists'
  | 'Conflict'
  | 'Gone'
  | 'Invalid'
  | 'ServerTimeout'
  | 'StoreReadError'
  | 'Timeout'
  | 'TooManyRequests'
  | 'BadRequest'
  | 'MethodNotAllowed'
  | 'NotAcceptable'
  | 'RequestEntityTooLarge'
  | 'UnsupportedMediaType'
  | 'InternalError'
  | 'Expired'
  | 'ServiceUnavailable'

/** Cause reason that marks an answer which the API machinery did not write itself: a proxy's, or a bare HTTP error. */
export const causeUnexpectedServerResponse = 'UnexpectedServerResponse'
