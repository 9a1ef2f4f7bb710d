import { quantityUnits } from '../../meta/quantity.ts'
import { forbidden } from '../api-error.ts'
import type { PodObject, PodSpec, Toleration } from './pod-types.ts'

/** The classes that every cluster has. Others are objects, which this server does not have yet. */
const systemPriorities: ReadonlyMap<string, number> = new Map([
  ['system-cluster-critical', 2_000_000_000],
  ['system-node-critical', 2_000_001_000],
])

/** What the plugins Priority and DefaultTolerationSeconds do, which the real server runs unless told otherwise. */
export function admitPod(pod: PodObject, old: PodObject | undefined): void {
  const { spec } = pod
  if (old === undefined) setPriority(pod)
  else {
    if (spec.priority === undefined && old.spec.priority !== undefined) spec.priority = old.spec.priority
    if (spec.preemptionPolicy === undefined && old.spec.preemptionPolicy !== undefined) {
      spec.preemptionPolicy = old.spec.preemptionPolicy
    }
  }
  for (const key of ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'])
    tolerateForFiveMinutes(spec, key)
}

function setPriority({ metadata, spec }: PodObject): void {
  const subject = { group: '', resource: 'pods', name: metadata.name }
  const className = spec.priorityClassName ?? ''
  const priority = className === '' ? 0 : systemPriorities.get(className)
  if (priority === undefined) throw forbidden(subject, `no PriorityClass with name ${className} was found`)
  if (spec.priority !== undefined && spec.priority !== priority) {
    const why = `the integer value of priority (${spec.priority}) must not be provided in pod spec; the class gives ${priority}`
    throw forbidden(subject, why)
  }
  spec.priority = priority
  spec.preemptionPolicy ??= 'PreemptLowerPriority'
}

function tolerateForFiveMinutes(spec: PodSpec, key: string): void {
  const tolerated = (spec.tolerations ?? []).some((toleration) => tolerates(toleration, key))
  if (tolerated) return
  const toleration = { key, operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 }
  spec.tolerations = [...(spec.tolerations ?? []), toleration]
}

function tolerates({ key = '', effect = '' }: Toleration, wanted: string): boolean {
  return (key === wanted || key === '') && (effect === 'NoExecute' || effect === '')
}

/** Guaranteed, Burstable or BestEffort, by what the containers request and are limited to. */
export function qosClass(spec: PodSpec): string {
  let any = false
  let guaranteed = true
  for (const { resources } of [...(spec.containers ?? []), ...(spec.initContainers ?? [])]) {
    for (const resource of ['cpu', 'memory']) {
      const request = quantityUnits(resources?.requests?.[resource] ?? '0') ?? 0n
      const limit = quantityUnits(resources?.limits?.[resource] ?? '0') ?? 0n
      any ||= request > 0n || limit > 0n
      guaranteed &&= limit > 0n && request === limit
    }
  }
  if (!any) return 'BestEffort'
  return guaranteed ? 'Guaranteed' : 'Burstable'
}
