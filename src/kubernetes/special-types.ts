import type { Scale, ScaleApplyConfiguration } from '../api/autoscaling/v1.ts'
import type { PodLogOptions as PodLogQuery } from '../api/core/v1.ts'
import type { ApplyMetadata } from '../api/meta/v1.ts'
import type { Eviction } from '../api/policy/v1.ts'
import type { Eviction as EvictionBeta } from '../api/policy/v1beta1.ts'

/** A scale to be sent: what was read, or only what is wanted. Its name is filled in. */
export type ScaleBody = Pick<Scale, 'metadata' | 'spec'>

/** What `applyScale` makes so. Its name is filled in. */
export type ScaleApplyBody = Omit<ScaleApplyConfiguration, 'metadata' | 'apiVersion'> & {
  readonly apiVersion?: string | undefined
  readonly metadata?: ApplyMetadata | undefined
}

/** With `deleteOptions`, perhaps. `policy/v1` unless it says otherwise; servers before 1.22 know `v1beta1` only. */
export type EvictionBody = Eviction | EvictionBeta

/** What of a log is wanted. */
export type PodLogOptions = Omit<PodLogQuery, 'apiVersion' | 'kind'>

/** Where a proxied GET goes. */
export interface ProxyOptions {
  /** Default: `http`. */
  readonly scheme?: 'http' | 'https' | undefined
  /** Number or name. Default: the only one that there is. */
  readonly port?: number | string | undefined
  /** Such as `metrics` or `/healthz/ready`. A slash at its end is sent, too. Default: the root. */
  readonly path?: string | undefined
  /** The query. */
  readonly params?: Readonly<Record<string, string | readonly string[]>> | undefined
}
