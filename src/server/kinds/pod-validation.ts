import { checkDns1123Label, checkDns1123Subdomain, checkLabelValue, checkQualifiedName } from '../../meta/index.ts'
import { duplicate, type FieldError, forbiddenField, invalid, required, unsupported } from '../field-errors.ts'
import { validateContainer } from './container-validation.ts'
import { containerLists, type PodObject, type PodSpec, type Toleration } from './pod-types.ts'

const restartPolicies = ['Always', 'OnFailure', 'Never']
const dnsPolicies = ['ClusterFirstWithHostNet', 'ClusterFirst', 'Default', 'None']
const effects = ['NoSchedule', 'PreferNoSchedule', 'NoExecute']
const maxInt32 = 2 ** 31 - 1

/**
 * The checks of a new pod that this server makes: names, required fields, enums, ports, volumes and their mounts,
 * resources, tolerations. The real server also looks into affinity, security contexts, volume sources, probes,
 * lifecycle handlers, DNS configuration, topology spread and resource claims.
 */
export function validatePod({ spec }: PodObject): FieldError[] {
  const errors: FieldError[] = []
  const volumes = validateVolumes(spec, errors)
  const names = new Set<string>()
  for (const [path, containers] of containerLists(spec)) {
    if (path === 'spec.containers' && containers.length === 0) errors.push(required(path))
    containers.forEach((container, index) => {
      validateContainer(container, `${path}[${index}]`, { names, volumes, spec, errors })
    })
  }
  validateScalars(spec, errors)
  validateNames(spec, errors)
  validateTolerations(spec.tolerations ?? [], errors)
  errors.push(...imageSpaceErrors(spec))
  return errors
}

function imageSpaceErrors(spec: PodSpec): FieldError[] {
  return containerLists(spec).flatMap(([path, containers]) =>
    containers.flatMap(({ image = '' }, index) =>
      image.trim() === image
        ? []
        : [invalid(`${path}[${index}].image`, image, 'must not have leading or trailing whitespace')],
    ),
  )
}

function validateVolumes(spec: PodSpec, errors: FieldError[]): Set<string> {
  const names = new Set<string>()
  ;(spec.volumes ?? []).forEach((volume, index) => {
    const path = `spec.volumes[${index}]`
    const before = errors.length
    const [, second] = Object.keys(volume).filter((key) => key !== 'name')
    if (second !== undefined)
      errors.push(forbiddenField(`${path}.${second}`, 'may not specify more than 1 volume type'))
    const problem = checkDns1123Label(volume.name)
    if (volume.name === '') errors.push(required(`${path}.name`))
    else if (problem !== undefined) errors.push(invalid(`${path}.name`, volume.name, problem))
    else if (names.has(volume.name)) errors.push(duplicate(`${path}.name`, volume.name))
    // One that is wrong does not count for mounts.
    if (errors.length === before) names.add(volume.name)
  })
  return names
}

function validateScalars(spec: PodSpec, errors: FieldError[]): void {
  const { restartPolicy = '', dnsPolicy = '', activeDeadlineSeconds } = spec
  if (!restartPolicies.includes(restartPolicy)) {
    errors.push(unsupported('spec.restartPolicy', restartPolicy, restartPolicies))
  }
  if (!dnsPolicies.includes(dnsPolicy)) errors.push(unsupported('spec.dnsPolicy', dnsPolicy, dnsPolicies))
  if (activeDeadlineSeconds !== undefined && (activeDeadlineSeconds < 1 || activeDeadlineSeconds > maxInt32)) {
    const detail = `must be between 1 and ${maxInt32}, inclusive`
    errors.push(invalid('spec.activeDeadlineSeconds', activeDeadlineSeconds, detail))
  }
}

function validateNames(spec: PodSpec, errors: FieldError[]): void {
  for (const [key, value] of Object.entries(spec.nodeSelector ?? {})) {
    const [keyProblem, valueProblem] = [checkQualifiedName(key), checkLabelValue(value)]
    if (keyProblem !== undefined) errors.push(invalid('spec.nodeSelector', key, keyProblem))
    if (valueProblem !== undefined) errors.push(invalid('spec.nodeSelector', value, valueProblem))
  }
  for (const field of ['serviceAccountName', 'nodeName', 'hostname'] as const) {
    const value = spec[field] ?? ''
    const problem = field === 'hostname' ? checkDns1123Label(value) : checkDns1123Subdomain(value)
    if (value !== '' && problem !== undefined) errors.push(invalid(`spec.${field}`, value, problem))
  }
}

function validateTolerations(tolerations: readonly Toleration[], errors: FieldError[]): void {
  tolerations.forEach(({ key = '', operator = '', effect = '' }, index) => {
    const path = `spec.tolerations[${index}]`
    const problem = key === '' ? undefined : checkQualifiedName(key)
    if (problem !== undefined) errors.push(invalid(`${path}.key`, key, problem))
    if (!['', 'Equal', 'Exists'].includes(operator)) {
      errors.push(unsupported(`${path}.operator`, operator, ['Equal', 'Exists']))
    } else if (key === '' && operator !== 'Exists') {
      errors.push(invalid(`${path}.operator`, operator, 'operator must be Exists when `key` is empty'))
    }
    if (effect !== '' && !effects.includes(effect)) errors.push(unsupported(`${path}.effect`, effect, effects))
  })
}
