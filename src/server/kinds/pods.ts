import { isDeepStrictEqual } from 'node:util'
import { checkDns1123Subdomain } from '../../meta/index.ts'
import { type FieldError, invalid } from '../field-errors.ts'
import type { KindStrategy } from './kind-strategy.ts'
import { admitPod, qosClass } from './pod-admission.ts'
import { podColumns, podRow } from './pod-columns.ts'
import { applyPodDefaults } from './pod-defaults.ts'
import type { PodObject } from './pod-types.ts'
import { validatePodUpdate } from './pod-update.ts'
import { validatePod } from './pod-validation.ts'

export const pods: KindStrategy = {
  group: '',
  version: 'v1',
  kind: 'Pod',
  plural: 'pods',
  singular: 'pod',
  shortNames: ['po'],
  categories: ['all'],
  namespaced: true,
  verbs: ['create', 'delete', 'deletecollection', 'get', 'list', 'update', 'watch'],
  storageVersionHash: 'xPOwRZ+Yhw8=',
  schema: 'Pod',
  subresources: [
    {
      name: 'status',
      verbs: ['get', 'update'],
      prepareForUpdate: preparePodStatus,
      validateUpdate: validatePodStatus,
    },
  ],
  unsupportedSubresources: [
    'attach',
    'binding',
    'ephemeralcontainers',
    'eviction',
    'exec',
    'log',
    'portforward',
    'proxy',
    'resize',
  ],
  checkName: checkDns1123Subdomain,
  selectableFields: [
    'spec.nodeName',
    'spec.restartPolicy',
    'spec.schedulerName',
    'spec.serviceAccountName',
    'spec.hostNetwork',
    'status.phase',
    'status.podIP',
    'status.podIPs',
    'status.nominatedNodeName',
  ],
  fieldValue: podFieldValue,
  columns: podColumns,
  row: podRow,
  applyDefaults: applyPodDefaults,
  admit: admitPod,
  prepareForCreate(pod: PodObject) {
    pod.metadata.generation = 1
    pod.status = { phase: 'Pending', qosClass: qosClass(pod.spec) }
    // Negative means one second, for compatibility with pods of old.
    if ((pod.spec.terminationGracePeriodSeconds ?? 0) < 0) pod.spec.terminationGracePeriodSeconds = 1
  },
  prepareForUpdate(pod: PodObject, old: PodObject) {
    pod.status = old.status
    const { generation = 0 } = old.metadata
    pod.metadata.generation = isDeepStrictEqual(pod.spec, old.spec) ? generation : generation + 1
  },
  validate: validatePod,
  validateUpdate: validatePodUpdate,
  gracePeriod(pod: PodObject, askedSeconds) {
    const seconds = askedSeconds ?? pod.spec.terminationGracePeriodSeconds ?? 30
    // Nobody has to stop a pod that never started or has ended.
    if (pod.spec.nodeName === undefined || ['Succeeded', 'Failed'].includes(pod.status.phase ?? '')) return 0
    return seconds < 0 ? 1 : seconds
  },
  returnsDeletedObject: true,
}

function podFieldValue({ spec, status }: PodObject, field: string): string {
  switch (field) {
    case 'spec.hostNetwork':
      return String(spec.hostNetwork ?? false)
    case 'status.podIP':
      return status.podIPs?.[0]?.ip ?? status.podIP ?? ''
    case 'status.podIPs':
      // The real server knows this selector and never matches an address with it.
      return ''
    default: {
      const [part, name = ''] = field.split('.')
      const value = (part === 'spec' ? spec : status)[name]
      return typeof value === 'string' ? value : ''
    }
  }
}

function preparePodStatus(pod: PodObject, old: PodObject): void {
  pod.spec = old.spec
  // The status endpoint writes labels, annotations and finalizers too, but never these.
  if (old.metadata.ownerReferences === undefined) delete pod.metadata.ownerReferences
  else pod.metadata.ownerReferences = old.metadata.ownerReferences
  if (old.status.qosClass !== undefined) pod.status.qosClass ??= old.status.qosClass
  const [first] = pod.status.podIPs ?? []
  if (first !== undefined) pod.status.podIP = first.ip
  else if (pod.status.podIP !== undefined) pod.status.podIPs = [{ ip: pod.status.podIP }]
}

function validatePodStatus(pod: PodObject, old: PodObject): FieldError[] {
  if (old.status.qosClass === undefined || pod.status.qosClass === old.status.qosClass) return []
  return [invalid('status.qosClass', pod.status.qosClass, 'field is immutable')]
}
