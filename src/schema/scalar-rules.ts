import { quantityUnits } from '../meta/quantity.ts'
import { isDuration, parseTime } from '../meta/time.ts'
import type { Scalar } from './field.ts'
import { inRange } from './integers.ts'

/** Why a value is no scalar of a type. */
export interface ScalarProblem {
  /** Of the wrong JSON type, or of the right one and nevertheless not allowed. */
  readonly problem: 'type' | 'value'
  readonly expected: string
  readonly found: string
}

/** How a value is called in messages, which do not quote it. */
export function typeName(value: unknown): string {
  if (value === null) return 'null'
  if (value === undefined) return 'nothing'
  return Array.isArray(value) ? 'array' : typeof value
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type Rule = (value: unknown) => ScalarProblem | undefined

/** What is wrong with a value of a scalar type; undefined if it is one. */
export function scalarProblem(scalar: SimpleScalar, value: unknown): ScalarProblem | undefined {
  return rules[scalar](value)
}

/** Those that are not schemas of their own. */
export type SimpleScalar = Exclude<Scalar, `JSONSchemaProps${string}`>

const rules: Readonly<Record<SimpleScalar, Rule>> = {
  any: () => undefined,
  JSON: () => undefined,
  boolean: ofType('boolean', (value) => typeof value === 'boolean'),
  string: ofType('string', (value) => typeof value === 'string'),
  FieldsV1: ofType('object', isObject),
  RawExtension: ofType('object', isObject),
  bytes: text('base64 string', isBase64),
  Duration: text('duration such as "1m30s"', isDuration),
  Time: text('time such as "2026-01-31T12:00:00Z"', (value) => parseTime(value) !== undefined),
  MicroTime: text('time such as "2026-01-31T12:00:00.000000Z"', (value) => parseTime(value) !== undefined),
  number: (value) => {
    if (typeof value !== 'number') return wrongType('number', value)
    return Number.isFinite(value) ? undefined : { problem: 'value', expected: 'number', found: 'one that JSON has not' }
  },
  int32: integer('int32'),
  int64: integer('int64'),
  IntOrString: (value) => {
    if (typeof value === 'string') return undefined
    return typeof value === 'number' ? integer('int32')(value) : wrongType('integer or string', value)
  },
  Quantity: (value) => {
    // A number will do for the API, though it is always a text in its answers.
    if (typeof value === 'number' && Number.isFinite(value)) return undefined
    return text('quantity such as "500m" or "1Gi"', (given) => quantityUnits(given) !== undefined)(value)
  },
}

function wrongType(expected: string, value: unknown): ScalarProblem {
  return { problem: 'type', expected, found: typeName(value) }
}

function ofType(expected: string, is: (value: unknown) => boolean): Rule {
  return (value) => (is(value) ? undefined : wrongType(expected, value))
}

function text(expected: string, is: (value: string) => boolean): Rule {
  return (value) => {
    if (typeof value !== 'string') return wrongType(expected, value)
    return is(value) ? undefined : { problem: 'value', expected, found: 'another string' }
  }
}

function integer(type: 'int32' | 'int64'): Rule {
  return (value) => {
    // With `numbers: 'exact'`, large integers are read as bigint.
    if (typeof value !== 'number' && typeof value !== 'bigint') return wrongType('integer', value)
    if (typeof value === 'number' && !Number.isInteger(value)) {
      return { problem: 'type', expected: 'integer', found: 'number with a fraction' }
    }
    return inRange(type, value) ? undefined : { problem: 'value', expected: type, found: 'integer out of its range' }
  }
}

function isBase64(value: string): boolean {
  const digits = value.replace(/[\r\n]/g, '')
  return digits.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(digits)
}
