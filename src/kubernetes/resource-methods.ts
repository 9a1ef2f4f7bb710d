import type { Status } from '../errors/index.ts'
import type { KubernetesObject } from '../meta/index.ts'
import type { TypedResource } from '../resources/index.ts'
import type { Watch } from '../rest/index.ts'
import type {
  ApplyOptions,
  CreateOptions,
  DeleteCollectionListOptions,
  DeleteOptions,
  GetOptions,
  ListOptions,
  OwnSubresource,
  PageOptions,
  PatchOptions,
  Subresource,
  UpdateOptions,
  WatchOptions,
} from '../verbs/options.ts'
import type { Patch, UntypedPatch } from '../verbs/patches.ts'

/** Options of a write that is meant: no dry run, and the answer is the object itself. */
type Real<Options> = Options & { readonly dryRun?: undefined }

/** An object that says what it is; what a dry run gives, which has no version and perhaps no uid. */
export type DryRun<T> = T & { apiVersion: string; kind: string }

type Own = { readonly subresource?: OwnSubresource | undefined }
type Other = { readonly subresource: Exclude<Subresource, OwnSubresource> }

/**
 * What the client of a resource can do. A resource has those of these methods that its servers serve.
 *
 * All of them reject with a `RequestError` if an argument is refused (nothing was sent then), with a `StatusError` if
 * the server refuses, with a `TransportError` if there is no answer, and with the reason of a `signal` that fires.
 * Arguments are never changed. What comes back always has `apiVersion` and `kind`.
 *
 * Source: the typed clients in k8s.io/client-go/kubernetes/typed.
 */
export interface BaseMethods<R extends TypedResource> {
  /** Creates an object. Its identity is in it: `metadata.name`, or `metadata.generateName` for a name of the server's making. */
  create(body: R['object'], options?: Real<CreateOptions>): Promise<R['stored']>
  create(body: R['object'], options: CreateOptions): Promise<DryRun<R['object']>>

  /**
   * Replaces the object that `body.metadata.name` names. If it has a `resourceVersion`, the server refuses with a
   * conflict (`isConflict`) when the object has changed since.
   */
  update(body: R['object'] | R['stored'], options?: Real<UpdateOptions>): Promise<R['stored']>
  update(body: R['object'] | R['stored'], options: UpdateOptions): Promise<DryRun<R['object']>>

  /**
   * Deletes an object.
   *
   * @returns the object if it stays for a while, because of a grace period or a finalizer; a Status of success if not
   */
  delete(
    name: string,
    options?: DeleteOptions & { readonly subresource?: Subresource | undefined },
  ): Promise<Status | R['stored']>

  /**
   * Deletes all objects that are selected; none left out if nothing is selected.
   *
   * @param deleteOptions how, and `signal` and `timeoutMs`
   * @param listOptions which
   * @returns the list of what was deleted, or a Status of success
   */
  deleteCollection(
    deleteOptions?: DeleteOptions,
    listOptions?: DeleteCollectionListOptions,
  ): Promise<Status | R['list']>

  get(name: string, options?: GetOptions & Own): Promise<R['stored']>
  /** Reads a subresource that holds another kind of object, which is not checked. */
  get<Answer = KubernetesObject>(name: string, options: GetOptions & Other): Promise<Answer>

  /** Reads the list, or one page of it if there is a `limit`. `items` is always an array. */
  list(options?: ListOptions): Promise<R['list']>

  /**
   * Watches: one iteration is one connection, `break` closes it, and it ends when the server ends it. With the
   * `metadata.resourceVersion` of a list, nothing is missed in between.
   *
   * The iteration throws an ERROR event as a `StatusError`.
   */
  watch(options?: WatchOptions): Watch<R['stored']>

  /** Changes some of an object. */
  patch(name: string, patch: Patch<R['object'], R['apply']>, options?: Real<PatchOptions> & Own): Promise<R['stored']>
  patch(name: string, patch: Patch<R['object'], R['apply']>, options: PatchOptions & Own): Promise<DryRun<R['object']>>
  /** Patches a subresource that holds another kind of object, which is not checked. */
  patch<Answer = KubernetesObject>(name: string, patch: UntypedPatch, options: PatchOptions & Other): Promise<Answer>

  /**
   * Makes the fields in `body` so, creates the object if it is not there, and owns them from then on (server-side
   * apply). `apiVersion` and `kind` are filled in; `metadata.name` is needed; `metadata.managedFields` is refused.
   */
  apply(body: R['apply'], options: Real<ApplyOptions>): Promise<R['stored']>
  apply(body: R['apply'], options: ApplyOptions): Promise<DryRun<R['object']>>
}

/** What the client of a resource that can be listed has besides: its pages and its items. */
export interface PagingMethods<R extends TypedResource> {
  /**
   * Reads a list page by page, 500 items at a time unless `limit` says otherwise.
   *
   * All pages are of the list as it was at first. If the server has forgotten that before the last page, the whole list
   * is read anew and given as the last page: it holds everything, also what was on earlier pages, and its
   * `metadata.resourceVersion` is another than theirs.
   */
  listPages(options?: PageOptions): AsyncIterable<R['list']>

  /**
   * Gives all items one by one, reading them page by page, 500 at a time unless `limit` says otherwise. Where the list
   * had to be read anew (see `listPages`), no object is given a second time.
   */
  each(options?: PageOptions): AsyncIterable<R['stored']>
}

/** What the client of a resource with a `status` can do besides. */
export interface StatusMethods<R extends TypedResource> {
  /** Replaces the status of the object that `body.metadata.name` names. Its spec stays as it is. */
  updateStatus(
    body: R['object'] | R['stored'],
    options?: Omit<Real<UpdateOptions>, 'subresource'>,
  ): Promise<R['stored']>
  updateStatus(
    body: R['object'] | R['stored'],
    options: Omit<UpdateOptions, 'subresource'>,
  ): Promise<DryRun<R['object']>>

  /** `apply` of the status. */
  applyStatus(body: R['apply'], options: Omit<Real<ApplyOptions>, 'subresource'>): Promise<R['stored']>
  applyStatus(body: R['apply'], options: Omit<ApplyOptions, 'subresource'>): Promise<DryRun<R['object']>>
}
