import type { ServerObject } from '../store/stored-object.ts'

/** A pod as far as the server looks into it. What is not named here is kept as it is. */
export interface PodObject extends ServerObject {
  spec: PodSpec
  status: PodStatus
}

export interface PodSpec {
  [field: string]: unknown
  volumes?: Volume[]
  initContainers?: Container[]
  containers: Container[] | null
  ephemeralContainers?: Container[]
  restartPolicy?: string
  terminationGracePeriodSeconds?: number
  activeDeadlineSeconds?: number
  dnsPolicy?: string
  nodeSelector?: Record<string, string>
  serviceAccountName?: string
  serviceAccount?: string
  nodeName?: string
  hostNetwork?: boolean
  securityContext?: object
  hostname?: string
  schedulerName?: string
  tolerations?: Toleration[]
  priorityClassName?: string
  priority?: number
  readinessGates?: { conditionType: string }[]
  enableServiceLinks?: boolean
  preemptionPolicy?: string
  schedulingGates?: unknown[]
}

export interface Container {
  [field: string]: unknown
  name: string
  image?: string
  ports?: ContainerPort[]
  env?: EnvVar[]
  resources?: Resources
  restartPolicy?: string
  volumeMounts?: { name: string; mountPath: string }[]
  livenessProbe?: Probe
  readinessProbe?: Probe
  startupProbe?: Probe
  lifecycle?: { postStart?: Handler; preStop?: Handler }
  terminationMessagePath?: string
  terminationMessagePolicy?: string
  imagePullPolicy?: string
}

export interface ContainerPort {
  name?: string
  hostPort?: number
  containerPort: number
  protocol?: string
}

export interface EnvVar {
  name: string
  value?: string
  valueFrom?: { fieldRef?: FieldRef }
}

export interface FieldRef {
  apiVersion?: string
  fieldPath: string
}

export interface Resources {
  limits?: Record<string, string>
  requests?: Record<string, string>
}

export interface Handler {
  httpGet?: { path?: string; scheme?: string }
}

export interface Probe extends Handler {
  timeoutSeconds?: number
  periodSeconds?: number
  successThreshold?: number
  failureThreshold?: number
}

/** Beside its name a volume has one member, which says by its name what it is. */
export interface Volume {
  [source: string]: unknown
  name: string
}

export interface Toleration {
  key?: string
  operator?: string
  value?: string
  effect?: string
  tolerationSeconds?: number
}

export interface PodStatus {
  [field: string]: unknown
  phase?: string
  conditions?: { type: string; status: string; reason?: string }[]
  reason?: string
  nominatedNodeName?: string
  podIP?: string
  podIPs?: { ip: string }[]
  initContainerStatuses?: ContainerStatus[]
  containerStatuses?: ContainerStatus[]
  qosClass?: string
}

export interface ContainerStatus {
  name: string
  ready: boolean
  restartCount: number
  started?: boolean
  state: ContainerState
  lastState: ContainerState
}

export interface ContainerState {
  waiting?: { reason?: string }
  running?: object
  terminated?: { reason?: string; exitCode: number; signal?: number; finishedAt?: string }
}

/** Containers, init containers and ephemeral ones, each with the path of its list. */
export function containerLists(spec: PodSpec): [path: string, containers: Container[]][] {
  return [
    ['spec.containers', spec.containers ?? []],
    ['spec.initContainers', spec.initContainers ?? []],
    ['spec.ephemeralContainers', spec.ephemeralContainers ?? []],
  ]
}
