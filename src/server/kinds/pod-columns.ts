import { humanDuration } from './human-duration.ts'
import type { TableColumn } from './kind-strategy.ts'
import { ageColumn, ageOf, nameColumn } from './metadata-columns.ts'
import type { ContainerState, ContainerStatus, PodObject } from './pod-types.ts'

export const podColumns: readonly TableColumn[] = [
  nameColumn,
  { name: 'Ready', type: 'string', description: 'How many of the containers are ready.' },
  { name: 'Status', type: 'string', description: 'The state of the pod and its containers, in one word.' },
  { name: 'Restarts', type: 'string', description: 'How often containers have been restarted, and when last.' },
  ageColumn,
  { name: 'IP', type: 'string', description: 'Address of the pod.', priority: 1 },
  { name: 'Node', type: 'string', description: 'Node to which the pod is bound.', priority: 1 },
  { name: 'Nominated Node', type: 'string', description: 'Node that is being made free for the pod.', priority: 1 },
  { name: 'Readiness Gates', type: 'string', description: 'How many readiness gates are met.', priority: 1 },
]

/**
 * The cells of a pod's row.
 *
 * Source of the words and their order of precedence: what kubectl shows for pods on a real server.
 */
export function podRow(pod: PodObject, now: number): (string | number)[] {
  const summary = summarise(pod)
  const { spec, status } = pod
  return [
    pod.metadata.name,
    `${summary.ready}/${summary.total}`,
    summary.reason,
    restartsText(summary, now),
    ageOf(pod, now),
    status.podIPs?.[0]?.ip ?? status.podIP ?? '<none>',
    spec.nodeName ?? '<none>',
    status.nominatedNodeName ?? '<none>',
    gatesText(pod),
  ]
}

interface Summary {
  ready: number
  total: number
  reason: string
  restarts: number
  /** When the container that was restarted last had ended, in milliseconds. 0 if none was. */
  lastEnd: number
}

function summarise(pod: PodObject): Summary {
  const { spec, status } = pod
  const sidecars = new Set((spec.initContainers ?? []).filter((c) => c.restartPolicy === 'Always').map((c) => c.name))
  const summary: Summary = {
    ready: 0,
    total: (spec.containers ?? []).length + sidecars.size,
    reason: status.reason ?? status.phase ?? '',
    restarts: 0,
    lastEnd: 0,
  }
  if (status.conditions?.some((c) => c.type === 'PodScheduled' && c.reason === 'SchedulingGated')) {
    summary.reason = 'SchedulingGated'
  }
  const initializing = summariseInit(pod, sidecars, summary)
  if (!initializing || hasCondition(pod, 'Initialized')) summariseContainers(pod, sidecars, summary)
  if (pod.metadata.deletionTimestamp !== undefined) {
    if (status.reason === 'NodeLost') summary.reason = 'Unknown'
    else if (status.phase !== 'Succeeded' && status.phase !== 'Failed') summary.reason = 'Terminating'
  }
  return summary
}

/** Follows the init containers up to the first that has not done its part. Returns whether there is one. */
function summariseInit(pod: PodObject, sidecars: ReadonlySet<string>, summary: Summary): boolean {
  for (const [index, container] of (pod.status.initContainerStatuses ?? []).entries()) {
    countRestarts(container, summary)
    const { terminated, waiting } = container.state
    if (terminated?.exitCode === 0) continue
    if (sidecars.has(container.name) && container.started === true) {
      if (container.ready) summary.ready++
      continue
    }
    if (terminated !== undefined) summary.reason = `Init:${endReason(terminated)}`
    else if (waiting?.reason !== undefined && waiting.reason !== 'PodInitializing') {
      summary.reason = `Init:${waiting.reason}`
    } else summary.reason = `Init:${index}/${(pod.spec.initContainers ?? []).length}`
    return true
  }
  return false
}

function summariseContainers(pod: PodObject, sidecars: ReadonlySet<string>, summary: Summary): void {
  // Once the pod runs, only the restarts of what still runs count.
  summary.restarts = 0
  summary.lastEnd = 0
  for (const container of pod.status.initContainerStatuses ?? []) {
    if (sidecars.has(container.name)) countRestarts(container, summary)
  }
  let running = false
  for (const container of [...(pod.status.containerStatuses ?? [])].reverse()) {
    countRestarts(container, summary)
    const { waiting, terminated, running: runs } = container.state
    if (waiting?.reason !== undefined) summary.reason = waiting.reason
    else if (terminated !== undefined) summary.reason = endReason(terminated)
    else if (container.ready && runs !== undefined) {
      running = true
      summary.ready++
    }
  }
  if (summary.reason === 'Completed' && running) summary.reason = hasCondition(pod, 'Ready') ? 'Running' : 'NotReady'
}

function countRestarts(container: ContainerStatus, summary: Summary): void {
  summary.restarts += container.restartCount
  const end = Date.parse(container.lastState.terminated?.finishedAt ?? '')
  if (end > summary.lastEnd) summary.lastEnd = end
}

function endReason({ reason, signal, exitCode }: NonNullable<ContainerState['terminated']>): string {
  if (reason !== undefined) return reason
  return signal === undefined ? `ExitCode:${exitCode}` : `Signal:${signal}`
}

function restartsText({ restarts, lastEnd }: Summary, now: number): string {
  return restarts === 0 || lastEnd === 0 ? String(restarts) : `${restarts} (${humanDuration(now - lastEnd)} ago)`
}

function gatesText(pod: PodObject): string {
  const gates = pod.spec.readinessGates ?? []
  if (gates.length === 0) return '<none>'
  return `${gates.filter(({ conditionType }) => hasCondition(pod, conditionType)).length}/${gates.length}`
}

function hasCondition(pod: PodObject, type: string): boolean {
  return pod.status.conditions?.some((condition) => condition.type === type && condition.status === 'True') ?? false
}
