import { randomUUID } from 'node:crypto'
import { checkLabelValue, checkQualifiedName, type NameCheck, type ObjectMeta } from '../meta/index.ts'
import { type FieldError, forbiddenField, invalid, required } from './field-errors.ts'
import type { ServerObject } from './store/stored-object.ts'

const standardFinalizers = new Set(['orphan', 'foregroundDeletion', 'kubernetes'])
const maxAnnotationBytes = 256 * 1024

/** Now, as times are written: in seconds. */
export function timestamp(ms: number = Date.now()): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`
}

/** Sets what only the server sets in a new object. */
export function stampNewObject(metadata: ObjectMeta): void {
  metadata.uid = randomUUID()
  metadata.creationTimestamp = timestamp()
  delete metadata.deletionTimestamp
  delete metadata.deletionGracePeriodSeconds
  delete metadata.selfLink
  delete metadata.managedFields
}

/** Puts back what an update can not change, and fills in what it may leave out. */
export function restoreMeta(metadata: ObjectMeta, old: ObjectMeta): void {
  metadata.uid ??= old.uid ?? ''
  if (old.creationTimestamp !== undefined) metadata.creationTimestamp = old.creationTimestamp
  if (old.deletionTimestamp !== undefined) metadata.deletionTimestamp ??= old.deletionTimestamp
  if (old.deletionGracePeriodSeconds !== undefined) {
    metadata.deletionGracePeriodSeconds ??= old.deletionGracePeriodSeconds
  }
  if (old.generation === undefined) delete metadata.generation
  else metadata.generation = old.generation
  delete metadata.selfLink
  delete metadata.managedFields
}

/** Checks what is the same for every kind. */
export function validateMeta(metadata: ObjectMeta, checkName: NameCheck): FieldError[] {
  const errors: FieldError[] = []
  const { name = '', generateName = '' } = metadata
  // A prefix may end in what a name may not end in.
  if (generateName !== '') {
    pushProblem(errors, 'metadata.generateName', generateName, checkName(generateName.replace(/[-.]+$/, 'a')))
  }
  if (name === '') errors.push(required('metadata.name', 'name or generateName is required'))
  else pushProblem(errors, 'metadata.name', name, checkName(name))
  for (const [key, value] of Object.entries(metadata.labels ?? {})) {
    pushProblem(errors, 'metadata.labels', key, checkQualifiedName(key))
    pushProblem(errors, 'metadata.labels', value, checkLabelValue(value))
  }
  let annotationBytes = 0
  for (const [key, value] of Object.entries(metadata.annotations ?? {})) {
    // Capitals are allowed in an annotation's key, even in its prefix.
    pushProblem(errors, 'metadata.annotations', key, checkQualifiedName(key.toLowerCase()))
    annotationBytes += Buffer.byteLength(key) + Buffer.byteLength(value)
  }
  if (annotationBytes > maxAnnotationBytes) {
    const message = `Too long: may not be more than ${maxAnnotationBytes} bytes`
    errors.push({ reason: 'FieldValueTooLong', field: 'metadata.annotations', message })
  }
  errors.push(...ownerErrors(metadata))
  pushFinalizerErrors(errors, metadata.finalizers ?? [])
  return errors
}

/** Checks that an update leaves alone what never changes. */
export function validateMetaUpdate(object: ServerObject, old: ServerObject): FieldError[] {
  const errors: FieldError[] = []
  const [now, before] = [object.metadata, old.metadata]
  if (now.deletionTimestamp !== before.deletionTimestamp) {
    errors.push(invalid('metadata.deletionTimestamp', now.deletionTimestamp, 'field is immutable'))
  }
  if (now.deletionGracePeriodSeconds !== before.deletionGracePeriodSeconds) {
    const field = 'metadata.deletionGracePeriodSeconds'
    errors.push(invalid(field, now.deletionGracePeriodSeconds, 'field is immutable'))
  }
  const added = (now.finalizers ?? []).filter((finalizer) => !(before.finalizers ?? []).includes(finalizer))
  if (before.deletionTimestamp !== undefined && added.length > 0) {
    const detail = `no new finalizers can be added if the object is being deleted, found ${JSON.stringify(added)}`
    errors.push(forbiddenField('metadata.finalizers', detail))
  }
  return errors
}

/** A name can be wrong in two ways, which the real server reports one after the other, at two places. */
function pushFinalizerErrors(errors: FieldError[], finalizers: readonly string[]): void {
  for (const finalizer of finalizers) {
    if (standardFinalizers.has(finalizer)) continue
    pushProblem(errors, 'metadata.finalizers', finalizer, checkQualifiedName(finalizer))
  }
  finalizers.forEach((finalizer, index) => {
    if (standardFinalizers.has(finalizer) || finalizer.includes('/')) return
    const detail = 'neither a standard finalizer nor a name with a prefix'
    errors.push(invalid(`metadata.finalizers[${index}]`, finalizer, detail))
  })
}

function ownerErrors({ ownerReferences = [] }: ObjectMeta): FieldError[] {
  const errors: FieldError[] = []
  ownerReferences.forEach((owner, index) => {
    for (const field of ['apiVersion', 'kind', 'name', 'uid'] as const) {
      if (owner[field] === '') errors.push(required(`metadata.ownerReferences[${index}].${field}`, 'must not be empty'))
    }
  })
  const controllers = ownerReferences.filter((owner) => owner.controller === true)
  if (controllers.length > 1) {
    const names = controllers.map((owner) => owner.name).join(', ')
    const detail = `only one reference can have controller set to true, found ${names}`
    errors.push(invalid('metadata.ownerReferences', ownerReferences, detail))
  }
  return errors
}

function pushProblem(errors: FieldError[], field: string, value: string, problem: string | undefined): void {
  if (problem !== undefined) errors.push(invalid(field, value, problem))
}
