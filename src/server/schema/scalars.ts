import { canonicalQuantity } from '../../meta/quantity.ts'
import { parseTime } from '../../meta/time.ts'
import type { Scalar } from '../../schema/field.ts'
import { inRange } from '../../schema/integers.ts'
import { FieldTypeError, isObject, wrongType } from './field-type-error.ts'

/** What the real server writes for a scalar that was not given and is always written. */
export function zeroScalar(scalar: Scalar): unknown {
  switch (scalar) {
    case 'boolean':
      return false
    case 'int32':
    case 'int64':
    case 'number':
    case 'IntOrString':
      return 0
    case 'string':
      return ''
    case 'Quantity':
      return '0'
    case 'Duration':
      return '0s'
    default:
      return null
  }
}

/** @throws {FieldTypeError} if the value is not of the type */
export function canonicalScalar(scalar: Scalar, value: unknown, path: string): unknown {
  switch (scalar) {
    case 'boolean':
      if (typeof value !== 'boolean') throw wrongType(path, 'a boolean', value)
      return value
    case 'int32':
    case 'int64':
      if (!Number.isInteger(value)) throw wrongType(path, 'an integer', value)
      if (!inRange(scalar, value as number)) throw new FieldTypeError(`${path}: does not fit into ${scalar}`)
      return value
    case 'number':
      if (typeof value !== 'number') throw wrongType(path, 'a number', value)
      return value
    case 'string':
    case 'Duration':
      if (typeof value !== 'string') throw wrongType(path, 'a string', value)
      return value
    case 'IntOrString':
      if (typeof value !== 'string' && !Number.isInteger(value)) throw wrongType(path, 'an integer or a string', value)
      return value
    case 'bytes':
      return base64(value, path)
    case 'Quantity':
      return quantity(value, path)
    case 'Time':
    case 'MicroTime':
      return time(value, path, scalar === 'MicroTime')
    default:
      // JSON of any form.
      return value
  }
}

function base64(value: unknown, path: string): string {
  if (typeof value !== 'string') throw wrongType(path, 'base64 text', value)
  const text = value.replace(/[\r\n]/g, '')
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text))
    throw new FieldTypeError(`${path}: illegal base64 data`)
  return text
}

function quantity(value: unknown, path: string): string {
  const text = typeof value === 'string' ? value.trim() : typeof value === 'number' ? String(value) : value
  if (typeof text !== 'string') throw wrongType(path, 'a quantity', isObject(value) ? value : text)
  const canonical = canonicalQuantity(text)
  if (canonical === undefined) throw new FieldTypeError(`${path}: "${text}" is not a quantity`)
  return canonical
}

function time(value: unknown, path: string, micro: boolean): string {
  if (typeof value !== 'string') throw wrongType(path, 'a time', value)
  const parsed = parseTime(value)
  if (parsed === undefined) throw new FieldTypeError(`${path}: "${value}" is not a time as in RFC 3339`)
  const { seconds, fraction } = parsed
  return micro ? `${seconds}.${fraction.slice(0, 6).padEnd(6, '0')}Z` : `${seconds}Z`
}
