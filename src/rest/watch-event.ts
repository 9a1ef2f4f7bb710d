import { DecodeError, StatusError } from '../errors/index.ts'
import type { KubernetesObject } from '../meta/index.ts'
import { isStatus, type RequestTarget } from './answer.ts'
import { type ObjectType, withType } from './item-type.ts'
import type { Frame } from './watch-decoder.ts'

/** A change that a watch tells of. */
export type WatchEvent<T = KubernetesObject> =
  | { readonly type: 'ADDED'; readonly object: T }
  | { readonly type: 'MODIFIED'; readonly object: T }
  /** The object as it was last, with the resourceVersion of its deletion. */
  | { readonly type: 'DELETED'; readonly object: T }
  | { readonly type: 'BOOKMARK'; readonly object: Bookmark }

/** Says that everything up to `metadata.resourceVersion` has been sent. */
export interface Bookmark {
  readonly apiVersion: string
  readonly kind: string
  readonly metadata: { readonly resourceVersion: string; readonly annotations?: Readonly<Record<string, string>> }
}

/**
 * Checks a frame of a watch stream.
 *
 * @throws {StatusError} for an ERROR event
 * @throws {DecodeError} for a type that is not known, or a frame without an object
 */
export function toWatchEvent<T>(frame: Frame, target: RequestTarget, objectType?: ObjectType): WatchEvent<T> {
  const { type, object } = frame as { type?: unknown; object?: unknown }
  if (typeof object !== 'object' || object === null) {
    throw new DecodeError('a watch event has no object', target)
  }
  switch (type) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
    case 'BOOKMARK':
      return (objectType === undefined ? frame : { type, object: withType(object, objectType) }) as WatchEvent<T>
    case 'ERROR':
      if (isStatus(object)) throw new StatusError(object, target)
      throw new DecodeError('an ERROR event of a watch has an object that is not a Status', target)
    default:
      throw new DecodeError(`unknown type of watch event: ${describeType(type)}`, target)
  }
}

function describeType(type: unknown): string {
  return typeof type === 'string' ? JSON.stringify(type.slice(0, 40)) : typeof type
}
