import { ApiError } from './api-error.ts'

/** What is wrong with one field of an object: a cause of a 422. */
export interface FieldError {
  readonly reason: string
  /** Path of the field, such as `spec.containers[0].image`. */
  readonly field: string
  readonly message: string
}

export function required(field: string, detail?: string): FieldError {
  return { reason: 'FieldValueRequired', field, message: withDetail('Required value', detail) }
}

export function invalid(field: string, value: unknown, detail: string): FieldError {
  return { reason: 'FieldValueInvalid', field, message: `Invalid value: ${JSON.stringify(value)}: ${detail}` }
}

export function unsupported(field: string, value: unknown, supported: readonly string[]): FieldError {
  const list = supported.map((word) => JSON.stringify(word)).join(', ')
  return {
    reason: 'FieldValueNotSupported',
    field,
    message: `Unsupported value: ${JSON.stringify(value)}: supported values: ${list}`,
  }
}

export function duplicate(field: string, value: unknown): FieldError {
  return { reason: 'FieldValueDuplicate', field, message: `Duplicate value: ${JSON.stringify(value)}` }
}

export function forbiddenField(field: string, detail: string): FieldError {
  return { reason: 'FieldValueForbidden', field, message: `Forbidden: ${detail}` }
}

export function tooLong(field: string, maxBytes: number): FieldError {
  return { reason: 'FieldValueTooLong', field, message: `Too long: may not be more than ${maxBytes} bytes` }
}

export function notFoundValue(field: string, value: unknown): FieldError {
  return { reason: 'FieldValueNotFound', field, message: `Not found: ${JSON.stringify(value)}` }
}

/** The 422 for an object, with a cause for each bad field. */
export function invalidObject(kind: { group: string; kind: string }, name: string, errors: FieldError[]): ApiError {
  const texts = errors.map(({ field, message }) => `${field}: ${message}`)
  const text = texts.length === 1 ? texts[0] : `[${texts.join(', ')}]`
  const qualified = kind.group === '' ? kind.kind : `${kind.kind}.${kind.group}`
  return new ApiError(422, 'Invalid', `${qualified} "${name}" is invalid: ${text}`, {
    details: {
      ...(name === '' ? {} : { name }),
      ...(kind.group === '' ? {} : { group: kind.group }),
      kind: kind.kind,
      causes: errors.map(({ reason, message, field }) => ({ reason, message, field })),
    },
  })
}

function withDetail(text: string, detail: string | undefined): string {
  return detail === undefined ? text : `${text}: ${detail}`
}
