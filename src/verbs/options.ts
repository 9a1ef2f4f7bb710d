import type { CallOptions, ReadOptions, WatchReadOptions } from '../rest/index.ts'

/** Asks the server to do everything but to store: defaults, admission and validation. */
export interface DryRunOption {
  readonly dryRun?: readonly 'All'[] | undefined
}

/** What the server does about fields that it does not know, or that come twice. Default of a server: `Warn`. */
export type FieldValidation = 'Ignore' | 'Warn' | 'Strict'

interface WriteOptions extends CallOptions, DryRunOption {
  /** Who is to own the fields that are set. Default of a server: the first word of the user agent. */
  readonly fieldManager?: string | undefined
  readonly fieldValidation?: FieldValidation | undefined
}

/** Subresources that hold the same kind of object. */
export type OwnSubresource = 'status' | 'approval' | 'ephemeralcontainers' | 'finalize' | 'resize'

/** A subresource: one that many kinds have, or the segments of any other's path. */
export type Subresource = OwnSubresource | 'scale' | readonly string[]

/** Source: `CreateOptions` in k8s.io/apimachinery/pkg/apis/meta/v1. */
export interface CreateOptions extends WriteOptions {
  /** One that holds the same kind of object. */
  readonly subresource?: OwnSubresource | readonly string[] | undefined
}

/** Source: `UpdateOptions` in k8s.io/apimachinery/pkg/apis/meta/v1. */
export interface UpdateOptions extends WriteOptions {
  /** One that holds the same kind of object. */
  readonly subresource?: OwnSubresource | readonly string[] | undefined
}

/** Source: `PatchOptions` in k8s.io/apimachinery/pkg/apis/meta/v1. */
export interface PatchOptions extends WriteOptions {
  /** For patches of the type `apply` only: takes over fields that others own. */
  readonly force?: boolean | undefined
}

/** Source: `ApplyOptions` in k8s.io/apimachinery/pkg/apis/meta/v1. */
export interface ApplyOptions extends CallOptions, DryRunOption {
  /** Who is to own the fields. Servers refuse an apply without one. */
  readonly fieldManager: string
  /** Takes over fields that others own, instead of failing with a conflict. Default: false. */
  readonly force?: boolean | undefined
  readonly fieldValidation?: FieldValidation | undefined
  /** One that holds the same kind of object. */
  readonly subresource?: OwnSubresource | readonly string[] | undefined
}

/** Source: `GetOptions` in k8s.io/apimachinery/pkg/apis/meta/v1. */
export interface GetOptions extends ReadOptions {
  /** At least as new as this; `0` for whatever the server has at hand. Default: the newest. */
  readonly resourceVersion?: string | undefined
}

interface SelectionOptions extends CallOptions {
  /** Such as `app=web,tier!=db`. */
  readonly labelSelector?: string | undefined
  /** Such as `status.phase=Running`; each kind has a few fields that can be selected by. */
  readonly fieldSelector?: string | undefined
  readonly resourceVersion?: string | undefined
  readonly resourceVersionMatch?: 'Exact' | 'NotOlderThan' | undefined
  /** Selects a part of all objects by a hash of their identity, where the server can. */
  readonly shardSelector?: string | undefined
  /** How long the server may take, or a watch may last, in seconds. The request on this side is limited too. */
  readonly timeoutSeconds?: number | undefined
}

/** Source: `ListOptions` in k8s.io/apimachinery/pkg/apis/meta/v1. */
export interface ListOptions extends SelectionOptions, ReadOptions {
  /** How many items at most. The answer's `metadata.continue` gets the next ones. */
  readonly limit?: number | undefined
  /** `metadata.continue` of the page before. All other options have to be as they were then. */
  readonly continue?: string | undefined
}

/**
 * Options of `listPages` and `each`. `limit` is the size of a page: 500 unless set. `timeoutMs` and `timeoutSeconds` are
 * for each page.
 */
export type PageOptions = ListOptions

/** Source: `ListOptions` in k8s.io/apimachinery/pkg/apis/meta/v1. */
export interface WatchOptions extends SelectionOptions, WatchReadOptions {
  readonly allowWatchBookmarks?: boolean | undefined
  /** Begins with what is there, ended by a bookmark with the annotation `k8s.io/initial-events-end`. */
  readonly sendInitialEvents?: boolean | undefined
}

/** What has to hold of the object for it to be deleted. */
export interface Preconditions {
  readonly uid?: string | undefined
  readonly resourceVersion?: string | undefined
}

/** Source: `DeleteOptions` in k8s.io/apimachinery/pkg/apis/meta/v1. Sent as the body. */
export interface DeleteOptions extends CallOptions, DryRunOption {
  /** 0 deletes at once. Default: the kind's own. */
  readonly gracePeriodSeconds?: number | undefined
  readonly preconditions?: Preconditions | undefined
  /** What becomes of the objects that it owns. Default: the kind's own. */
  readonly propagationPolicy?: 'Orphan' | 'Background' | 'Foreground' | undefined
  /** @deprecated use `propagationPolicy` */
  readonly orphanDependents?: boolean | undefined
  /** Deletes an object that cannot be read from the store. Finalizers and dependents are passed over. */
  readonly ignoreStoreReadErrorWithClusterBreakingPotential?: boolean | undefined
}

/** Which objects `deleteCollection` deletes. Signal and deadline may be here or in its other argument, which goes first. */
export type DeleteCollectionListOptions = ListOptions
