import type { ResolvedField } from './definitions.ts'
import type { Field } from './field.ts'

/**
 * Required by their definition, and null nevertheless: nothing keeps a server or a controller from writing them
 * empty, and Go writes an empty list that is not left out as null.
 */
const nullThoughRequired = new Set([
  // A limit range that limits nothing.
  'core/v1.LimitRangeSpec.limits',
  // An event that was written as a core/v1 one.
  'events/v1.Event.eventTime',
  'events/v1beta1.Event.eventTime',
  // A node on which no driver is registered yet.
  'storage/v1.CSINodeSpec.drivers',
  'storage/v1beta1.CSINodeSpec.drivers',
  // A service without endpoints.
  'discovery/v1.EndpointSlice.endpoints',
  'discovery/v1beta1.EndpointSlice.endpoints',
])

/**
 * Whether a server writes null for this field: where Go has nothing and does not leave the field out. A required one
 * is not empty, or the server refuses the object.
 *
 * @param owner `core/v1.PodSpec`
 */
export function isNullable(field: Field | ResolvedField, owner: string): boolean {
  if (field.omitEmpty && !field.formerlyNull) return false
  if (field.required && !nullThoughRequired.has(`${owner}.${field.name}`)) return false
  return field.pointer || isNilInGo(field)
}

function isNilInGo({ type }: Field | ResolvedField): boolean {
  if (type.form === 'array' || type.form === 'map') return true
  if (type.form !== 'scalar') return false
  // Times have a zero value of their own, which is written as null.
  return ['bytes', 'FieldsV1', 'MicroTime', 'RawExtension', 'Time'].includes(type.scalar)
}

/** Whether the field is there in whatever a server returns, though it need not be in what is sent. */
export function isAlwaysSent(field: Field): boolean {
  return !field.omitEmpty && !field.formerlyNull && !field.formerlyAbsent
}
