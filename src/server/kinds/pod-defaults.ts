import { roundedToMilli } from '../../meta/quantity.ts'
import {
  type Container,
  containerLists,
  type FieldRef,
  type Handler,
  type PodObject,
  type PodSpec,
  type Probe,
  type Volume,
} from './pod-types.ts'

/**
 * Fills in what the API's own defaulting does (not admission, which see in pod-admission.ts).
 *
 * Source: the defaults that kube-apiserver 1.37 writes for pods that leave everything out. Not among them: the
 * defaults of azureDisk, iscsi, rbd and scaleIO volumes.
 */
export function applyPodDefaults({ spec }: PodObject): void {
  spec.restartPolicy ??= 'Always'
  spec.terminationGracePeriodSeconds ??= 30
  spec.dnsPolicy ??= 'ClusterFirst'
  spec.securityContext ??= {}
  spec.schedulerName ??= 'default-scheduler'
  spec.enableServiceLinks ??= true
  const account = spec.serviceAccountName ?? spec.serviceAccount
  if (account !== undefined) {
    spec.serviceAccountName = account
    spec.serviceAccount = account
  }
  for (const volume of spec.volumes ?? []) applyVolumeDefaults(volume)
  for (const [, containers] of containerLists(spec)) {
    for (const container of containers) applyContainerDefaults(container, spec)
  }
}

function applyContainerDefaults(container: Container, spec: PodSpec): void {
  container.terminationMessagePath ??= '/dev/termination-log'
  container.terminationMessagePolicy ??= 'File'
  container.imagePullPolicy ??= pullPolicy(container.image ?? '')
  for (const port of container.ports ?? []) {
    port.protocol ??= 'TCP'
    if (spec.hostNetwork === true && port.hostPort === undefined) port.hostPort = port.containerPort
  }
  for (const { valueFrom } of container.env ?? []) applyFieldRefDefaults(valueFrom?.fieldRef)
  for (const list of [container.resources?.limits, container.resources?.requests]) roundUp(list)
  const { limits, requests } = container.resources ?? {}
  if (container.resources !== undefined && limits !== undefined) {
    // What is limited and not requested is requested in full.
    container.resources.requests = { ...limits, ...requests }
  }
  for (const probe of [container.livenessProbe, container.readinessProbe, container.startupProbe]) {
    if (probe !== undefined) applyProbeDefaults(probe)
  }
  for (const handler of [container.lifecycle?.postStart, container.lifecycle?.preStop]) {
    if (handler !== undefined) applyHandlerDefaults(handler)
  }
}

function roundUp(list: Record<string, string> | undefined): void {
  if (list === undefined) return
  for (const [resource, quantity] of Object.entries(list)) list[resource] = roundedToMilli(quantity)
}

/** Always for the tag `latest`, which is also the tag of an image with neither tag nor digest. */
function pullPolicy(image: string): string {
  const [name = '', digest] = image.split('@')
  const [, tag = digest === undefined ? 'latest' : ''] = name.slice(name.lastIndexOf('/') + 1).split(':')
  return tag === 'latest' ? 'Always' : 'IfNotPresent'
}

function applyProbeDefaults(probe: Probe): void {
  probe.timeoutSeconds ??= 1
  probe.periodSeconds ??= 10
  probe.successThreshold ??= 1
  probe.failureThreshold ??= 3
  applyHandlerDefaults(probe)
}

function applyHandlerDefaults({ httpGet }: Handler): void {
  if (httpGet === undefined) return
  httpGet.path ??= '/'
  httpGet.scheme ??= 'HTTP'
}

function applyFieldRefDefaults(fieldRef: FieldRef | undefined): void {
  if (fieldRef !== undefined) fieldRef.apiVersion ??= 'v1'
}

interface FileSource {
  defaultMode?: number
  items?: { fieldRef?: FieldRef }[]
}

interface ProjectedSource extends FileSource {
  sources?: { serviceAccountToken?: { expirationSeconds?: number }; downwardAPI?: FileSource }[]
}

const readableByAll = 0o644

function applyVolumeDefaults(volume: Volume): void {
  // A volume with nothing but a name is an empty directory.
  if (Object.keys(volume).length === 1) volume['emptyDir'] = {}
  for (const kind of ['configMap', 'secret', 'downwardAPI', 'projected']) {
    const source = volume[kind] as FileSource | undefined
    if (source === undefined) continue
    source.defaultMode ??= readableByAll
    for (const item of source.items ?? []) applyFieldRefDefaults(item.fieldRef)
  }
  for (const source of (volume['projected'] as ProjectedSource | undefined)?.sources ?? []) {
    if (source.serviceAccountToken !== undefined) source.serviceAccountToken.expirationSeconds ??= 3600
    for (const item of source.downwardAPI?.items ?? []) applyFieldRefDefaults(item.fieldRef)
  }
  const hostPath = volume['hostPath'] as { type?: string } | undefined
  if (hostPath !== undefined) hostPath.type ??= ''
}
