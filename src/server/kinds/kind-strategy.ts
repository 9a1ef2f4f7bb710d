import type { NameCheck } from '../../meta/index.ts'
import type { FieldError } from '../field-errors.ts'
import type { ServerObject } from '../store/stored-object.ts'

export type Verb = 'create' | 'get' | 'list' | 'update' | 'delete' | 'deletecollection' | 'watch'

/** A column of what kubectl prints. */
export interface TableColumn {
  readonly name: string
  readonly type: 'string' | 'integer'
  /** `name` for the column that holds the object's name. Default: empty. */
  readonly format?: 'name'
  readonly description: string
  /** 0 is always shown, 1 only with `-o wide`. Default: 0. */
  readonly priority?: 0 | 1
}

/** A part of an object that has an endpoint of its own. Reading it gives the whole object. */
export interface SubresourceStrategy {
  readonly name: string
  readonly verbs: readonly ('get' | 'update')[]
  /** Puts back everything that this endpoint does not write. */
  prepareForUpdate(object: ServerObject, old: ServerObject): void
  validateUpdate(object: ServerObject, old: ServerObject): FieldError[]
}

/**
 * All that the server has to know about a kind. Whatever is true of every kind (names, versions, finalizers,
 * conflicts, selectors, pages) is not in here.
 *
 * The functions may change the object that they are given; it is not stored yet. `old` is stored: hands off.
 */
export interface KindStrategy {
  readonly group: string
  readonly version: string
  readonly kind: string
  readonly plural: string
  readonly singular: string
  readonly shortNames: readonly string[]
  readonly categories: readonly string[]
  readonly namespaced: boolean
  readonly verbs: readonly Verb[]
  /** As the real server reports it in discovery. */
  readonly storageVersionHash?: string
  /** Definition of the kind in the schema facts of core/v1. */
  readonly schema: string
  readonly subresources: readonly SubresourceStrategy[]
  /** Subresources that Kubernetes has and this server does not: a 501 instead of a 404. */
  readonly unsupportedSubresources: readonly string[]
  readonly checkName: NameCheck
  /** Field selectors beside metadata.name (and metadata.namespace). */
  readonly selectableFields: readonly string[]
  /** What a field of {@link selectableFields} says; empty if it is not there. */
  fieldValue?(object: ServerObject, field: string): string
  readonly columns: readonly TableColumn[]
  /** A cell for each column. */
  row(object: ServerObject, now: number): (string | number)[]
  /** Fills in what was left out, as the API's own defaults do. */
  applyDefaults(object: ServerObject): void
  /** What the real server's admission plugins do. @throws {ApiError} if they refuse the object */
  admit?(object: ServerObject, old: ServerObject | undefined): void
  prepareForCreate(object: ServerObject): void
  prepareForUpdate(object: ServerObject, old: ServerObject): void
  validate(object: ServerObject): FieldError[]
  validateUpdate(object: ServerObject, old: ServerObject): FieldError[]
  /** Refuses the deletion of particular objects. @throws {ApiError} */
  admitDelete?(name: string): void
  /** Seconds that a deleted object stays, given what the caller asked for. Without it deletion is at once. */
  gracePeriod?(object: ServerObject, askedSeconds: number | undefined): number
  /** Sets what a first deletion request changes besides the deletion timestamp. */
  markTerminating?(object: ServerObject): void
  /** True if an object without `metadata.finalizers` must stay nevertheless. */
  isHeld?(object: ServerObject): boolean
  /** Whether a deletion answers with the object instead of a Status. */
  readonly returnsDeletedObject: boolean
}
