import { isDeepStrictEqual } from 'node:util'
import { type FieldError, forbiddenField, invalid, required } from '../field-errors.ts'
import { type Container, containerLists, type PodObject, type PodSpec, type Toleration } from './pod-types.ts'
import { validatePod } from './pod-validation.ts'

const frozen =
  'pod updates may not change fields other than `spec.containers[*].image`,`spec.initContainers[*].image`,' +
  '`spec.activeDeadlineSeconds`,`spec.tolerations` (only additions to existing tolerations),' +
  '`spec.terminationGracePeriodSeconds` (allow it to be set to 1 if it was previously negative)'

/** What may change in a pod: images, a shorter deadline, more tolerations. */
export function validatePodUpdate(pod: PodObject, old: PodObject): FieldError[] {
  const lists = containerLists(old.spec)
  const resized = containerLists(pod.spec)
    .filter(([, containers], index) => containers.length !== (lists[index]?.[1].length ?? 0))
    .map(([path]) => forbiddenField(path, 'pod updates may not add or remove containers'))
  if (resized.length > 0) return resized
  const errors = imageErrors(pod.spec)
  const [now, before] = [pod.spec.activeDeadlineSeconds, old.spec.activeDeadlineSeconds]
  const deadline = deadlineErrors(now, before)
  errors.push(...deadline)
  // A deadline that is wrong, rather than gone, is where the real server stops looking.
  if (deadline.length > 0 && now !== undefined) return errors
  if (!onlyAdds(pod.spec.tolerations ?? [], old.spec.tolerations ?? [])) {
    const detail = 'existing toleration can not be modified except its tolerationSeconds'
    errors.push(forbiddenField('spec.tolerations', detail))
  }
  if (errors.length > 0) return errors
  if (!isDeepStrictEqual(withoutMutable(pod.spec, old.spec), withoutMutable(old.spec, old.spec))) {
    // Only a spec that differs where it must not is worth the other checks: what is stored has passed them.
    return [...validatePod(pod), forbiddenField('spec', frozen)]
  }
  return []
}

function imageErrors(spec: PodSpec): FieldError[] {
  return containerLists(spec).flatMap(([path, containers]) =>
    containers.flatMap(({ image = '' }, index) => (image === '' ? [required(`${path}[${index}].image`)] : [])),
  )
}

function deadlineErrors(now: number | undefined, before: number | undefined): FieldError[] {
  const field = 'spec.activeDeadlineSeconds'
  if (now === undefined) {
    return before === undefined ? [] : [invalid(field, null, 'must not update from a positive integer to nil value')]
  }
  if (now < 1) return [invalid(field, now, 'must be between 1 and 2147483647, inclusive')]
  return before !== undefined && now > before
    ? [invalid(field, now, 'must be less than or equal to previous value')]
    : []
}

/** Whether every old toleration is still there; its tolerationSeconds may have changed. */
function onlyAdds(now: readonly Toleration[], before: readonly Toleration[]): boolean {
  const kept = now.map(withoutSeconds)
  return before.every((old) => kept.some((toleration) => isDeepStrictEqual(toleration, withoutSeconds(old))))
}

function withoutSeconds(toleration: Toleration): Omit<Toleration, 'tolerationSeconds'> {
  const rest = { ...toleration }
  delete rest.tolerationSeconds
  return rest
}

/** The spec with everything that may change taken from the other one. */
function withoutMutable(spec: PodSpec, from: PodSpec): PodSpec {
  const result: PodSpec = { ...spec, containers: withImages(spec.containers ?? [], from.containers ?? []) }
  delete result.activeDeadlineSeconds
  delete result.tolerations
  if (spec.initContainers !== undefined) {
    result.initContainers = withImages(spec.initContainers, from.initContainers ?? [])
  }
  const grace = from.terminationGracePeriodSeconds
  if (grace !== undefined && grace < 0 && spec.terminationGracePeriodSeconds === 1) {
    result.terminationGracePeriodSeconds = grace
  }
  return result
}

function withImages(containers: readonly Container[], from: readonly Container[]): Container[] {
  return containers.map((container, index) => ({ ...container, image: from[index]?.image ?? '' }))
}
