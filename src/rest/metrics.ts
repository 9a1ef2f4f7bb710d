import type { RequestSummary } from '../errors/index.ts'
import { tell } from './tell.ts'
import { urlTemplate } from './url-template.ts'

/** What every measurement says of its request. */
export interface RequestLabels {
  /** HTTP method, upper case. */
  readonly method: string
  /** Origin of the server; `none` if it is not known. */
  readonly host: string
  /** Path with `{namespace}` and `{name}` in place of names. */
  readonly urlTemplate: string
}

/** A moment of a request that can be measured. */
export interface RequestMeasurements {
  /** From the first attempt to the whole answer, or to its head for streams and watches; retries and waits count. */
  readonly requestLatency: RequestLabels & { readonly latencyMs: number }
  /** Waiting for the limiter on this side. */
  readonly rateLimiterLatency: RequestLabels & { readonly latencyMs: number }
  /** Bytes of a body that was sent, each time it was. */
  readonly requestSize: RequestLabels & { readonly bytes: number }
  /** Bytes of a body that was read as a whole, after decompression. */
  readonly responseSize: RequestLabels & { readonly bytes: number }
  /** The outcome of each attempt: the status code, or `<error>` where there was no answer. */
  readonly requestResult: RequestLabels & { readonly code: string }
  /** The outcome of each attempt but the first. */
  readonly requestRetry: RequestLabels & { readonly code: string; readonly attempt: number }
}

/** Is told of measurements; each function is optional. What it throws becomes an uncaught exception. */
export type RequestMetrics = {
  readonly [Name in keyof RequestMeasurements]?: (measurement: RequestMeasurements[Name]) => void
}

let registered: RequestMetrics | undefined

/**
 * Registers who is told of all requests of this process; undefined ends that. The same measurements are published on
 * the `node:diagnostics_channel` channels `kubeclient:requestLatency` and so on, one for each of
 * {@link RequestMeasurements}.
 */
export function setRequestMetrics(metrics: RequestMetrics | undefined): void {
  registered = metrics
}

type Channel = { readonly hasSubscribers: boolean; publish(message: unknown): void }

const channels: Partial<Record<keyof RequestMeasurements, Channel>> = {}
const diagnostics = globalThis.process?.getBuiltinModule?.('node:diagnostics_channel')
for (const name of [
  'requestLatency',
  'rateLimiterLatency',
  'requestSize',
  'responseSize',
  'requestResult',
  'requestRetry',
] as const) {
  if (diagnostics !== undefined) channels[name] = diagnostics.channel(`kubeclient:${name}`)
}
const allChannels = Object.values(channels)

/** Whether anybody may listen: it spares the many small requests the questions one by one. */
export function isMeasured(): boolean {
  return registered !== undefined || allChannels.some((channel) => channel.hasSubscribers)
}

/** What {@link measure} needs of a request to label it. */
export interface Measured {
  readonly target: RequestSummary
  readonly basePath: string
}

/** Starts a clock for {@link measureSince}: none where nobody listens, who may start to while it runs and hears no more. */
export function startClock(): number | undefined {
  return isMeasured() ? performance.now() : undefined
}

/** Tells who listens how long something took. */
export function measureSince(
  name: 'requestLatency' | 'rateLimiterLatency',
  request: Measured,
  startedAt: number | undefined,
): void {
  if (startedAt !== undefined) measure(name, request, () => ({ latencyMs: performance.now() - startedAt }))
}

/** Tells who listens. Nothing is computed when nobody does. */
export function measure<Name extends keyof RequestMeasurements>(
  name: Name,
  request: Measured,
  values: () => Omit<RequestMeasurements[Name], keyof RequestLabels>,
): void {
  const listener = registered?.[name]
  const channel = channels[name]
  if (listener === undefined && !channel?.hasSubscribers) return
  const { method, host = 'none', path } = request.target
  const labels: RequestLabels = { method, host, urlTemplate: urlTemplate(path, request.basePath) }
  const measurement = { ...labels, ...values() } as RequestMeasurements[Name]
  if (listener !== undefined) tell(() => listener(measurement))
  if (channel?.hasSubscribers) channel.publish(measurement)
}
