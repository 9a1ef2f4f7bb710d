import { checkDns1123Label } from '../../meta/index.ts'
import { quantityUnits } from '../../meta/quantity.ts'
import { duplicate, type FieldError, invalid, notFoundValue, required, unsupported } from '../field-errors.ts'
import type { Container, ContainerPort, PodSpec } from './pod-types.ts'

interface Context {
  /** Names of the containers seen so far: unique in the whole pod. */
  readonly names: Set<string>
  /** Names of the pod's volumes. */
  readonly volumes: ReadonlySet<string>
  readonly spec: PodSpec
  readonly errors: FieldError[]
}

export function validateContainer(container: Container, path: string, context: Context): void {
  const { names, errors } = context
  const { name, image = '' } = container
  const problem = checkDns1123Label(name)
  if (name === '') errors.push(required(`${path}.name`))
  else if (problem !== undefined) errors.push(invalid(`${path}.name`, name, problem))
  if (image === '') errors.push(required(`${path}.image`))
  if (name !== '' && problem === undefined && names.has(name)) errors.push(duplicate(`${path}.name`, name))
  names.add(name)
  const { terminationMessagePolicy = '', imagePullPolicy = '' } = container
  oneOf(`${path}.terminationMessagePolicy`, terminationMessagePolicy, ['File', 'FallbackToLogsOnError'], errors)
  validatePorts(container.ports ?? [], `${path}.ports`, errors)
  validateEnv(container, path, errors)
  validateMounts(container, path, context)
  oneOf(`${path}.imagePullPolicy`, imagePullPolicy, ['Always', 'IfNotPresent', 'Never'], errors)
  validateResources(container, path, errors)
}

function oneOf(field: string, value: string, supported: string[], errors: FieldError[]): void {
  if (!supported.includes(value)) errors.push(unsupported(field, value, supported))
}

function validatePorts(ports: readonly ContainerPort[], path: string, errors: FieldError[]): void {
  const names = new Set<string>()
  ports.forEach(({ name = '', containerPort, hostPort, protocol = '' }, index) => {
    const port = `${path}[${index}]`
    if (name !== '') {
      const problems = portNameProblems(name)
      errors.push(...problems.map((problem) => invalid(`${port}.name`, name, problem)))
      if (problems.length === 0 && names.has(name)) errors.push(duplicate(`${port}.name`, name))
      names.add(name)
    }
    if (containerPort === 0) errors.push(required(`${port}.containerPort`))
    else validatePort(`${port}.containerPort`, containerPort, errors)
    if (hostPort !== undefined) validatePort(`${port}.hostPort`, hostPort, errors)
    oneOf(`${port}.protocol`, protocol, ['SCTP', 'TCP', 'UDP'], errors)
  })
}

function portNameProblems(name: string): string[] {
  const problems: string[] = []
  if (name.length > 15) problems.push('must be no more than 15 characters')
  if (!/^[a-z0-9-]+$/.test(name)) problems.push("must consist of lower case letters, digits and '-'")
  if (!/[a-z]/.test(name)) problems.push('must contain at least one letter')
  if (name.includes('--')) problems.push("must not have two '-' in a row")
  if (/^-|-$/.test(name)) problems.push("must not start or end with '-'")
  return problems
}

function validatePort(field: string, port: number, errors: FieldError[]): void {
  if (port < 1 || port > 65535) errors.push(invalid(field, port, 'must be between 1 and 65535, inclusive'))
}

function validateEnv(container: Container, path: string, errors: FieldError[]): void {
  ;(container.env ?? []).forEach(({ name, value = '', valueFrom }, index) => {
    const env = `${path}.env[${index}]`
    if (name === '') errors.push(required(`${env}.name`))
    else if (!/^[ -<>-~]+$/.test(name)) errors.push(invalid(`${env}.name`, name, "must be printable ASCII without '='"))
    if (valueFrom !== undefined && value !== '') {
      errors.push(invalid(`${env}.valueFrom`, '', 'may not be specified when `value` is not empty'))
    }
  })
}

function validateMounts(container: Container, path: string, { volumes, errors }: Context): void {
  const mountPaths = new Set<string>()
  ;(container.volumeMounts ?? []).forEach(({ name, mountPath }, index) => {
    const mount = `${path}.volumeMounts[${index}]`
    if (name === '') errors.push(required(`${mount}.name`))
    if (!volumes.has(name)) errors.push(notFoundValue(`${mount}.name`, name))
    if (mountPath === '') errors.push(required(`${mount}.mountPath`))
    else if (mountPaths.has(mountPath)) errors.push(invalid(`${mount}.mountPath`, mountPath, 'must be unique'))
    mountPaths.add(mountPath)
  })
}

function validateResources({ resources }: Container, path: string, errors: FieldError[]): void {
  const limits = resources?.limits ?? {}
  for (const [side, list] of Object.entries({ limits, requests: resources?.requests ?? {} })) {
    for (const [resource, quantity] of Object.entries(list)) {
      const field = `${path}.resources.${side}[${resource}]`
      if (!isContainerResource(resource)) errors.push(invalid(field, resource, 'must be a resource for containers'))
      if ((quantityUnits(quantity) ?? 0n) < 0n)
        errors.push(invalid(field, quantity, 'must be greater than or equal to 0'))
      const limit = side === 'requests' ? limits[resource] : undefined
      if (limit !== undefined && (quantityUnits(quantity) ?? 0n) > (quantityUnits(limit) ?? 0n)) {
        const detail = `must be less than or equal to ${resource} limit of ${limit}`
        errors.push(invalid(`${path}.resources.requests`, quantity, detail))
      }
    }
  }
}

function isContainerResource(name: string): boolean {
  return ['cpu', 'memory', 'ephemeral-storage'].includes(name) || name.startsWith('hugepages-') || name.includes('/')
}
