import type * as appsV1beta2 from '../api/apps/v1beta2.ts'
import type { TokenRequest, TokenRequestResponse } from '../api/authentication/v1.ts'
import type { ScaleResponse } from '../api/autoscaling/v1.ts'
import type { Binding } from '../api/core/v1.ts'
import type * as extensionsV1beta1 from '../api/extensions/v1beta1.ts'
import type { KubernetesObject } from '../api/meta/v1.ts'
import type { Status } from '../errors/index.ts'
import type { TypedResource } from '../resources/index.ts'
import type { CallOptions, StreamOptions } from '../rest/index.ts'
import type { ApplyOptions, CreateOptions, GetOptions, ListOptions, UpdateOptions } from '../verbs/options.ts'
import type { Patch, StrategicPatch } from '../verbs/patches.ts'
import type { RawAnswer } from './raw-answer.ts'
import type { DryRun } from './resource-methods.ts'
import type { EvictionBody, PodLogOptions, ProxyOptions, ScaleApplyBody, ScaleBody } from './special-types.ts'

type Own<Options> = Omit<Options, 'subresource'>
type Real<Options> = Own<Options> & { readonly dryRun?: undefined }

/** The scale of a resource: groups from the time before `autoscaling` have one of their own. */
type ScaleOf<R extends TypedResource> = R['object'] extends { apiVersion?: 'extensions/v1beta1' | undefined }
  ? extensionsV1beta1.ScaleResponse
  : R['object'] extends { apiVersion?: 'apps/v1beta2' | undefined }
    ? appsV1beta2.ScaleResponse
    : ScaleResponse

/** What the client of a resource with a `scale` can do besides. */
export interface ScaleMethods<R extends TypedResource> {
  getScale(name: string, options?: GetOptions): Promise<ScaleOf<R>>
  /** Replaces the scale: sets `spec.replicas`. With a `resourceVersion` in it, a conflict is noticed. */
  updateScale(name: string, body: ScaleBody | ScaleOf<R>, options?: Own<UpdateOptions>): Promise<ScaleOf<R>>
  /** Makes `spec.replicas` so and owns it from then on (server-side apply). */
  applyScale(name: string, body: ScaleApplyBody, options: Own<ApplyOptions>): Promise<ScaleOf<R>>
}

/** What single resources can do besides. */
export interface SpecialMethods<R extends TypedResource> {
  /**
   * Asks for a pod to be deleted, which disruption budgets may forbid for now (`isTooManyRequests`).
   *
   * @param body with `deleteOptions`; its identity is filled in
   */
  evict(name: string, body?: EvictionBody, options?: Own<CreateOptions>): Promise<Status>

  /** Binds a pod to a node: `bind('web', { target: { kind: 'Node', name: 'n1' } })`. */
  bind(name: string, body: Binding, options?: Own<CreateOptions>): Promise<Status>

  /** Reads a container's log, as a whole or as it comes: `getLogs('web', { follow: true }).lines()`. */
  getLogs(name: string, options?: PodLogOptions & StreamOptions): RawAnswer

  /** Adds ephemeral containers: replaces the list in `body.spec.ephemeralContainers`. */
  updateEphemeralContainers(
    name: string,
    body: R['object'] | R['stored'],
    options?: Real<UpdateOptions>,
  ): Promise<R['stored']>
  updateEphemeralContainers(
    name: string,
    body: R['object'] | R['stored'],
    options: Own<UpdateOptions>,
  ): Promise<DryRun<R['object']>>

  /** Changes the resources of a pod's containers, in place. */
  updateResize(name: string, body: R['object'] | R['stored'], options?: Real<UpdateOptions>): Promise<R['stored']>
  updateResize(name: string, body: R['object'] | R['stored'], options: Own<UpdateOptions>): Promise<DryRun<R['object']>>

  /** Sends a GET to what listens there, through the API server. */
  proxyGet(name: string, options?: ProxyOptions & StreamOptions): RawAnswer

  /** Issues a token for a service account, in `status.token` of the answer. */
  createToken(name: string, body?: TokenRequest, options?: Own<CreateOptions>): Promise<TokenRequestResponse>

  /** Replaces the conditions that approve or deny a certificate signing request. */
  updateApproval(name: string, body: R['object'] | R['stored'], options?: Real<UpdateOptions>): Promise<R['stored']>
  updateApproval(
    name: string,
    body: R['object'] | R['stored'],
    options: Own<UpdateOptions>,
  ): Promise<DryRun<R['object']>>

  /** Replaces `spec.finalizers` of the namespace that `body.metadata.name` names. */
  finalize(body: R['object'] | R['stored'], options?: Real<UpdateOptions>): Promise<R['stored']>
  finalize(body: R['object'] | R['stored'], options: Own<UpdateOptions>): Promise<DryRun<R['object']>>

  /** Changes some of a node's status, by a strategic merge patch. */
  patchStatus(name: string, body: StrategicPatch<R['object']>, options?: CallOptions): Promise<R['stored']>

  /** Takes a deployment back to an earlier revision. No server of today has it. */
  rollback(body: extensionsV1beta1.DeploymentRollback, options?: Own<CreateOptions>): Promise<Status>

  /** `create` in the namespace that the event itself names. */
  createWithEventNamespace(body: R['object'], options?: Real<CreateOptions>): Promise<R['stored']>
  /** `update` in the namespace that the event itself names. */
  updateWithEventNamespace(body: R['object'] | R['stored'], options?: Real<UpdateOptions>): Promise<R['stored']>
  /** `patch` of the event that `event.metadata` names, in its own namespace. */
  patchWithEventNamespace(
    event: Pick<KubernetesObject, 'metadata'>,
    patch: Patch<R['object'], R['apply']>,
    options?: CallOptions,
  ): Promise<R['stored']>

  /** Lists the events about an object. */
  search(object: EventSubject, options?: Omit<ListOptions, 'fieldSelector'>): Promise<R['list']>
  /** The field selector for the events about an object. What is undefined may be anything. */
  getFieldSelector(about: InvolvedObject): string
}

/** What events may be about: an object, or a reference to one. */
export type EventSubject = KubernetesObject | InvolvedObject

/** A reference to an object, as events hold it. */
export interface InvolvedObject {
  readonly name?: string | undefined
  readonly namespace?: string | undefined
  readonly kind?: string | undefined
  readonly uid?: string | undefined
}

/** The client of `policy` evictions. */
export interface EvictionMethods {
  /**
   * Evicts the pod that `body.metadata` names, in the namespace named there or in the client's. See `evict` of pods.
   */
  evict(body: EvictionBody, options?: Own<CreateOptions>): Promise<Status>
}
