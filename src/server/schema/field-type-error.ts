/** A value that does not have the type of its field. The message starts with the field's path. */
export class FieldTypeError extends Error {
  override readonly name = 'FieldTypeError'
}

export type JsonObject = Record<string, unknown>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

export function wrongType(path: string, expected: string, value: unknown): FieldTypeError {
  const actual = Array.isArray(value) ? 'an array' : value === null ? 'null' : `a value of type ${typeof value}`
  return new FieldTypeError(`${path}: expected ${expected}, got ${actual}`)
}
